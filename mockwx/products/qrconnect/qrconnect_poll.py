"""The long poll of a QR code: JavaScript that its page runs, as soon as there is news."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.web.qrcodes import POLL_HELD
from mockwx.core.web.redirects import appended
from mockwx.core.wire import Document
from mockwx.made_up_people import person
from mockwx.products.qrconnect.checks import Confirmed, qrcode_of, wx_errcode
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import POLL, polled
from mockwx.products.shared.document import javascript, literal
from mockwx.products.shared.endpoint import Param, endpoint


def _patience(call: Call) -> int:
    qrcode = qrcode_of(call)
    return POLL_HELD if qrcode is not None and wx_errcode(call, qrcode) is e.qrcodes.WAITING else 0


@endpoint(
    "GET",
    host=OPEN_HOST,
    path="/connect/l/qrconnect",
    dialect=POLL,
    title="登录二维码的状态",
    docs="https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html",
    evidence=Evidence.OBSERVED,
    params=(
        Param("uuid", "of the page", "页面中的 uuid"),
        Param("last", "what the page knows already", "页面已知的状态", required=False, choices=("404", "403")),
        Param("f", "url: the whole URL to lead on to", "url：返回完整跳转地址", required=False, choices=("url",)),
    ),
    answer=(),
    patience=_patience,
    checks=(Confirmed(),),
    by_rule=(e.qrcodes.SERVER_ERROR,),
    assumed=(
        "a poll is held for 25 seconds of real time",
        "with last=404 or last=403 it is held until something else happens, or 408",
        "a QR code that was confirmed is told as 405, with the same code, for an hour",
        "a uuid that nobody knows is told as expired, 402",
        "f=url changes only what is told with 405",
    ),
)
def qrconnect_poll(call: Call) -> Document:
    qrcode = qrcode_of(call)
    assert qrcode is not None, "a check has found it"  # noqa: S101
    if call.text("f") != "url":
        return polled(405, qrcode.code)
    url = appended(qrcode.redirect_uri, {"code": qrcode.code, "state": qrcode.state})
    nickname = person(call.world.settings.seed, call.world.accounts.user_made(qrcode.user)).nickname
    return javascript(
        f"window.wx_errcode=405;window.wx_redirecturl={literal(url)};window.wx_nickname={literal(nickname)};"
    )
