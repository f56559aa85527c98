"""Why a connection leads to nothing, or past mockwx: the answers of a proxy, and the sentences of the journal."""

from __future__ import annotations

import ssl

from mockwx.core.text.bilingual import both

PROXY_AUTHENTICATE = 'Proxy-Authenticate: Basic realm="mockwx"\r\n'
TOKEN_WANTED = both(
    "other machines can connect to this server, so passing through needs its token: http://:TOKEN@HOST:PORT as the "
    "proxy's address",
    "其他机器可以连接此服务，放行其他域名需要令牌：代理地址写成 http://:TOKEN@HOST:PORT",
)
_PHRASES = {
    400: "Bad Request",
    403: "Forbidden by mockwx: no host of WeChat",
    404: "No Such World",
    407: "Proxy Authentication Required by mockwx",
    408: "Request Timeout",
    431: "Request Header Fields Too Large",
    502: "Bad Gateway",
}


def why_not_passed(host: str) -> str:
    return both(
        f"{host} is no host of WeChat's; --passthrough {host} lets it through, --passthrough all every host",
        f"{host} 不是微信的域名；用 --passthrough {host} 放行，或用 --passthrough all 放行全部",
    )


def why_passed(host: str) -> str:
    return both(f"{host} is no host of WeChat's: passed through untouched", f"{host} 不是微信的域名：原样放行")


# Node looks at certificates after the handshake; it and others go without a word.
LEFT_DURING_TLS = both(
    "the client left during the TLS handshake or right after it: perhaps it does not trust mockwx's CA; `mockwx ca` "
    "prints it",
    "客户端在 TLS 握手中或握手后未发请求即断开：可能不信任 mockwx 的 CA；用 `mockwx ca` 打印证书",
)


TALKED_TO_NO_STRANGER = both(
    "the client did not talk over the certificate of an untrusted CA that it was shown on purpose, as is right",
    "客户端没有在故意出示的、不可信 CA 的证书上通信，这是对的",
)


def why_no_handshake(error: ssl.SSLError) -> str:
    what = (error.reason or str(error)).lower().replace("_", " ")
    if "alert" in what and ("unknown ca" in what or "certificate" in what):
        return both(
            f"the client does not trust mockwx's CA ({what}); `mockwx ca` prints it",
            "客户端不信任 mockwx 的 CA；用 `mockwx ca` 打印证书",
        )
    return both(f"the TLS handshake failed ({what})", "TLS 握手失败")


def refusal(status: int, why: str, header: str = "") -> bytes:
    """The answer to a CONNECT that leads nowhere: ``why`` in the body for people, and ``status`` in a line of ASCII,
    which is all that many clients show."""
    body = f"mockwx: {why}\n".encode()
    head = (
        f"HTTP/1.1 {status} {_PHRASES[status]}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"{header}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
