"""The chaos matrix tries every kind of fault that a rule can hold, or says here why not."""

from __future__ import annotations

from typing import get_args

from mockwx.audit.chaos.fault_table import faults_of, faults_that_hang
from mockwx.core.wire import BrokenWire, NoConnection
from mockwx.scenario.language.fault_kinds import BODY_WAYS, FAULT_KINDS

NO_FAULT_OF_AN_ANSWER = {"do": "it lets something happen in WeChat, and the answer stays right"}


def test_every_kind_of_fault_is_in_the_matrix_or_has_a_reason() -> None:
    tried = {key for fault in (*faults_of("code2session"), *faults_that_hang()) for key in fault.then}
    assert {kind.key for kind in FAULT_KINDS} - tried == NO_FAULT_OF_AN_ANSWER.keys(), (
        "mockwx/audit/chaos/fault_table.py: add a ChaosFault; or say in NO_FAULT_OF_AN_ANSWER here why there is none"
    )


def test_every_way_to_bend_a_body_is_in_the_matrix() -> None:
    bodies = [fault.then["body"] for fault in (*faults_of("code2session"), *faults_that_hang()) if "body" in fault.then]
    tried = {key for body in bodies for key in body}
    untried = [way.keys for way in BODY_WAYS if not tried & set(way.keys)]
    assert untried == [], "mockwx/audit/chaos/fault_table.py: add a fault of the matrix whose body is bent so"


WHY_NO_CONNECTION = "it is decided for a connection, which a backend keeps for many calls, and not for a call"
NO_FAULT_OF_A_CALL = {"refused": WHY_NO_CONNECTION, "tls": WHY_NO_CONNECTION}


def test_every_way_in_which_the_wire_breaks_is_in_the_matrix_or_has_a_reason() -> None:
    tried = {fault.then["net"] for fault in (*faults_of("code2session"), *faults_that_hang()) if "net" in fault.then}
    assert {*get_args(BrokenWire), *get_args(NoConnection)} - tried == NO_FAULT_OF_A_CALL.keys(), (
        "mockwx/audit/chaos/fault_table.py: add a ChaosFault with the word of net; or say here why there is none"
    )
