"""Files by which programs come to trust the CA: bundles beside what the system trusts, a trust store for Java."""

from __future__ import annotations

import contextlib
import os
import re
import ssl
import warnings
from collections.abc import Mapping
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12Certificate, serialize_java_truststore

REPLACING = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables that replace what a program trusts, so that all of it must be in the file that they name."""
JAVA_PASSWORD = "changeit"  # what Java's own store has
_COMMON = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
    "/etc/ssl/ca-bundle.pem",
)
_ONE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\s*", re.DOTALL)


def bundle(ca: bytes, environment: Mapping[str, str] = os.environ) -> bytes:
    """The CA and all that programs here trust already: what the environment names, the system's, certifi's."""
    certificates: dict[bytes, None] = {ca.strip() + b"\n": None}
    for file in _stores(environment):
        try:
            text = Path(file).read_bytes()
        except OSError:
            continue
        for certificate in _ONE.findall(text):
            certificates.setdefault(certificate.strip() + b"\n")
    return b"".join(certificates)


def _stores(environment: Mapping[str, str]) -> list[str]:
    files = [environment[name] for name in (*REPLACING, "NODE_EXTRA_CA_CERTS") if environment.get(name)]
    files += [file for file in (ssl.get_default_verify_paths().cafile, *_COMMON) if file]
    try:
        import certifi

        files.append(certifi.where())
    except ImportError:
        pass
    return files


def java_store(certificates: bytes) -> bytes:
    """A PKCS12 trust store that Java reads, of all certificates in a bundle."""
    entries = []
    with warnings.catch_warnings():
        # A few old roots are not quite what RFC 5280 says.
        warnings.simplefilter("ignore")
        for number, certificate in enumerate(_ONE.findall(certificates)):
            with contextlib.suppress(ValueError):
                entries.append(PKCS12Certificate(x509.load_pem_x509_certificate(certificate), f"{number}".encode()))
    return serialize_java_truststore(entries, BestAvailableEncryption(JAVA_PASSWORD.encode()))
