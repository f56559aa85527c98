"""What WeCom on a phone opens when it scans the QR code of the older login page: a member allows or denies there."""

from __future__ import annotations

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.web.qrcodes import QrStatus
from mockwx.core.web.redirects import site_of
from mockwx.core.web.wechat_client import DECISION, USER
from mockwx.core.wecom import CorpLogin
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.pages import DONE
from mockwx.products.shared.pages.consent import consent, people
from mockwx.products.shared.params import VISITOR_DECISION
from mockwx.products.wecom.checks import MayConfirm, OfCorpQrCode, corp_qrcode_of


@endpoint(
    "GET",
    "POST",
    host=WECOM_OPEN_HOST,
    path="/wwopen/sso/confirm2",
    dialect=PAGE,
    title="企业微信：扫码确认登录",
    docs="https://developer.work.weixin.qq.com/document/path/91019",
    evidence=Evidence.ASSUMED,
    reads_form=True,
    params=(
        Param("k", "the key of the QR code", "二维码的 key"),
        Param(USER, "whose phone scans it", "扫码的用户（mockwx 专用）", required=False),
        VISITOR_DECISION,
    ),
    answer=(),
    checks=(OfCorpQrCode("k"), MayConfirm()),
    assumed=(
        "the page itself: its address is known from the QR code, its words were not published",
        "opening it is the scan; a QR code that was denied may be scanned again, one that was confirmed may not",
    ),
)
def wecom_confirm2(call: Call) -> Document:
    qrcode, user = corp_qrcode_of(call, "k"), call.text(USER)
    if qrcode is None or qrcode.at(call.now) is QrStatus.EXPIRED:
        return DONE.fill(title="二维码已过期", text="请在网页上刷新二维码，再重新扫描。", mark="no")
    if not qrcode.may_be_scanned(call.now):
        return DONE.fill(title="二维码已使用", text="已有人用它登录。请在网页上刷新二维码，再重新扫描。", mark="no")
    world, corp = call.world, call.known_app
    match call.text(DECISION):
        case "allow" if user:
            entered = CorpLogin("", site_of(qrcode.redirect_uri) or "")
            code = world.corps.enter(corp.appid, world.accounts.user_made(user).name, entered, call.now)
            world.qrcodes.confirm_with(qrcode, user, code)
            return DONE.fill(title="登录成功", text=f"请回到 {corp.name} 的网页继续操作。", mark="ok")
        case "deny":
            world.qrcodes.deny(qrcode, user)
            return DONE.fill(title="已取消登录", text="可以再次扫描同一个二维码，或关闭此页面。", mark="no")
    world.qrcodes.scan(qrcode, user)
    return consent(corp.name, "申请使用你的企业微信登录网页", people(world, user), allow="登录", deny="取消")
