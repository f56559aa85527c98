"""Checks of a code: of the right kind and alive (40029), not spent (40163), and may its user log in (40226)."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.codes import Code, CodeKind, why_dead
from mockwx.core.text.durations import spell_duration
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class LiveCode(Check, frozen=True):
    """The code is of this kind and app, alive and not spent. Looking does not spend it: the endpoint does."""

    name: str
    kind: CodeKind
    dead: Errcode
    used: Errcode
    other_app: Errcode
    used_errmsg: str | None = None
    """Another text than the errcode's own, for a spent code."""

    finds_user = True

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return tuple(dict.fromkeys((self.dead, self.used, self.other_app)))

    def peek(self, call: Call) -> Code | None:
        text = call.params.get(self.name, "")
        call.code_text = text or None
        code = call.world.codes.find(text)
        if code is not None:
            call.user = code.user
        return code

    def ask(self, call: Call) -> Refusal | None:
        code = self.peek(call)
        appid = call.known_app.appid
        why = why_dead(code, self.kind, appid, call.now)
        if why is not None:
            foreign = code is not None and code.kind is self.kind and code.appid != appid
            return self.refuse(self.other_app if foreign else self.dead, why)
        if code is not None and code.spent_at is not None:
            ago = spell_duration(call.now - code.spent_at)
            return self.refuse(self.used, f"the code was spent {ago} ago", errmsg=self.used_errmsg)
        call.code = code
        return None


class NotBlocked(Check, frozen=True, kw_only=True):
    """40226: WeChat holds the user for a high risk and intercepts the login."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.login.CODE_BLOCKED,)

    def ask(self, call: Call) -> Refusal | None:
        user = call.world.accounts.user(call.known_user)
        if user is None or not user.blocked:
            return None
        return self.refuse(e.login.CODE_BLOCKED, f"{user.name} is a high-risk user")


class NoJscode(Check, frozen=True):
    """40242 for a code of wx.login."""

    name: str = "code"

    errcodes = (e.oauth.CODE_IS_JSCODE,)

    def ask(self, call: Call) -> Refusal | None:
        call.code_text = text = call.text(self.name)
        code = call.world.codes.find(text)
        if code is None or code.kind is not CodeKind.LOGIN:
            return None
        call.user = code.user
        return self.refuse(e.oauth.CODE_IS_JSCODE, f"the code is from wx.login on {code.user}'s phone")
