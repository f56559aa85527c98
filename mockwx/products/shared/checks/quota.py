"""The check of quotas: 45011 for those of a minute or second, 45009 for longer ones."""

from __future__ import annotations

from typing import ClassVar

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class CountsCalls(Check, frozen=True, kw_only=True):
    """Holds a call against the world's limits for its api, or else against the endpoint's own quotas."""

    knows_corps: ClassVar[bool] = False
    """Whether those of a corp are told from those of its agents."""

    def counted_for(self, quota: Quota, call: Call) -> str | None:
        """Whose calls are counted together; None where the caller is not known: then the quota is left out."""
        appid = call.known_app.appid
        if quota.per != "user":
            return appid
        return f"{appid}|{call.user}" if call.user is not None else None

    def spent(self, call: Call) -> Quota | None:
        """The first quota with nothing left for whom it is counted. None: each has some, and the call counts in all."""
        endpoint, world = call.endpoint, call.world
        counted = []
        for quota in quotas_of(endpoint.api, endpoint.quotas, call):
            if quota.per == "user" and call.user is None:
                call.learn_whom()
            who = self.counted_for(quota, call)
            if who is not None:
                counted.append((quota, who))
        return world.quotas.spend(endpoint.api, counted, call.now) if counted else None


class WithinQuota(CountsCalls, frozen=True, kw_only=True):
    """Counts the call where it may pass. Calls that a check further up refuses do not count, those that one further
    down refuses do (assumed)."""

    of_minute: Errcode = e.common.MINUTE_QUOTA
    """What a quota of a minute or second is refused with."""

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return tuple(dict.fromkeys((self.of_minute, e.common.DAILY_QUOTA)))

    def ask(self, call: Call) -> Refusal | None:
        endpoint = call.endpoint
        if not endpoint.quotas and endpoint.api not in call.world.settings.limits:
            return None
        quota = self.spent(call)
        if quota is None:
            return None
        errcode = e.common.DAILY_QUOTA if quota.is_daily else self.of_minute
        return self.refuse(errcode, f"{quota.rate} calls per {quota.window} and {quota.per} are spent")


class WithinFrequency(CountsCalls, frozen=True, kw_only=True):
    """WeCom's: 45009 whatever the window. Calls that are refused further down count too."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.QUOTA,)

    def ask(self, call: Call) -> Refusal | None:
        quota = self.spent(call)
        if quota is None:
            return None
        return self.refuse(e.wecom.QUOTA, f"{quota.rate} calls per {quota.window} and {quota.per} are spent")


def quotas_of(api: str, own: tuple[Quota, ...], call: Call) -> tuple[Quota, ...]:
    """The world's limits for the api, or else the endpoint's own quotas."""
    return call.world.settings.limits.get(api, own)
