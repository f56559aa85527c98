"""Good backends with ways of their own pass every ready scenario; what each of them needs is a file of a few lines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from free_ports import free_port
from running import HERE, SCENARIOS, started
from traits import MISTAKES, TRAITS

from mockwx import MockWx
from mockwx.client import ControlClient
from mockwx.core.text.bilingual import Text
from mockwx.play.backend import BackendSettings
from mockwx.play.causes import causes
from mockwx.play.flaws import FlawKind
from mockwx.play.player import Script, play
from mockwx.play.results import PlayResult
from mockwx.play.script_files import find_all
from mockwx.play.trial import Trial, try_login
from mockwx.play.wechat_side import WechatSide

Played = Callable[..., Awaitable[list[PlayResult]]]


@pytest.fixture(scope="module")
def mockwx_of_traits() -> Iterator[MockWx]:
    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture(scope="module")
def traits(mockwx_of_traits: MockWx, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for name in (*TRAITS, *MISTAKES):
        mockwx_of_traits.client.call("POST", "worlds", {"name": name})
    log = tmp_path_factory.mktemp("traits") / "log"
    with started("traits.py", mockwx_of_traits.url, log, port=free_port()) as url:
        yield url


@cache
def scripts_of(*names: str) -> list[Script]:
    """Ready scenarios, without names all of them; each file is read once for all traits."""
    return find_all([str(SCENARIOS / f"{name}.yaml") for name in names] or [str(SCENARIOS)])


def settings_of(name: str, url: str, folder: Path) -> BackendSettings:
    """As its file says, at the place where it was started."""
    trait = MISTAKES[name][0] if name in MISTAKES else name
    text = (HERE / "files" / f"{trait}.yaml").read_text(encoding="utf-8")
    file = folder / f"{name}.yaml"
    file.write_text(text.replace("http://127.0.0.1:8000", f"{url}/{name}"), encoding="utf-8")
    return BackendSettings.read(file)


@pytest.fixture
def played(mockwx_of_traits: MockWx, traits: str, tmp_path: Path) -> Played:
    """What becomes of scripts in one run against one of them."""

    async def run(name: str, scripts: list[Script]) -> list[PlayResult]:
        wechat = WechatSide(ControlClient.connect(mockwx_of_traits.url, world=name))
        settings = settings_of(name, traits, tmp_path)
        return [await play(settings, wechat, script) for script in scripts]

    return run


def differences(results: list[PlayResult]) -> list[tuple[str, str, str]]:
    """The scenario, what was expected, what came: in English."""
    return [
        (Path(result.file).stem, english(difference.expected), english(difference.came))
        for result in results
        for difference in (*(each for step in result.steps for each in step.differences), *result.differences)
    ]


def english(text: Text) -> str:
    return text.told("en")


@pytest.mark.parametrize("trait", TRAITS)
async def test_a_good_backend_passes_whatever_its_ways_are(played: Played, trait: str) -> None:
    results = await played(trait, scripts_of())
    assert differences(results) == []
    skipped = {english(result.reason).split(";")[0] for result in results if result.verdict == "skipped"}
    assert skipped <= {
        "there is no action of this backend 'decrypt'",
        "there is no action of this backend 'phone'",
    }
    assert sum(result.verdict == "passed" for result in results) > 15


@pytest.mark.parametrize("trait", TRAITS)
def test_its_file_has_at_most_thirty_lines_and_its_trial_no_warning(
    mockwx_of_traits: MockWx, traits: str, trait: str, tmp_path: Path
) -> None:
    assert len((HERE / "files" / f"{trait}.yaml").read_text(encoding="utf-8").splitlines()) <= 30

    async def tried() -> Trial:
        wechat = WechatSide(ControlClient.connect(mockwx_of_traits.url, world=trait))
        return await try_login(settings_of(trait, traits, tmp_path), wechat)

    trial = asyncio.run(tried())
    assert trial.is_sound, list(trial.lines())


PLAYED = (
    *("happy", "code-expired", "double-submit", "gateway-502", "outage", "two-codes-at-once", "connection-reset"),
    "session-key-rotates",
)
CAUGHT = [
    ("racy", FlawKind.ACCOUNTS, {"two-codes-at-once", "double-submit"}),
    ("resends", FlawKind.CODE_AGAIN, {"connection-reset"}),
    ("account_per_login", FlawKind.UID, {"happy"}),
    ("lets_anybody_in", FlawKind.LETS_IN, {"connection-reset", "code-expired", "gateway-502", "outage"}),
    ("gives_key_away", FlawKind.LEAK, set(PLAYED) - {"outage"}),
    ("says_what_the_parser_said", FlawKind.PARSE_ERROR, {"connection-reset", "gateway-502", "outage"}),
    ("crashes_where_wechat_is_down", FlawKind.CRASH, {"connection-reset", "gateway-502", "outage"}),
    ("racy_behind_a_limit", FlawKind.ACCOUNTS, {"two-codes-at-once", "double-submit"}),
    (
        "lets_anybody_in_with_a_sentence",
        FlawKind.LETS_IN,
        {"connection-reset", "code-expired", "gateway-502", "outage"},
    ),
    ("keeps_the_first_key", FlawKind.NO_SUCCESS, {"session-key-rotates"}),
]


@pytest.mark.parametrize(("mistake", "kind", "scenarios"), CAUGHT, ids=[name for name, _, _ in CAUGHT])
async def test_a_mistake_is_found_beside_a_trait_and_nothing_else(
    played: Played, mistake: str, kind: FlawKind, scenarios: set[str]
) -> None:
    results = await played(mistake, scripts_of(*PLAYED))
    assert [cause.flaw.kind for cause in causes(results)][:1] == [kind], differences(results)
    assert {cause.flaw.kind for cause in causes(results)} == {kind}, differences(results)
    assert {place for place, _, _ in differences(results)} <= scenarios


async def test_scenarios_about_sealed_data_judge_a_backend_that_opens_the_profile(played: Played) -> None:
    names = ("session-key-rotates", "two-people")
    results = await played("opens_profile", scripts_of(*names))
    assert [result.verdict for result in results] == ["passed", "passed"]
    assert all("phone.getUserInfo" in {step.verb for step in result.steps} for result in results)


async def test_a_limit_that_the_file_does_not_tell_skips_scenarios_with_the_reason_and_fails_none(
    mockwx_of_traits: MockWx, traits: str
) -> None:
    wechat = WechatSide(ControlClient.connect(mockwx_of_traits.url, world="rate_limiter"))
    login = {"request": "POST /login", "json": {"code": "$code"}, "save": {"session": "$.token"}}
    settings = BackendSettings.read({"url": f"{traits}/rate_limiter", "actions": {"login": login}})
    (happy,) = scripts_of("happy")
    results = [await play(settings, wechat, happy) for _ in range(12)]
    assert differences(results) == []
    assert results[0].verdict == "passed"
    assert results[-1].verdict == "skipped"
    assert "the backend's own limit answered login with HTTP 429" in english(results[-1].reason)


def test_every_mistake_is_caught_and_every_trait_has_one() -> None:
    assert [name for name, _, _ in CAUGHT] == list(MISTAKES)
    assert {trait for trait, _, _ in MISTAKES.values()} == set(TRAITS)
