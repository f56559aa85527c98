"""What a declaration promises is done by its checks: a required parameter is demanded, a quota is counted.

Each call that succeeds in test_answers.py is made before, in the same world, without one parameter, or with nothing
left of its quota, and once more with its code. Whoever forgot the check is told which file lacks it, and what to write
there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from cases import each_case
from msgspec.structs import replace

from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.forms import parse_query
from mockwx.core.wire import Request
from mockwx.core.world import World
from mockwx.products.endpoint_lookup import ENDPOINTS, counts_calls, counts_calls_per, endpoint_of
from mockwx.products.shared.endpoint import Endpoint
from mockwx.store.memory.worlds import MemoryWorlds

from . import test_answers as answers
from .test_page_templates import OPENED

REQUIRED = [(endpoint, param.name) for endpoint in ENDPOINTS for param in endpoint.params if param.required]
LIMITED = [endpoint for endpoint in ENDPOINTS if endpoint.quotas]
COUNTED = [endpoint for endpoint in ENDPOINTS if counts_calls(endpoint)]
FOR_SOME = {"getfans"}
"""They are about a user only in some calls: where a list begins at somebody."""
IN_ENGLISH_TOO = [
    endpoint
    for endpoint in ENDPOINTS
    for param in endpoint.params
    if param.name == "lang" and "en" in param.choices and not endpoint.answer and param.en != "not looked at"
]
"""Pages that can be had in English."""
NOT_DEMANDED = {
    ("changeopenid", "from_appid"): "makes each openid an error of its own, inside a good answer (assumed)",
    ("media_check_async", "version"): "documented to be 2; what another one does was never published",
    ("msg_sec_check", "version"): "without it, it is the first version of the api",
    ("set_session_info", "session_info"): "a suite installs for good without it (assumed)",
    ("api_get_authorizer_list", "offset"): "counts as 0 (assumed)",
    ("api_get_authorizer_list", "count"): "counts as 500 (assumed)",
}
"""Documented as required, and WeChat is not known to refuse a call without it: why."""


class Tried:
    """What came of calls that lack something, by api and by what they lack; or of what else is promised of them."""

    def __init__(self) -> None:
        self.refused: dict[tuple[str, str], bool] = {}

    def note(self, api: str, lacking: str, refused: bool) -> None:
        self.refused[api, lacking] = refused and self.refused.get((api, lacking), True)


def endpoint_here(worlds: MemoryWorlds, request: Request) -> Endpoint | None:
    return worlds.run("", lambda world: endpoint_of(world.accounts, request), wall=0)


def without(request: Request, name: str) -> Request | None:
    """The same call without a parameter; None where it has none of that name."""
    query = {key: value for key, value in request.query.items() if key != name}
    body = without_in_body(request.body, name)
    return None if (query, body) == (dict(request.query), request.body) else replace(request, query=query, body=body)


def without_in_body(body: bytes, name: str) -> bytes:
    try:
        fields = json.loads(body)
    except ValueError:
        fields = parse_query(body.decode())
        return b"" if name in fields else body
    if not isinstance(fields, dict) or name not in fields:
        return body
    return json.dumps({key: value for key, value in fields.items() if key != name}).encode()


def is_spent(worlds: MemoryWorlds, code: str) -> bool:
    """Also where a second call would be refused for another reason. Codes of a table of their own are not looked at."""
    issued = worlds.run("", lambda world: world.codes.find(code), wall=0)
    return issued is None or issued.spent_at is not None


def with_limits(worlds: MemoryWorlds, limits: Mapping[str, tuple[Quota, ...]]) -> Mapping[str, tuple[Quota, ...]]:
    """The limits of before."""

    def set_limits(world: World) -> Mapping[str, tuple[Quota, ...]]:
        before = world.settings.limits
        world.settings = replace(world.settings, limits=limits)
        return before

    return worlds.run("", set_limits, wall=0)


@cache
def tried() -> Tried:
    """All successes once more, each call first with something lacking."""
    tried = Tried()
    handle = MemoryWorlds.handle

    def handle_lacking_first(worlds: MemoryWorlds, name: str, request: Request, *args: Any, **more: Any) -> Any:
        endpoint = endpoint_here(worlds, request)
        lacking = {}
        if endpoint is not None:
            for param in endpoint.params:
                if param.required and (less := without(request, param.name)) is not None:
                    lacking[param.name] = handle(worlds, name, less, *args, **more)
            if endpoint.quotas:
                spent = Quota(0, "min", endpoint.quotas[-1].per)
                before = with_limits(worlds, {endpoint.api: (spent,)})
                lacking["quota"] = handle(worlds, name, request, *args, **more)
                with_limits(worlds, before)
            if counts_calls(endpoint) and ("quota" not in lacking or lacking["quota"].errcode):
                before = with_limits(worlds, {endpoint.api: (Quota(0, "min", "user"),)})
                lacking["user's quota"] = handle(worlds, name, request, *args, **more)
                with_limits(worlds, before)
            if endpoint in IN_ENGLISH_TOO:
                english = handle(worlds, name, replace(request, query={**request.query, "lang": "en"}), *args, **more)
                if b"<html" in english.response.body:
                    tried.note(endpoint.api, "in English", b'<html lang="en">' in english.response.body)
        # Where nobody counted, that was the call: what it spent is spent.
        tries = (lacking[quota] for quota in ("quota", "user's quota") if quota in lacking)
        good = next((exchange for exchange in tries if not exchange.errcode), None)
        if good is None:
            good = handle(worlds, name, request, *args, **more)
        if endpoint is not None and not (endpoint.answer and good.errcode):
            for what, bad in lacking.items():
                # A page or a picture is another one, mostly without an errcode.
                other = not endpoint.answer and bad.response.body != good.response.body
                tried.note(endpoint.api, what, bool(bad.errcode) or other)
            if good.code is not None and endpoint.answer:
                again = handle(worlds, name, request, *args, **more)
                tried.note(endpoint.api, "its code is spent", is_spent(worlds, good.code) and bool(again.errcode))
        return good

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MemoryWorlds, "handle", handle_lacking_first)
        answers.successes()
        for show in OPENED.values():
            show()
    return tried


SUCCESS = "the success of tests/products/test_answers.py"
OPENING = "OPENED of tests/products/test_page_templates.py"


def file_of(endpoint: Endpoint) -> str:
    return endpoint.run.__module__.replace(".", "/") + ".py"


def test_a_call_without_a_required_parameter_is_refused() -> None:
    with each_case() as case:
        for endpoint, name in REQUIRED:
            if endpoint.path_param == name:
                continue  # without it, it is another path
            refused = tried().refused.get((endpoint.api, name), False)
            with case(endpoint.api, name):
                if (endpoint.api, name) in NOT_DEMANDED:
                    assert not refused, f"{name} is demanded now: take it from NOT_DEMANDED"
                    continue
                assert refused, (
                    f"{file_of(endpoint)}: {name} is required, and a call without it succeeds, or none with it is "
                    f"tried. Add Present({name!r}, e.…) to the checks; or write Param({name!r}, …, required=False); or "
                    f"send it in {SUCCESS if endpoint.answer else OPENING}"
                )


def test_a_call_is_refused_once_its_quota_is_spent() -> None:
    with each_case() as case:
        for endpoint in LIMITED:
            with case(endpoint.api):
                assert tried().refused.get((endpoint.api, "quota"), False), (
                    f"{file_of(endpoint)}: it has quotas, and none of its checks counts them. Add WithinQuota() to "
                    "the checks, where WeChat asks it"
                )


def test_calls_are_counted_for_a_user_where_a_scenario_may_say_so() -> None:
    with each_case() as case:
        for endpoint in COUNTED:
            refused = tried().refused.get((endpoint.api, "user's quota"), False) or endpoint.api in FOR_SOME
            with case(endpoint.api):
                assert refused is counts_calls_per(endpoint, "user"), (
                    f"{file_of(endpoint)}: among its checks, those whose peek finds the user have finds_user = True, "
                    "and no others"
                )


def test_a_call_that_is_made_again_with_its_code_is_refused() -> None:
    taking_codes = {api for api, what in tried().refused if what == "its code is spent"}
    assert {"code2session", "getuserphonenumber", "oauth2_access_token", "auth_getuserinfo"} <= taking_codes
    with each_case() as case:
        for endpoint in ENDPOINTS:
            if endpoint.api in taking_codes:
                with case(endpoint.api):
                    assert tried().refused[endpoint.api, "its code is spent"], (
                        f"{file_of(endpoint)}: a code is good for one call, and here for two. The function spends it: "
                        'call.world.codes.spend(call.code_text or "", call.now)'
                    )


def test_a_page_that_takes_a_language_is_there_in_english() -> None:
    with each_case() as case:
        for endpoint in IN_ENGLISH_TOO:
            with case(endpoint.api):
                assert tried().refused.get((endpoint.api, "in English"), False), (
                    f"{file_of(endpoint)}: with lang=en comes a page in Chinese. Fill it with English texts and "
                    'lang="en"; where WeChat has no such page, the Param says "not looked at"'
                )
