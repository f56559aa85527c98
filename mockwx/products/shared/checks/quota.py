"""The check of quotas: 45011 for those of a minute or second, 45009 for longer ones."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.tokens.quotas import Quota
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class WithinQuota(Check, frozen=True, kw_only=True):
    """Counts the call where it may pass. Calls that a check further up refuses do not count, those that one further
    down refuses do (assumed)."""

    errcodes = (e.common.MINUTE_QUOTA, e.common.DAILY_QUOTA)

    def ask(self, call: Call) -> Refusal | None:
        api = call.endpoint.api
        quotas = quotas_of(api, call.endpoint.quotas, call)
        if not quotas:
            return None
        book = call.world.quotas
        counted = [(quota, who) for quota in quotas if (who := counted_for(quota, call)) is not None]
        for quota, who in counted:
            if book.is_spent(api, quota, who, call.now):
                errcode = e.common.DAILY_QUOTA if quota.is_daily else e.common.MINUTE_QUOTA
                return self.refuse(errcode, f"{quota.rate} calls per {quota.window} and {quota.per} are spent")
        for quota, who in counted:
            book.count(api, quota, who, call.now)
        return None


def quotas_of(api: str, own: tuple[Quota, ...], call: Call) -> tuple[Quota, ...]:
    """The world's limits for the api, or else the endpoint's own quotas."""
    return call.world.settings.limits.get(api, own)


def counted_for(quota: Quota, call: Call) -> str | None:
    """Whose calls are counted together; None where the caller is not known."""
    appid = call.known_app.appid
    if quota.per != "user":
        return appid
    return f"{appid}|{call.user}" if call.user is not None else None
