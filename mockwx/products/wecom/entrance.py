"""The way through a page of WeCom: who one is, whether one agrees, and back to the site with a code."""

from __future__ import annotations

from mockwx.core.web.client import DECISION, USER
from mockwx.core.web.redirects import site_of, with_params
from mockwx.core.wecom import Entered
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.document import redirect
from mockwx.products.shared.endpoint import Param
from mockwx.products.shared.pages.consent import consent, people

LINK_PARAMS = (
    Param("redirect_uri", "where to lead back to, percent-encoded", "授权后跳回的地址，需 URL 编码"),
    Param("state", "comes back as it is; at most 128 bytes", "原样带回，不超过 128 字节", required=False),
)
VISITOR_PARAMS = (
    Param(USER, "whose phone opens the link", "打开链接的用户（mockwx 专用）", required=False),
    Param(DECISION, "what they do", "用户的决定（mockwx 专用）", required=False, choices=("allow", "deny")),
)
ASSUMED = (
    "the order of the checks, and the numbers of the pages",
    "a state may be made of any characters, as in Tencent's own sample; the documentation says letters and digits",
    "state comes back also where it is empty or absent",
    "a redirect_uri may lead anywhere where the agent declares no domain",
)


def lead(call: Call, asks: str, *, scope: str = "", silent: bool = False, brings: str = "code") -> Document:
    """``silent``: nobody is asked. ``brings``: what the code is called in the callback."""
    decision, state = call.text(DECISION), {"state": call.text("state")}
    if call.user is None or not (silent or decision):
        return _asked(call, asks, silent=silent)
    if decision == "deny" and not silent:
        return _back(call, state)
    entered = Entered(scope, site_of(call.text("redirect_uri")) or "")
    user = call.world.accounts.user_made(call.user)
    return _back(call, {brings: call.world.corps.enter(call.known_app.appid, user.name, entered, call.now)} | state)


def _back(call: Call, brings: dict[str, str]) -> Document:
    return redirect(with_params(call.text("redirect_uri"), brings))


def _asked(call: Call, asks: str, *, silent: bool) -> Document:
    users = people(call.world, call.user or "")
    if silent:
        return consent(call.known_app.name, asks, users, allow="继续", deny=None)
    return consent(call.known_app.name, asks, users)
