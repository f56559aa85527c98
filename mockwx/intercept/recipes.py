"""Recipes: what the environment of a program must say so that its calls to WeChat arrive here, by language."""

from __future__ import annotations

import json
import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from mockwx.intercept.hosts import DOMAINS, LOCAL, WECHAT
from mockwx.intercept.trust import JAVA_PASSWORD, bundle, java_store

_PRELOADS = Path(__file__).parent / "preload"
_REROUTE = Path(__file__).parent / "reroute.py"
REROUTE = "MOCKWX_REROUTE"


class Files(Struct, frozen=True):
    """What the recipes refer to; :func:`write_files` makes them."""

    folder: Path

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle.pem"

    @property
    def java(self) -> Path:
        return self.folder / "truststore.p12"

    @property
    def preload(self) -> Path:
        """What Python, Node and Ruby load first, each its own file."""
        return self.folder / "preload"

    @property
    def php(self) -> Path:
        return self.folder / "php"


def write_files(folder: Path, ca: bytes, environment: Mapping[str, str] = os.environ) -> Files:
    files = Files(folder)
    folder.mkdir(parents=True, exist_ok=True)
    everything = bundle(ca, environment)
    files.ca.write_bytes(ca)
    files.bundle.write_bytes(everything)
    files.java.write_bytes(java_store(everything))
    for each in (files.php, files.preload):
        each.mkdir(exist_ok=True)
    shutil.copy(_REROUTE, folder)
    for each in _PRELOADS.iterdir():
        if each.is_file():
            shutil.copy(each, files.preload)
    # PHP's libcurl knows no bundle by a variable.
    ini = f'curl.cainfo="{files.bundle}"\nopenssl.cafile="{files.bundle}"\n'
    (files.php / "mockwx.ini").write_text(ini, encoding="utf-8")
    return files


class Recipe(Struct, frozen=True):
    """``proxy``: mockwx's URL, perhaps with a world's name; None where names lead here by a hosts file."""

    files: Files
    address: tuple[str, int]
    proxy: str | None
    environment: Mapping[str, str]
    ca: str
    """The CA's certificate as PEM."""
    direct: bool = True
    """Python and Node are led past the proxy too; not where only the proxy's address can name a world."""

    def all(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for language in LANGUAGES:
            found |= self.of(language)
        return found

    def of(self, language: str) -> dict[str, str]:
        return {
            "python": self._python,
            "node": self._node,
            "java": self._java,
            "go": self._go,
            "php": self._php,
            "ruby": self._ruby,
            "curl": self._curl,
        }[language]()

    def _proxies(self) -> dict[str, str]:
        if self.proxy is None:
            upper = {"NO_PROXY": ",".join(dict.fromkeys([*self._unproxied(), *LOCAL, *WECHAT]))}
        else:
            local = ",".join(dict.fromkeys([*self._unproxied(), *LOCAL]))
            upper = {"HTTPS_PROXY": self.proxy, "NO_PROXY": local}
        return upper | {name.lower(): value for name, value in upper.items()}

    def _unproxied(self) -> list[str]:
        """What went around proxies before still does, all but WeChat's."""
        given = self.environment.get("no_proxy") or self.environment.get("NO_PROXY", "")
        found = []
        for each in given.split(","):
            domain = each.strip().lstrip("*.")
            if domain and not any(f".{host}".endswith(f".{domain}") for host in WECHAT):
                found.append(each.strip())
        return found

    def _reroute(self) -> dict[str, str]:
        if not self.direct:
            return {}
        host, port = self.address
        told = {"host": host, "port": port, "ca": self.ca, "domains": list(DOMAINS)}
        return {REROUTE: json.dumps(told)}

    def _python(self) -> dict[str, str]:
        file = str(self.files.bundle)
        return {
            **self._proxies(),
            **self._reroute(),
            "REQUESTS_CA_BUNDLE": file,
            "SSL_CERT_FILE": file,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(self.files.preload), self.environment.get("PYTHONPATH")])),
        }

    def _node(self) -> dict[str, str]:
        preload = f"--require {_quoted(self.files.preload / 'node.cjs')}"
        # Node adds what is in this file to what it trusts, and what was named before is in the bundle.
        return {
            **self._proxies(),
            **self._reroute(),
            "NODE_EXTRA_CA_CERTS": str(self.files.bundle),
            "NODE_USE_ENV_PROXY": "1",
            "NODE_OPTIONS": " ".join(filter(None, [self.environment.get("NODE_OPTIONS"), preload])),
        }

    def _java(self) -> dict[str, str]:
        options = [
            f"-Djavax.net.ssl.trustStore={self.files.java}",
            "-Djavax.net.ssl.trustStoreType=PKCS12",
            f"-Djavax.net.ssl.trustStorePassword={JAVA_PASSWORD}",
        ]
        if self.proxy is not None:
            host, port = self.address
            options += [f"-Dhttps.proxyHost={host}", f"-Dhttps.proxyPort={port}"]
        given = self.environment.get("JAVA_TOOL_OPTIONS")
        return {"JAVA_TOOL_OPTIONS": " ".join([*filter(None, [given]), *(_quoted(each) for each in options)])}

    def _go(self) -> dict[str, str]:
        return {**self._proxies(), "SSL_CERT_FILE": str(self.files.bundle)}

    def _php(self) -> dict[str, str]:
        # An empty part stands for the folder that PHP was built with.
        given = self.environment.get("PHP_INI_SCAN_DIR", "")
        folders = os.pathsep.join([given, str(self.files.php)])
        return {**self._proxies(), "SSL_CERT_FILE": str(self.files.bundle), "PHP_INI_SCAN_DIR": folders}

    def _ruby(self) -> dict[str, str]:
        preload = f"-r{self.files.preload / 'ruby.rb'}"
        options = " ".join(filter(None, [self.environment.get("RUBYOPT"), preload]))
        return {**self._proxies(), "SSL_CERT_FILE": str(self.files.bundle), "RUBYOPT": options}

    def _curl(self) -> dict[str, str]:
        return {**self._proxies(), "CURL_CA_BUNDLE": str(self.files.bundle)}


LANGUAGES = ("python", "node", "java", "go", "php", "ruby", "curl")


def exports(found: Mapping[str, str]) -> str:
    """For a shell to read."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in found.items())


def _quoted(text: object) -> str:
    """As NODE_OPTIONS and JAVA_TOOL_OPTIONS split their words."""
    return f'"{text}"' if " " in str(text) else str(text)
