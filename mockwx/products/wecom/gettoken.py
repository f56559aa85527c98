"""获取access_token: one per agent, the same one while it lives."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import KnownCorp, SecretOfAgent
from mockwx.products.wecom.shared import BY_RULE, agent_with_secret, suite_with_secret


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/gettoken",
    dialect=WECOM,
    title="企业微信：获取access_token",
    docs="https://developer.work.weixin.qq.com/document/path/91039",
    evidence=Evidence.DOCUMENTED,
    params=(
        Param("corpid", "the corp", "企业ID"),
        Param(
            "corpsecret",
            "the Secret of one of its agents; of an app that a provider develops for it (dk…), the permanent_code",
            "应用的凭证密钥",
        ),
    ),
    answer=(
        *DONE,
        Field("access_token", "string", "at most 512 bytes"),
        Field("expires_in", "integer", "seconds that are left of 7200"),
    ),
    # Observed: a missing secret is told before a missing or unknown corpid.
    checks=(
        Present("corpsecret", e.wecom.MISSING_SECRET),
        Present("corpid", e.wecom.MISSING_CORPID, evidence=Evidence.DOCUMENTED),
        KnownCorp("corpid"),
        SecretOfAgent(),
    ),
    by_rule=(*BY_RULE, e.wecom.QUOTA, e.wecom.UNTRUSTED_IP),
    assumed=(
        "a token that is asked for again tells the seconds that are left, not 7200",
        "trusted addresses are asked for by the apis, not by gettoken",
        "wrong secrets in a row do not ban the caller for an hour, as WeCom does",
    ),
)
def gettoken(call: Call) -> dict[str, Any]:
    corp, secret = call.known_app, call.text("corpsecret")
    agent, suite = agent_with_secret(call, secret), ""
    if agent is None:
        developed = suite_with_secret(call, secret)
        assert developed is not None, "asked behind SecretOfAgent"  # noqa: S101
        agent, suite = call.world.suites.agent(developed, corp), developed.appid
    text, token = call.world.corps.fetch(corp.appid, agent.agentid, call.now, suite)
    return {**OK, "access_token": text, "expires_in": (token.expires_at - call.now) // 1000}
