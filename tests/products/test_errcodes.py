"""Every errcode that an endpoint declares is said for a cause in the world, or by a rule where no world causes it."""

from __future__ import annotations

import re

import pytest
from cases import each_case

from mockwx.core import errcodes
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.endpoint_lookup import BY_API, ENDPOINTS

from . import (
    causes,
    causes_component,
    causes_donut,
    causes_oauth,
    causes_official,
    causes_qrcodes,
    causes_review,
    causes_suite,
    causes_wecom,
    causes_wxacode,
)
from . import stage as s
from .stage import Said, Stage

MODULES = (
    causes,
    causes_oauth,
    causes_official,
    causes_wxacode,
    causes_review,
    causes_qrcodes,
    causes_wecom,
    causes_suite,
    causes_component,
    causes_donut,
)
CAUSES = {key: cause for module in MODULES for key, cause in module.CAUSES.items()}
ASKED = {(each.api, errcode.code) for each in ENDPOINTS for check in each.checks for errcode in check.errcodes}
BY_RULE = [(each.api, errcode) for each in ENDPOINTS for errcode in each.by_rule]


def judge(said: Said, api: str, errcode: int) -> None:
    assert said.exchange.api == api
    assert said.errcode == errcode, (
        f"{BY_API[api].run.__module__.replace('.', '/')}.py: what should bring {errcode} brings {said.errcode} "
        f"({said.reason}). Does it do its work, and has it the check?"
    )
    assert said.exchange.response.status == 200
    if said.page:
        # Told to the person, who is led nowhere.
        assert str(errcode) in said.page
        assert _row(api, errcode).text(api) in said.page
        assert said.location is None
    elif BY_API[api].host == WECOM_HOST:
        judge_wecom(said, api, errcode)
    else:
        assert said["errcode"] == errcode
        assert said["errmsg"].endswith(f"rid: {said.exchange.rid}")
        keys = ["errcode", "errmsg", "key_info_list"] if api == "getuserencryptkey" else ["errcode", "errmsg"]
        assert list(said.json) == keys
    # A sentence: it begins with a word, says several, and is on one line.
    assert said.reason is not None
    assert re.fullmatch(r"\S+(?: \S+){2,}", said.reason), said.reason
    assert said.exchange.evidence in {"documented", "observed", "assumed"}


def judge_wecom(said: Said, api: str, errcode: int) -> None:
    assert said["errcode"] == errcode
    assert said["errmsg"].startswith(_row(api, errcode).errmsg)
    bare = ("invalid access_token", "secret is invalid")
    assert said["errmsg"] in bare or said["errmsg"].endswith(f"e={errcode}")
    kept = ["department", "order", "is_leader_in_dept", "direct_leader"] if api == "user_get" else []
    kept += ["parents"] if api.endswith("userinfo3rd") else []
    ahead = ["ip_list"] if api.endswith("ip") else []
    assert list(said.json) == [*ahead, "errcode", "errmsg", *kept]
    headers = said.exchange.response.headers
    assert (headers["Error-Code"], headers["Error-Msg"]) == (str(errcode), said["errmsg"])


def _row(api: str, errcode: int) -> errcodes.Errcode:
    own = [row for row in BY_API[api].errcodes if row.code == errcode]
    assert len(own) == 1
    return own[0]


@pytest.mark.parametrize("api", dict.fromkeys(api for api, _ in CAUSES))
def test_each_errcode_of_an_api_has_a_cause_in_the_world(api: str) -> None:
    with each_case() as case:
        for (told_by, errcode), cause in CAUSES.items():
            if told_by == api:
                with case(errcode):
                    judge(cause(), api, errcode)


def product(api: str) -> str:
    return BY_API[api].run.__module__.split(".")[2]


def file_of_causes(api: str) -> str:
    """Where the causes of its product are."""
    for module in MODULES:
        if any(other in BY_API and product(other) == product(api) for other, _ in module.CAUSES):
            return f"tests/products/{module.__name__.rpartition('.')[2]}.py"
    return f"tests/products/causes_{product(api)}.py (new; and in MODULES of tests/products/test_errcodes.py)"


