"""JSON has all of a report, and reads back as it was."""

from __future__ import annotations

import json

import msgspec
import pytest

from mockwx.audit.audit_report import as_json, from_json
from tests.audit.sample import ANY_CODE, REPORT


def test_a_report_reads_back_as_it_was() -> None:
    assert from_json(as_json(REPORT)) == REPORT


def test_it_has_a_schema_version_and_the_fingerprints() -> None:
    document = json.loads(as_json(REPORT))
    assert document["schema"] == 1
    assert document["results"][0]["findings"][0]["fingerprint"] == ANY_CODE.fingerprint
    assert document["grade"]["letter"] == "F"


def test_another_schema_is_refused() -> None:
    document = as_json(REPORT).replace(b'"schema": 1', b'"schema": 999')
    with pytest.raises(msgspec.ValidationError, match="schema 999"):
        from_json(document)
