"""What a test wants of its world: ``@pytest.mark.mockwx(…)`` and settings, of which ``pytest_plugin`` makes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from mockwx.client import read_scenario
from mockwx.client.scenarios import as_document
from mockwx.core.people.accounts import app_called
from mockwx.core.text.bilingual import both
from mockwx.scenario.ready_scenarios import is_ready
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.steps import Expectation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEYWORDS = ("intercept", "fresh_tokens", "unused_rules")
UNUSED_RULES = ("allow", "fail")


class WantedWorld(Struct, frozen=True):
    """What a test says of its world."""

    scenario: Scenario
    intercept: bool
    fresh_tokens: bool
    expect: Expectation
    """What must be true at the end of the test."""


def wanted(request: pytest.FixtureRequest, parameter: Any) -> WantedWorld:
    """By the markers of the module, the class and the test, the nearest last; then ``parameter``, and the settings."""
    folders = [request.path.parent, request.config.rootpath]
    markers = list(request.node.iter_markers("mockwx"))
    keywords: dict[str, Any] = {
        "intercept": request.config.getini("mockwx_intercept"),
        "fresh_tokens": False,
        "unused_rules": request.config.getini("mockwx_unused_rules") or None,
    }
    layers = [] if parameter is None else [parameter]
    for marker in reversed(markers):
        if len(marker.args) > 1 or not (marker.args or marker.kwargs) or marker.kwargs.keys() - set(KEYWORDS):
            pytest.fail(
                both(
                    "write @pytest.mark.mockwx(SCENARIO): a file, a ready scenario's name or a mapping; or "
                    '@pytest.mark.mockwx(intercept=True), (fresh_tokens=True) or (unused_rules="fail"), or several',
                    "请写 @pytest.mark.mockwx(场景)：文件、内置场景名或映射；"
                    '或 (intercept=True)、(fresh_tokens=True)、(unused_rules="fail")',
                ),
                False,
            )
        keywords |= marker.kwargs
        layers += marker.args
    scenario = _layered(layers, folders)
    own = request.config.getini("mockwx_app")
    expect = _with_unused_rules(scenario.expect, keywords.pop("unused_rules"))
    return WantedWorld(_with_app(scenario, own) if own else scenario, **keywords, expect=expect)


def _with_unused_rules(expect: Expectation, said: Any) -> Expectation:
    """The marker and the settings are nearer to the test than its file."""
    if said is None:
        return expect
    if said not in UNUSED_RULES:
        pytest.fail(
            both(
                f"unused_rules is 'allow' or 'fail', not {said!r}",
                f"unused_rules 应为 'allow' 或 'fail'，而不是 {said!r}",
            ),
            False,
        )
    return replace(expect, unused_rules=said)


def _layered(layers: Sequence[Any], folders: Sequence[Path]) -> Scenario:
    """The nearest scenario; where it is a mapping, laid over those that are farther: maps merge, lists replace."""
    if not layers:
        return Scenario()
    nearest = layers[-1]
    if not isinstance(nearest, Mapping) or len(layers) == 1:
        scenario = nearest if isinstance(nearest, Scenario) else read_scenario(nearest, folders)
        return _without_expect(scenario) if is_ready(scenario) else scenario
    below = _layered(layers[:-1], folders)
    return read_scenario(_laid_over(as_document(below), nearest))


def _without_expect(scenario: Scenario) -> Scenario:
    """What a ready scenario expects is about its own steps, which only a play takes."""
    document = {key: value for key, value in scenario.document.items() if key != "expect"}
    return replace(scenario, expect=Expectation(), document=document)


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What is above comes first, so that its app is the first one."""
    merged = {**above, **{key: value for key, value in below.items() if key not in above}}
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(below.get(key), Mapping):
            merged[key] = _laid_over(below[key], value)
    return merged


def _with_app(scenario: Scenario, written: str) -> Scenario:
    """The settings' own app comes first: whoever names one means it."""
    appid, colon, secret = written.strip().partition(":")
    if not (appid and colon and secret):
        pytest.fail(both("mockwx_app in the settings is APPID:SECRET", "配置里的 mockwx_app 应为 APPID:SECRET"), False)
    others = tuple(app for app in scenario.apps if app.appid != appid)
    declared = next((app for app in scenario.apps if app.appid == appid), None)
    own = app_called(appid, appid=appid, secret=secret) if declared is None else replace(declared, secret=secret)
    return replace(scenario, apps=(own, *others))
