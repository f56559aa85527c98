"""The certificate authority of a test: it can vouch for WeChat's hosts and this machine, and for nothing else."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mockwx.core.text.bilingual import both
from mockwx.files import write_first, write_whole
from mockwx.intercept.hosts import DOMAINS, LOCAL, WECHAT, is_wechat_host

NAME = "mockwx test CA: trust it in tests only"
_CA_LIFE = timedelta(days=3650)
_LEAF_LIFE = timedelta(days=400)
"""Clients of Apple's refuse leaves that are valid for more than 825 days."""
_BEFORE = timedelta(days=400)
"""Certificates are older than they are: a test's clock may stand in the past."""
CERTIFICATE, KEY = "mockwx-ca.pem", "mockwx-ca-key.pem"
_BEGIN = b"-----BEGIN CERTIFICATE-----"


class UnusableCa(ValueError):
    """The files in a ``--ca-dir`` are no CA of mockwx's; the text says what to do."""


class Authority:
    """A CA and the leaves that it signs. Safe to use from any thread.

    The CA is new and its key is in memory only, or both are files of ``folder``, made there by who comes first.
    The key's file holds the certificate too.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._lock = threading.Lock()
        files = None if folder is None else _read(folder)
        if files is None:
            files = _new_ca()
            if folder is not None:
                files = _write(folder, *files)
        self._certificate, self._key = files
        self.pem = self._certificate.public_bytes(Encoding.PEM)
        """The CA's certificate, for those who shall trust it."""
        if folder is not None and not (folder / CERTIFICATE).exists():
            try:
                write_whole(folder / CERTIFICATE, self.pem, mode=0o644)
            except OSError as error:
                raise UnusableCa(_unwritten(folder, error)) from None
        # One key serves all leaves: it lives as long as the process.
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())

    def leaf(self, *names: str) -> bytes:
        """A server certificate for ``names``, with the CA's and its own key, as PEM."""
        names = names or (*WECHAT, *LOCAL)
        begin = datetime.now(UTC) - _BEFORE
        leaf = (
            x509.CertificateBuilder()
            .subject_name(_called(names[0] if len(names[0]) <= 64 else "mockwx"))
            .issuer_name(self._certificate.subject)
            .public_key(self._leaf_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(max(begin, self._certificate.not_valid_before_utc))
            .not_valid_after(begin + _BEFORE + _LEAF_LIFE)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(_key_usage(signs=False), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._leaf_key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        return leaf.public_bytes(Encoding.PEM) + self.pem + _pem(self._leaf_key)


def _new_ca() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "mockwx"),
            # Two CAs of one name confuse clients that have met both.
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"made {now:%Y-%m-%d %H:%M:%S.%f} UTC"),
            x509.NameAttribute(NameOID.COMMON_NAME, NAME),
        ]
    )
    permitted: list[x509.GeneralName] = [x509.DNSName(domain) for domain in (*DOMAINS, "localhost")]
    permitted += [x509.IPAddress(ip_network(net)) for net in ("127.0.0.0/8", "::1/128")]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + _CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None), critical=True)
        .add_extension(_key_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate, key


def _read(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None:
    """None where there is none yet.

    :raises UnusableCa: there is something else, or what others can have put there or read.
    """
    try:
        pem = _read_key(folder)
        # Whoever makes a CA writes both into the key's file, so that nobody ever finds half of it.
        whole = _BEGIN in pem and not (folder / CERTIFICATE).exists()
        certificate = x509.load_pem_x509_certificate(pem if whole else (folder / CERTIFICATE).read_bytes())
        key = load_pem_private_key(pem.partition(_BEGIN)[0], None)
    except FileNotFoundError:
        if (folder / KEY).exists() or (folder / CERTIFICATE).exists():
            raise UnusableCa(_unusable(folder, "one of the two is missing", "缺少其中一个文件")) from None
        return None
    except UnusableCa:
        raise
    except (ValueError, TypeError, OSError) as error:
        raise UnusableCa(_unusable(folder, str(error), "无法读取")) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise UnusableCa(_unusable(folder, "the key is not the certificate's", "私钥与证书不匹配"))
    if certificate.not_valid_after_utc < datetime.now(UTC) + _LEAF_LIFE:
        raise UnusableCa(_unusable(folder, "the certificate expires within a year", "证书将在一年内过期"))
    if not _is_constrained(certificate):
        en = "the certificate may vouch for other hosts than WeChat's and this machine"
        raise UnusableCa(_unusable(folder, en, "该证书可为微信和本机以外的域名签发"))
    return certificate, key


def _read_key(folder: Path) -> bytes:
    """:raises UnusableCa: the file is somebody else's, or others may read it."""
    with (folder / KEY).open("rb") as reading:
        if hasattr(os, "geteuid"):
            about = os.fstat(reading.fileno())
            if about.st_uid not in (os.geteuid(), 0):
                raise UnusableCa(_unusable(folder, "the key is another user's file", "私钥文件属于其他用户"))
            if about.st_mode & 0o077:
                en = f"others may read or change the key; chmod 600 {folder / KEY} if nobody has"
                raise UnusableCa(_unusable(folder, en, f"其他用户可读写私钥；若确认安全，可 chmod 600 {folder / KEY}"))
        return reading.read()


def _is_constrained(certificate: x509.Certificate) -> bool:
    """Whether it is a CA that can vouch for WeChat's hosts and this machine only."""
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        names = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    except x509.ExtensionNotFound:
        return False
    permitted = names.value.permitted_subtrees or []
    domains = [name.value for name in permitted if isinstance(name, x509.DNSName)]
    networks = [name.value for name in permitted if isinstance(name, x509.IPAddress)]
    # A kind of name that is not mentioned is not constrained at all.
    return (
        basic.ca
        and basic.path_length == 0
        and names.critical
        and bool(domains)
        and bool(networks)
        and all(is_wechat_host(domain.lstrip(".")) or domain == "localhost" for domain in domains)
        and all(network.is_loopback for network in networks)
    )


def _write(
    folder: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The key appears at once, whole and unreadable to others; who comes second takes what is there."""
    pem = certificate.public_bytes(Encoding.PEM)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_first(folder / KEY, _pem(key) + pem)
    except FileExistsError:
        return _read(folder) or _write(folder, certificate, key)
    except OSError as error:
        raise UnusableCa(_unwritten(folder, error)) from None
    return certificate, key


def _unwritten(folder: Path, error: OSError) -> str:
    why = error.strerror or error
    return both(
        f"the CA cannot be written to {folder}: {why}; make room there, or name another folder with --ca-dir",
        f"无法把 CA 写入 {folder}：{why}；请腾出空间，或用 --ca-dir 指定别的文件夹",
    )


def _unusable(folder: Path, en: str, zh: str) -> str:
    return both(
        f"{folder} has no usable CA ({en}); remove {CERTIFICATE} and {KEY} there, and a new one is made",
        f"{folder} 中没有可用的 CA（{zh}）；删除其中的 {CERTIFICATE} 和 {KEY} 即可重新生成",
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _called(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "mockwx"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


@lru_cache
def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _key_usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
