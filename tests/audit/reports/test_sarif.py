"""SARIF as GitHub's code scanning takes it; its rules are written out here, each from GitHub's documentation."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from msgspec.structs import replace

from mockwx.audit.reports.sarif import sarif
from mockwx.core.text.bilingual import Language
from tests.audit.sample import ANY_CODE, CHECKS, REPORT, RESULTS

LANGUAGES: tuple[Language, ...] = ("zh", "en", "both")


def written(language: Language = "en", file: str = "deploy/back end.yaml") -> Any:
    return json.loads(sarif(REPORT, CHECKS, language, file=file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_github_requires_of_a_file_is_there(language: Language) -> None:
    document = written(language)
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-2.1.0.json")
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", driver["semanticVersion"])
    assert re.fullmatch(r"mockwx-audit/[^/]+/", run["automationDetails"]["id"])
    for rule in driver["rules"]:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
        assert 0.1 <= float(rule["properties"]["security-severity"]) <= 10
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note", "none")
        assert result["partialFingerprints"]["primaryLocationLineHash"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert list(region) == ["startLine", "startColumn", "endLine", "endColumn"]
        assert all(isinstance(number, int) and number >= 1 for number in region.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_as_the_schema_of_the_standard_demands(language: Language) -> None:
    schema = json.loads((Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    validator = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    assert [(list(error.absolute_path), error.message) for error in validator.iter_errors(written(language))] == []
    broken = written(language)
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert [list(error.absolute_path)[-1] for error in validator.iter_errors(broken)] == ["level"]


def every_value(value: Any, path: str = "$") -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [each for key, inner in value.items() for each in every_value(inner, f"{path}.{key}")]
    if isinstance(value, list):
        return [each for index, inner in enumerate(value) for each in every_value(inner, f"{path}[{index}]")]
    return [(path, value)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_no_location_is_an_http_url(language: Language) -> None:
    values = every_value(written(language))
    assert [path for path, value in values if value in ("", None)] == []
    uris = [value for path, value in values if path.endswith(".uri")]
    assert set(uris) == {"deploy/back%20end.yaml"}


def test_a_result_stands_at_its_actions_line_else_at_the_files_first() -> None:
    regions = {
        result["ruleId"]: result["locations"][0]["physicalLocation"]["region"]
        for result in json.loads(
            sarif(
                replace(
                    REPORT,
                    results=(
                        replace(RESULTS[0], findings=(replace(ANY_CODE, action="me"),)),
                        *RESULTS[1:],
                    ),
                ),
                CHECKS,
                "en",
            )
        )["runs"][0]["results"]
    }
    assert regions["any-code"]["startLine"] == 1
    assert (regions["key-out"]["startLine"], regions["key-out"]["startColumn"]) == (12, 5)


def test_only_what_counts_is_a_result() -> None:
    results = written()["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == ["any-code", "key-out", "wrong-message"]
    assert [each["level"] for each in results] == ["error", "error", "note"]


def test_severities_lie_within_githubs_bounds() -> None:
    rules = {
        rule["id"]: float(rule["properties"]["security-severity"])
        for rule in written()["runs"][0]["tool"]["driver"]["rules"]
    }
    assert rules["any-code"] > 9.0
    assert 7.0 <= rules["key-out"] <= 8.9
    assert 0.1 <= rules["wrong-message"] <= 3.9


def test_a_rule_is_as_severe_as_what_was_seen_of_it() -> None:
    seen = replace(RESULTS[0], findings=(replace(ANY_CODE, severity=CHECKS["wrong-message"].severity),))
    document = json.loads(sarif(replace(REPORT, results=(seen,)), CHECKS, "en"))
    (rule,) = document["runs"][0]["tool"]["driver"]["rules"]
    assert float(rule["properties"]["security-severity"]) <= 3.9


def test_a_fingerprint_outlives_words_seeds_and_lines() -> None:
    before = [each["partialFingerprints"] for each in written()["runs"][0]["results"]]
    moved = replace(REPORT, seed=8, action_lines={}, date="2027-01-01", again="mockwx audit --seed 8")
    after = [each["partialFingerprints"] for each in json.loads(sarif(moved, CHECKS, "zh"))["runs"][0]["results"]]
    assert before == after
    assert len({json.dumps(each) for each in before}) == len(before)


def test_the_message_says_what_was_seen_and_how_to_see_it_again_without_control_characters() -> None:
    text = written()["runs"][0]["results"][0]["message"]["text"]
    assert text.startswith("Any code logs in. 2 codes that no phone made were let in.")
    assert "mockwx audit --only any-code --backend 'deploy/back end.yaml' --seed 7 -- python app.py" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_report_without_findings_is_a_run_without_results() -> None:
    (run,) = json.loads(sarif(replace(REPORT, results=()), CHECKS, "en"))["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