def test_the_causes_are_exactly_those_that_the_catalog_declares() -> None:
    missing = [
        f'{file_of_causes(api)}: add to CAUSES ("{api}", {errcode}): a function that makes WeChat say it'
        for api, errcode in sorted(ASKED - CAUSES.keys())
    ]
    assert missing == [], "\n".join(missing)
    needless = [
        f'{file_of_causes(api)}: take ("{api}", {errcode}) out of CAUSES, or let a check of the api list the errcode'
        if api in BY_API
        else f'take ("{api}", {errcode}) out of CAUSES: there is no such api'
        for api, errcode in sorted(CAUSES.keys() - ASKED)
    ]
    assert needless == [], "\n".join(needless)


def test_each_errcode_without_a_cause_is_said_by_a_rule() -> None:
    with each_case() as case:
        for api, errcode in BY_RULE:
            with case(api, errcode.code):
                stage = Stage()
                stage.rule(api, errcode)
                endpoint = BY_API[api]
                said = stage.send(endpoint.method, endpoint.path, host=endpoint.host)
                judge(said, api, errcode.code)
                if not said.page:
                    assert said["errmsg"].startswith(errcode.errmsg)
                assert said.exchange.response.rule == f"{api} {errcode.code}"


def test_no_errcode_is_both_caused_and_by_rule_only() -> None:
    assert not ASKED & {(api, errcode.code) for api, errcode in BY_RULE}


OF_NO_API = {
    "content_too_large": "the engine refuses such a body before anything is asked",
    "invalid_url": "the engine says it of a path that no api has",
    "require_https": "for rules of any api: WeChat says it to plain http, which is how a mockwx is asked",
    "user_unauthorized": "for rules of any api: WeChat says it where a user has withdrawn what an api needs",
}


def test_every_errcode_of_the_table_is_said_by_an_api_or_has_a_reason() -> None:
    said = {errcode.name for each in ENDPOINTS for check in each.checks for errcode in check.errcodes}
    said |= {errcode.name for _, errcode in BY_RULE}
    rows = {row.name for row in (*errcodes.BY_CODE.values(), *errcodes.WECOM.values())}
    unsaid = rows - said - OF_NO_API.keys()
    assert unsaid == set(), (
        "mockwx/products: let a check list it, or an endpoint's by_rule; or say in OF_NO_API why not"
    )
    assert OF_NO_API.keys() <= rows - said, "an api says it now: take it out of OF_NO_API"


def test_every_errcode_of_the_table_fits_its_number_and_name() -> None:
    for row in errcodes.ALL:
        assert errcodes.lookup(row.code) is row
        assert errcodes.lookup(row.name) is row
    for code, row in errcodes.WECOM.items():
        assert code == row.code
        assert errcodes.lookup(row.name) is row


def test_a_body_that_is_too_large_is_refused_by_the_gateway() -> None:
    stage = Stage()
    said = stage.send("POST", s.STABLE_TOKEN, too_large=True)
    assert said.errcode == 45002
    assert said["errmsg"].startswith("content size out of limit rid: ")


def test_a_rule_for_an_expired_or_foreign_token_is_spelt_as_the_gateway_spells_it() -> None:
    for errcode in (
        errcodes.common.INVALID_ACCESS_TOKEN,
        errcodes.common.ACCESS_TOKEN_EXPIRED,
        errcodes.common.API_UNAUTHORIZED,
    ):
        stage = Stage()
        stage.rule("getuserphonenumber", errcode)
        said = stage.tell(s.PHONE, {"code": stage.phone_code()})
        assert said["errmsg"] == f"{errcode.errmsg} rid: {said.exchange.rid}"


def test_a_rule_for_an_error_of_the_api_itself_carries_its_hint() -> None:
    stage = Stage()
    stage.rule("getuserphonenumber", errcodes.login.INVALID_CODE)
    said = stage.tell(s.PHONE, {"code": stage.phone_code()})
    assert re.fullmatch(r"invalid code hint: \[[\w.-]{16}\] rid: [0-9a-f]{8}(-[0-9a-f]{8}){2}", said["errmsg"])
