"""The questions that Donut asks, each with an errcode of its own."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.donut import DonutLogin
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CODE_LIFE
from mockwx.core.text.durations import spell_duration
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class DonutApp(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.donut.INVALID_APPID,)

    def peek(self, call: Call) -> None:
        app = call.world.accounts.app_or_any(call.text("appid"), Kind.DONUT)
        call.app = app if app is not None and app.kind is Kind.DONUT else None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.app is not None:
            return None
        return self.refuse(e.donut.INVALID_APPID, f"no app of kind donut has the appid {call.text('appid')!r}")


class DonutSecret(Check, frozen=True, kw_only=True):
    """The parameter is appsecret; one that is called secret does not count."""

    errcodes = (e.donut.INVALID_SECRET,)

    def ask(self, call: Call) -> Refusal | None:
        secret = call.known_app.secret
        if secret is None or call.text("appsecret") == secret:
            return None
        if not call.text("appsecret") and call.text("secret"):
            return self.refuse(e.donut.INVALID_SECRET, "it was sent as secret; the parameter is appsecret")
        return self.refuse(e.donut.INVALID_SECRET, f"the appsecret is not that of {call.known_app.name}")


class LiveDonutCode(Check, frozen=True, kw_only=True):
    finds_user = True
    errcodes = (e.donut.INVALID_CODE, e.donut.CODE_EXPIRED)

    def peek(self, call: Call) -> DonutLogin | None:
        call.code_text = call.text("code") or None
        login = call.world.donut.find(call.text("code"))
        if login is not None:
            call.user = login.user
        return login

    def ask(self, call: Call) -> Refusal | None:
        login = self.peek(call)
        if login is None:
            return self.refuse(e.donut.INVALID_CODE, "no such code was issued, or it has expired and is forgotten")
        if login.appid != call.known_app.appid:
            why = f"it was issued for {login.appid}, not for {call.known_app.appid}"
            return self.refuse(e.donut.INVALID_CODE, why)
        if login.spent_at is not None:
            ago = spell_duration(call.now - login.spent_at)
            return Refusal(e.donut.INVALID_CODE, f"the code was spent {ago} ago", Evidence.ASSUMED)
        age = call.now - login.at
        if age < CODE_LIFE:
            return None
        why = f"it was issued {spell_duration(age)} ago; a code lives {spell_duration(CODE_LIFE)}"
        return Refusal(e.donut.CODE_EXPIRED, why, Evidence.DOCUMENTED)
