"""What ``mockwx doctor`` reads in a backend's environment: where WeChat is said to be, proxies, and trusted CAs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

from mockwx.cli.diagnosis import Diagnosis, note, problem, well
from mockwx.core.version import VERSION
from mockwx.core.web.hosts import HOSTS

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_CAS = (
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "AWS_CA_BUNDLE",
    "GIT_SSL_CAINFO",
)
_OWN = ("MOCKWX_", "CODE", "PWD", "OLDPWD")
"""Variables that begin so are no setting of the backend's."""
_URL = re.compile(r"https?://[^\s'\"]+")
_SERVED = ("sns", "cgi-bin", "wxa", "_mockwx", "connect", "sns_api")


def check_versions(running: str | None) -> Iterator[Diagnosis]:
    python = ".".join(map(str, sys.version_info[:3]))
    libraries = ", ".join(f"{name} {version(name)}" for name in ("aiohttp", "cryptography", "msgspec", "pydantic"))
    yield well(
        "versions", f"mockwx {VERSION}, Python {python}, {libraries}", f"mockwx {VERSION}、Python {python}、{libraries}"
    )
    if running is not None and running != VERSION:
        yield note(
            "versions",
            (f"the server is mockwx {running}, this command {VERSION}", f"服务是 mockwx {running}，本命令是 {VERSION}"),
            (
                "install the same version on both sides; what one of them does not know is refused by name",
                "请在两边安装同一版本；一方不认识的内容会被指名拒绝",
            ),
        )


def check_base_url(
    environment: Mapping[str, str], server: str, chosen: str | None, variables: Sequence[str] = ()
) -> Iterator[Diagnosis]:
    """``chosen``: what the backend is known to use; ``variables``: where it is known to read it; with neither, every
    variable that holds a URL is looked at."""
    if chosen is not None:
        yield from _judge_base_url("--base-url", chosen, server)
        return
    for variable in variables:
        if variable in environment:
            yield from _judge_base_url(variable, environment[variable], server)
        else:
            yield note(
                "base URL",
                (
                    f"the backend reads {variable}, which is not set in this shell",
                    f"后端读取 {variable}，而本 shell 没有设置它",
                ),
                (
                    f"start the backend with {variable}={server}; --env-file shows its own variables to this command",
                    f"请用 {variable}={server} 启动后端；用 --env-file 把它自己的变量交给本命令",
                ),
            )
    if variables:
        return
    named = [
        (name, url)
        for name, value in sorted(environment.items())
        if not name.startswith(_OWN) and name.lower() not in (*_PROXIES, "no_proxy")
        for url in _URL.findall(value)
        if _is_about_wechat(url, server)
    ]
    for name, url in named:
        yield from _judge_base_url(name, url, server)
    if not named:
        yield note(
            "base URL",
            ("no variable names WeChat or this mockwx", "没有变量指向微信或本 mockwx"),
            (
                (
                    f"set it in the backend to {server} and look again with --base-url or --env-file; where the host "
                    "is hard-coded: mockwx exec -- COMMAND"
                ),
                (
                    f"请在后端配置里写 {server}，再用 --base-url 或 --env-file 检查；"
                    "域名写死在代码里时用 mockwx exec -- COMMAND"
                ),
            ),
        )


def _is_about_wechat(url: str, server: str) -> bool:
    host, at = _host_and_port(url), _host_and_port(server)
    return host is not None and (host[0] in HOSTS or host == at)


