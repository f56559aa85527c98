"""Scanning: a website's QR code, whose login is confirmed or denied then, an official account's, a mini program's."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mockwx.core.text.bilingual import both
from mockwx.core.web import address
from mockwx.core.web.mini_links import is_mini_link
from mockwx.core.web.pictures import text_in_data_url
from mockwx.core.web.qrcodes import QrCode, QrStatus
from mockwx.core.web.redirects import appended
from mockwx.core.web.scene_qrcodes import is_scene
from mockwx.core.web.wechat_client import DECISION
from mockwx.verbs.followers import scan_scene
from mockwx.verbs.push import SEND, TIMEOUT, TRIES
from mockwx.verbs.verb import USER, Arg, Verb, VerbContext, VerbError
from mockwx.verbs.visit import Visited, led_on, visit

_UUID = re.compile(rb"(?:/connect/qrcode/|<uuid>|/wwopen/sso/qrImg\?key=)(\w{16})")
_SHOW_QRCODES = ("/connect/qrconnect", "/connect/app/qrconnect")
_SHOW_CORP_QRCODES = ("/wwopen/sso/qrConnect",)
_PICTURE = "/connect/qrcode/"
_CORP_PICTURE = "/wwopen/sso/qrImg"
_CONFIRM = "/connect/confirm"
_CORP_CONFIRM = "/wwopen/sso/confirm2"
_DELIVER = Arg(
    "deliver",
    "text",
    "once: the browser with the QR code opens the callback; none by default, as a page that is open does so by itself",
    choices=("none", "once"),
)


def _scan(context: VerbContext) -> dict[str, Any]:
    url = _said(context.args["url"])
    if is_scene(url):
        context.world.qrcodes.forget_scan(context.args["user"])
        return _scan_scene(context, url)
    if is_mini_link(url):
        context.world.qrcodes.forget_scan(context.args["user"])
        return _open_page(context, url)
    try:
        there = address.read(urlsplit(url).path, "")
    except ValueError:
        raise VerbError(both(f"{url[:200]!r} is no link", f"{url[:200]!r} 不是链接"), "url") from None
    if there.path in (*_SHOW_QRCODES, *_SHOW_CORP_QRCODES):
        visited = visit(context, url, {})
        shown = _UUID.search(visited.exchange.response.body)
        if shown is None:
            context.world.qrcodes.forget_scan(context.args["user"])
            return _answer(visited, None, context.now)
        url = there.root + _confirm_at(shown[1].decode(), corp=there.path in _SHOW_CORP_QRCODES)
    elif there.path.startswith(_PICTURE):
        url = there.root + _confirm_at(there.path.removeprefix(_PICTURE))
    elif there.path == _CORP_PICTURE:
        key = parse_qs(urlsplit(url).query).get("key", [""])[0]
        url = there.root + _confirm_at(key, corp=True)
    elif there.path not in (_CONFIRM, _CORP_CONFIRM):
        raise VerbError(
            both(
                f"there is no QR code at {url[:200]!r}; scan what the picture says, "
                "or a login link that begins with https://open.weixin.qq.com/connect/qrconnect",
                f"{url[:200]!r} 没有二维码；请用二维码里的地址，"
                "或以 https://open.weixin.qq.com/connect/qrconnect 开头的登录链接",
            ),
            "url",
        )
    visited = visit(context, url, {})
    query = visited.exchange.request.query
    qrcode = context.world.qrcodes.find(query.get("uuid", query.get("k", "")))
    if qrcode is None or not _holds(context.args["user"], qrcode, context.now):
        context.world.qrcodes.forget_scan(context.args["user"])
    return _answer(visited, qrcode, context.now)


def _confirm_at(uuid: str, *, corp: bool = False) -> str:
    return f"{_CORP_CONFIRM}?k={uuid}" if corp else f"{_CONFIRM}?uuid={uuid}"


def _said(url: str) -> str:
    """What the QR code says, where its picture itself is given."""
    if not url.startswith("data:"):
        return url
    text = text_in_data_url(url)
    if text is None:
        raise VerbError(
            both(
                "that is no picture of mockwx's, or somebody has painted it anew; read it with a decoder such as "
                "zxing-cpp and scan what it says",
                "这不是 mockwx 生成的图片，或已被重新编码；请用 zxing-cpp 等解码，再扫描其中的内容",
            ),
            "url",
        )
    return text


def _scan_scene(context: VerbContext, text: str) -> dict[str, Any]:
    qrcode = context.world.scene_qrcodes.scanned(text)
    if qrcode is None:
        raise VerbError(
            both(
                f"no official account of this world has made the QR code {text[:200]!r}, or it is long forgotten",
                f"这个 world 里没有公众号生成过二维码 {text[:200]!r}，或早已过期",
            ),
            "url",
        )
    return scan_scene(context, qrcode)


def _open_page(context: VerbContext, text: str) -> dict[str, Any]:
    """A code or link of a mini program opens a page of it, as its onLoad and getLaunchOptionsSync tell."""
    link = context.world.mini_links.find(text)
    app = context.world.accounts.app(link.appid) if link is not None else None
    if link is None or app is None:
        raise VerbError(
            both(
                f"no mini program of this world has made {text[:200]!r}, or it is long forgotten",
                f"这个 world 里没有小程序生成过 {text[:200]!r}，或早已过期",
            ),
            "url",
        )
    ended = link.ends_at is not None and context.now >= link.ends_at
    page = {"path": link.path, "query": link.params(), "scene": link.scene, "env_version": link.env}
    return {
        "uuid": None,
        "status": "expired" if ended else "opened",
        "errcode": 0,
        "reason": "the link has expired" if ended else None,
        "app": app.name,
        **({} if ended else page),
    }


def _holds(user: str, qrcode: QrCode, now: int) -> bool:
    return qrcode.at(now) is QrStatus.SCANNED and qrcode.user == user


_DECIDED = {
    QrStatus.CONFIRMED: ("has confirmed that login already", "已经确认过这次登录"),
    QrStatus.DENIED: ("has cancelled that login already", "已经取消了这次登录"),
}


def _decide(context: VerbContext, decision: str) -> tuple[QrCode, Visited]:
    user = context.args["user"]
    scanned = context.world.qrcodes.scanned_by(user)
    if scanned is not None and scanned.user == user and scanned.status in _DECIDED:
        en, zh = _DECIDED[scanned.status]
        raise VerbError(
            both(f"{user} {en}; scan again with phone.scan", f"{user} {zh}；请重新 phone.scan"), "user", 409
        )
    if scanned is None:
        raise VerbError(
            both(
                f"{user}'s phone has scanned no QR code; let it do so with phone.scan first",
                f"{user} 的手机还没有扫描二维码；请先执行 phone.scan",
            ),
            "user",
        )
    # A phone knows nothing of worlds and mirrors: it opens the page where it lies.
    visited = visit(context, _confirm_at(scanned.uuid, corp=scanned.corp), {DECISION: decision})
    now = context.world.qrcodes.find(scanned.uuid)
    return now if now is not None else scanned, visited


def _confirm(context: VerbContext) -> dict[str, Any]:
    qrcode, visited = _decide(context, "allow")
    # The page may have been kept from the phone, or come too late for it.
    is_theirs = qrcode.at(context.now) is QrStatus.CONFIRMED and qrcode.user == context.user.name
    brings = {"code": qrcode.code, "state": qrcode.state} | ({"appid": qrcode.appid} if qrcode.corp else {})
    url = appended(qrcode.redirect_uri, brings) if is_theirs else None
    return _answer(visited, qrcode, context.now) | led_on(context, Visited(visited.exchange, url))


def _deny(context: VerbContext) -> dict[str, Any]:
    qrcode, visited = _decide(context, "deny")
    return _answer(visited, qrcode, context.now)


def _answer(visited: Visited, qrcode: QrCode | None, now: int) -> dict[str, Any]:
    return {
        "uuid": qrcode.uuid if qrcode is not None else None,
        "status": str(qrcode.at(now)) if qrcode is not None else None,
        "errcode": visited.exchange.errcode,
        "reason": visited.exchange.reason,
    }


SCAN = (
    Verb(
        "phone.scan",
        "scans a QR code: a website's, whose page waits then, an official account's with a scene, or a mini program's",
        (
            USER,
            Arg("url", "url", "what it says, its picture or that one's URL, a ticket or a login link", required=True),
            Arg("follow", "flag", "whether who does not follow the account follows it then; true by default"),
            SEND,
            TRIES,
            TIMEOUT,
        ),
        _scan,
        short="url",
        outward=True,
    ),
    Verb(
        "phone.confirm",
        "confirms the login whose QR code the phone has scanned: the website's page leads on with a code",
        (USER, _DELIVER),
        _confirm,
        short="user",
    ),
    Verb(
        "phone.deny",
        "cancels the login whose QR code the phone has scanned; nobody tells the website",
        (USER,),
        _deny,
        short="user",
    ),
)
