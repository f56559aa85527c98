"""扫码后的确认页: what a phone opens when it scans a QR code; a person allows or denies the login there."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.web.qrcodes import QrCode, QrStatus
from mockwx.core.web.wechat_client import DECISION, USER
from mockwx.core.wire import Document
from mockwx.products.qrconnect.checks import OfQrCode, qrcode_of
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.pages import DONE
from mockwx.products.shared.pages.consent import consent, outside, people
from mockwx.products.shared.params import VISITOR_DECISION


@endpoint(
    "GET",
    "POST",
    host=OPEN_HOST,
    path="/connect/confirm",
    dialect=PAGE,
    title="扫码确认登录",
    docs="https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html",
    evidence=Evidence.ASSUMED,
    reads_form=True,
    params=(
        Param("uuid", "of the QR code", "二维码的 uuid"),
        Param(USER, "whose phone scans it", "扫码的用户（mockwx 专用）", required=False),
        VISITOR_DECISION,
    ),
    answer=(),
    checks=(OfQrCode(),),
    assumed=(
        "the page itself: its address is known from the QR code, its words were not published",
        "opening it is the scan, whoever it is; the last one to open it holds the QR code",
        "a QR code that was denied may be scanned again, as its page says; one that was confirmed may not",
        "it opens in any browser, which then asks who one is (wechat.outside_wechat: refused)",
    ),
)
def qrconnect_confirm(call: Call) -> Document:
    qrcode, user = qrcode_of(call), call.text(USER)
    if not user and (refused := outside(call)) is not None:
        return refused
    if qrcode is None or not qrcode.may_be_scanned(call.now):
        return _too_late(call, qrcode)
    match call.text(DECISION):
        case "allow" if user:
            call.world.qrcodes.confirm(qrcode, call.world.accounts.user_made(user).name, call.now)
            return DONE.fill(title="登录成功", text=f"请回到 {call.known_app.name} 继续操作。", mark="ok")
        case "deny":
            call.world.qrcodes.deny(qrcode, user)
            return DONE.fill(title="已取消登录", text="可以再次扫描同一个二维码，或关闭此页面。", mark="no")
    call.world.qrcodes.scan(qrcode, user)
    users = people(call.world, user)
    return consent(call.known_app.name, "申请使用你的微信登录网站", users, allow="登录", deny="取消")


def _too_late(call: Call, qrcode: QrCode | None) -> Document:
    if qrcode is None or qrcode.at(call.now) is QrStatus.EXPIRED:
        return DONE.fill(title="二维码已过期", text="请在网页上刷新二维码，再重新扫描。", mark="no")
    return DONE.fill(title="二维码已使用", text="已有人用它登录。请在网页上刷新二维码，再重新扫描。", mark="no")