def _host_and_port(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    host = parts.hostname or ""
    return ("127.0.0.1" if host in ("localhost", "::1") else host), port


def _judge_base_url(name: str, url: str, server: str) -> Iterator[Diagnosis]:
    at = _host_and_port(url)
    parts = urlsplit(url) if at is not None else None
    if parts is None or at is None or parts.scheme not in ("http", "https") or not parts.hostname:
        yield problem(
            "base URL",
            (f"{name}: {url!r} is no URL", f"{name}：{url!r} 不是 URL"),
            (f"write {server}", f"请写成 {server}"),
        )
        return
    if at[0] in HOSTS:
        yield problem(
            "base URL",
            (f"{name} is {url}: that is the real WeChat", f"{name} 是 {url}，即真实的微信"),
            (
                f"set it to {server}, or start the backend by `mockwx exec -- COMMAND`",
                f"请设为 {server}，或用 `mockwx exec -- COMMAND` 启动后端",
            ),
        )
        return
    if at != _host_and_port(server):
        yield problem(
            "base URL",
            (f"{name} is {url}, but this mockwx is at {server}", f"{name} 是 {url}，而本 mockwx 在 {server}"),
            (
                f"set it to {server}, or ask about that server: mockwx doctor --url {parts.scheme}://{parts.netloc}",
                f"请设为 {server}；若要检查那个服务：mockwx doctor --url {parts.scheme}://{parts.netloc}",
            ),
        )
        return
    if parts.scheme == "https" and not server.startswith("https:"):
        yield note(
            "base URL",
            (
                f"{name} is https: only a client that trusts the test CA gets through",
                f"{name} 用的是 https：客户端须信任测试 CA",
            ),
            (f"write {server}, which needs no certificate", f"请写成 {server}，无需证书"),
        )
    first = next(
        (part for part in parts.path.split("/") if part and not part.startswith("~") and part not in HOSTS), ""
    )
    if first in _SERVED:
        yield problem(
            "base URL",
            (f"{name} is {url}: SDKs add /{first} themselves", f"{name} 是 {url}：SDK 会自己加上 /{first}"),
            (f"write {server}", f"请写成 {server}"),
        )
    elif first:
        yield problem(
            "base URL",
            (
                f"{name} is {url}: no api of WeChat's lives below /{first}",
                f"{name} 是 {url}：/{first} 之下没有微信接口",
            ),
            (f"write {server}; a world is /~NAME", f"请写成 {server}；world 写作 /~NAME"),
        )
    else:
        yield well("base URL", f"{name} is {url}", f"{name} 是 {url}")


def check_proxies(environment: Mapping[str, str], server: str) -> Iterator[Diagnosis]:
    """Whether HTTP clients call a proxy instead of the server, as the usual libraries judge it."""
    proxies = {name.lower(): value for name, value in environment.items() if name.lower() in _PROXIES and value}
    scheme = urlsplit(server).scheme
    proxy = proxies.get(f"{scheme}_proxy") or proxies.get("all_proxy")
    if proxy is None:
        yield well("NO_PROXY", "no proxy stands between", "中间没有代理")
        return
    if _host_and_port(proxy) == _host_and_port(server):
        yield well("NO_PROXY", f"the proxy is this mockwx: {_without_password(proxy)}", "代理就是本 mockwx")
        return
    said = environment.get("no_proxy", environment.get("NO_PROXY", ""))
    host = urlsplit(server).hostname or ""
    if said and proxy_bypass_environment(host, {"no": said}):
        yield well("NO_PROXY", f"NO_PROXY keeps {host} from the proxy", f"NO_PROXY 使 {host} 不经过代理")
        return
    wanted = ",".join(filter(None, (said, host)))
    yield problem(
        "NO_PROXY",
        (
            f"calls of {server} go to the proxy {_without_password(proxy)}, for NO_PROXY is {said!r}",
            f"对 {server} 的调用会发往代理 {_without_password(proxy)}，因为 NO_PROXY 是 {said!r}",
        ),
        (
            f"set NO_PROXY={wanted} and no_proxy={wanted} for the backend; Java takes -Dhttp.nonProxyHosts={host}",
            f"请为后端设置 NO_PROXY={wanted} 和 no_proxy={wanted}；Java 用 -Dhttp.nonProxyHosts={host}",
        ),
    )


def _without_password(proxy: str) -> str:
    return re.sub(r"//[^/@]*@", "//***@", proxy)


def check_cas(environment: Mapping[str, str], ca: str | None) -> Iterator[Diagnosis]:
    """``ca``: the server's, in PEM; only calls over HTTPS need it."""
    names_of: dict[str, list[str]] = {}
    for variable in _CAS:
        if environment.get(variable):
            names_of.setdefault(environment[variable], []).append(variable)
    for value, names in names_of.items():
        name = ", ".join(names)
        try:
            held = Path(value).read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            yield problem(
                "CA",
                (f"{name} names {value}, which cannot be read: {error.strerror}", f"{name} 指向 {value}，无法读取"),
                (
                    f"write the CA there: mockwx ca > {value}; or unset {name}",
                    f"请把 CA 写到那里：mockwx ca > {value}；或去掉 {name}",
                ),
            )
            continue
        if ca is None:
            continue
        if _body(ca) in held.replace("\r", "").replace("\n", ""):
            yield well("CA", f"{name} trusts this mockwx", f"{name} 信任本 mockwx")
        else:
            yield note(
                "CA",
                (
                    f"{name} names {value}, which lacks this server's CA: over HTTPS it is not trusted",
                    f"{name} 指向的 {value} 没有本服务的 CA：HTTPS 调用不会信任它",
                ),
                (
                    (
                        f"for HTTPS make a file of both, cp {value} bundle.pem && mockwx ca >> bundle.pem, or use "
                        "mockwx exec; a server without --ca-dir makes another CA at each start"
                    ),
                    (
                        f"HTTPS 请另做合并的文件：cp {value} bundle.pem && mockwx ca >> bundle.pem，"
                        "或用 mockwx exec；不加 --ca-dir 的服务每次启动都会生成新的 CA"
                    ),
                ),
            )
    if not names_of:
        yield well(
            "CA",
            "no variable names a CA: a base URL with http:// needs none, HTTPS does (mockwx env, mockwx exec)",
            "没有变量指定 CA：http:// 的 base URL 不需要；HTTPS 需要（mockwx env、mockwx exec）",
        )


def _body(pem: str) -> str:
    return "".join(line for line in pem.splitlines() if line and not line.startswith("-"))


def check_appids(environment: Mapping[str, str], known: Mapping[str, str], chosen: str | None) -> Iterator[Diagnosis]:
    """``known``: each appid of the world with its app's name; ``chosen``: what the backend is known to use."""
    ids = re.compile(r"(?:wx|ww)[0-9a-zA-Z]{16}")
    used = (
        [("--appid", chosen)]
        if chosen is not None
        else [(name, value) for name, value in sorted(environment.items()) if ids.fullmatch(value)]
    )
    for name, appid in used:
        if appid in known:
            yield well(
                "appid", f"{name} is {appid}, the app {known[appid]}", f"{name} 是 {appid}，即应用 {known[appid]}"
            )
        else:
            yield problem(
                "appid",
                (
                    f"{name} is {appid}, and no app of this world has it: WeChat answers 40013",
                    f"{name} 是 {appid}，本 world 没有这个应用：微信会返回 40013",
                ),
                (
                    f"mockwx serve --app {appid}:SECRET (or --any-app), or give the backend one of {', '.join(known)}",
                    f"用 mockwx serve --app {appid}:SECRET（或 --any-app）启动，或让后端使用 {'、'.join(known)}",
                ),
            )
    if not used:
        yield well(
            "appid",
            f"the world's: {', '.join(known)}; no variable looks like an appid (--appid asks about one)",
            f"本 world 的：{'、'.join(known)}；没有变量像 appid（可用 --appid 指定）",
        )
