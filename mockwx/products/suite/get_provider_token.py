"""服务商的 token: what a service provider acts with for itself, beside its suites."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.checks.quota import WithinFrequency
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import (
    JsonBody,
    KnownProvider,
    ListedIp,
    ProviderSecret,
    SuiteMayUse,
)
from mockwx.products.suite.shared import DOCS, ERRCODE_ASSUMED, OPTIONAL_DONE, ORDER, lent


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/get_provider_token",
    dialect=WECOM,
    title="企业微信：服务商的 token",
    docs=f"{DOCS}/90593",
    aka=("service/get_provider_token",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        Param("corpid", "the service provider", "服务商的 corpid"),
        Param("provider_secret", "its ProviderSecret", "服务商的 secret"),
    ),
    answer=(
        *OPTIONAL_DONE,
        Field("provider_access_token", "string", "128 characters"),
        Field("expires_in", "integer", "seconds that are left of 7200"),
    ),
    checks=(
        JsonBody(evidence=Evidence.ASSUMED),
        Present("corpid", e.wecom.MISSING_CORPID, evidence=Evidence.DOCUMENTED),
        Present("provider_secret", e.wecom.MISSING_SUITE_SECRET, evidence=Evidence.ASSUMED),
        KnownProvider(evidence=Evidence.DOCUMENTED),
        ProviderSecret(),
        ListedIp(evidence=Evidence.DOCUMENTED),
        SuiteMayUse(),
        WithinFrequency(),
    ),
    by_rule=(e.wecom.BUSY,),
    assumed=(
        ORDER,
        ERRCODE_ASSUMED,
        "a wrong provider_secret is 40001, as a wrong corpsecret; a missing one 41024",
        "a corp that is no provider is 40013",
    ),
)
def get_provider_token(call: Call) -> dict[str, Any]:
    text, expires_at = call.world.suites.fetch_token(call.known_app.appid, call.now)
    return lent(call, {"provider_access_token": text, "expires_in": (expires_at - call.now) // 1000})
