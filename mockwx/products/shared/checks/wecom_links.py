"""Checks of an authorisation link of WeCom, whosever it is: a corp's or a suite's."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.wechat_client import USER
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal

LONGEST_STATE = 128
"""Bytes (documented)."""


class ShortState(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.STATE,)

    def ask(self, call: Call) -> Refusal | None:
        size = len(call.text("state").encode("utf-8", "surrogatepass"))
        if size <= LONGEST_STATE:
            return None
        return self.refuse(e.wecom.STATE, f"state has {size} bytes, {LONGEST_STATE} are allowed")


class Visitor(Check, frozen=True, kw_only=True):
    """Refuses nobody, but learns who opens the link: inside WeChat and WeCom anybody may."""

    finds_user = True
    errcodes = ()

    def peek(self, call: Call) -> None:
        call.user = call.text(USER) or None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        return None


class AppOfLink(Check, frozen=True, kw_only=True):
    """Refuses nothing: the path is a corp's, or a suite's, only where the appid is one."""

    errcodes = ()

    def peek(self, call: Call) -> None:
        call.app = call.world.accounts.app(call.text("appid"))

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        return None
