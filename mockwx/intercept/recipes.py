"""Recipes: what the environment of a program must say so that its calls to WeChat arrive here, by language."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from mockwx.files import FOR_ALL, write_whole
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
    """Each file appears whole and replaces what stood there, also a link: programs load some of them as code.

    :raises OSError: a file cannot be written; those before it are there.
    """
    files = Files(folder)
    for made in (folder, files.php, files.preload):
        made.mkdir(parents=True, exist_ok=True)
    everything = bundle(ca, environment)
    # PHP's libcurl knows no bundle by a variable.
    ini = f'curl.cainfo="{files.bundle}"\nopenssl.cafile="{files.bundle}"\n'
    contents = {
        files.ca: ca,
        files.bundle: everything,
        files.java: java_store(everything),
        folder / _REROUTE.name: _REROUTE.read_bytes(),
        **{files.preload / source.name: source.read_bytes() for source in _PRELOADS.iterdir() if source.is_file()},
        files.php / "mockwx.ini": ini.encode(),
    }
    for path, content in contents.items():
        write_whole(path, content, mode=FOR_ALL)
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
        variables: dict[str, str] = {}
        for language in LANGUAGES:
            variables |= self.of(language)
        return variables

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
        former = [name for name in _no_proxy(self.environment) if not _takes_in_wechat(name)]
        if self.proxy is None:
            return _in_both_cases({"NO_PROXY": _listed(*former, *LOCAL, *WECHAT)})
        return _in_both_cases({"HTTPS_PROXY": self.proxy, "NO_PROXY": _listed(*former, *LOCAL)})

    def _reroute(self) -> dict[str, str]:
        if not self.direct:
            return {}
        host, port = self.address
        settings = {"host": host, "port": port, "ca": self.ca, "domains": list(DOMAINS)}
        return {REROUTE: json.dumps(settings)}

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
        own = self.environment.get("JAVA_TOOL_OPTIONS")
        return {"JAVA_TOOL_OPTIONS": " ".join([*filter(None, [own]), *(_quoted(option) for option in options)])}

    def _go(self) -> dict[str, str]:
        return {**self._proxies(), "SSL_CERT_FILE": str(self.files.bundle)}

    def _php(self) -> dict[str, str]:
        # An empty part stands for the folder that PHP was built with.
        own = self.environment.get("PHP_INI_SCAN_DIR", "")
        folders = os.pathsep.join([own, str(self.files.php)])
        return {**self._proxies(), "SSL_CERT_FILE": str(self.files.bundle), "PHP_INI_SCAN_DIR": folders}

    def _ruby(self) -> dict[str, str]:
        # RUBYOPT knows no quotes, so that the folder, which may have a blank in its name, stands elsewhere.
        return {
            **self._proxies(),
            "SSL_CERT_FILE": str(self.files.bundle),
            "RUBYLIB": os.pathsep.join(filter(None, [str(self.files.preload), self.environment.get("RUBYLIB")])),
            "RUBYOPT": " ".join(filter(None, [self.environment.get("RUBYOPT"), "-rmockwx_https_proxy"])),
        }

    def _curl(self) -> dict[str, str]:
        return {**self._proxies(), "CURL_CA_BUNDLE": str(self.files.bundle)}


def unproxied(environment: Mapping[str, str], host: str) -> dict[str, str]:
    """So that a program asks this machine and ``host`` past whatever proxy it uses."""
    return _in_both_cases({"NO_PROXY": _listed(*_no_proxy(environment), *LOCAL, host)})


def _no_proxy(environment: Mapping[str, str]) -> list[str]:
    """What goes around proxies already."""
    listed = environment.get("no_proxy") or environment.get("NO_PROXY", "")
    return [name for item in listed.split(",") if (name := item.strip())]


def _takes_in_wechat(name: str) -> bool:
    domain = name.lstrip("*.")
    return not domain or any(f".{host}".endswith(f".{domain}") for host in WECHAT)


def _listed(*names: str) -> str:
    return ",".join(dict.fromkeys(names))


def _in_both_cases(variables: Mapping[str, str]) -> dict[str, str]:
    return {**variables, **{name.lower(): value for name, value in variables.items()}}


LANGUAGES = ("python", "node", "java", "go", "php", "ruby", "curl")


def exports(variables: Mapping[str, str]) -> str:
    """For a shell to read."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())


def _quoted(text: object) -> str:
    """As NODE_OPTIONS and JAVA_TOOL_OPTIONS split their words."""
    return f'"{text}"' if " " in str(text) else str(text)
