"""JUnit: a suite for each area, a case for each check; the structure is that of Jenkins' schema, junit-10.xsd."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from mockwx.audit.reports.junit import junit
from mockwx.core.text.bilingual import Language
from tests.audit.sample import CHECKS, REPORT

XS = "{http://www.w3.org/2001/XMLSchema}"
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "properties": {"property"},
    "property": set(),
    "testcase": {"skipped", "failure", "error", "system-out"},
    "skipped": set(),
    "failure": set(),
    "error": set(),
    "system-out": set(),
}
ATTRIBUTES = {
    "testsuites": {"tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time"},
    "skipped": {"message"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
}


def written(language: Language = "en") -> Element:
    return ElementTree.fromstring(junit(REPORT, CHECKS, language))


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_it_has_the_elements_and_attributes_of_the_schema_and_no_others(language: Language) -> None:
    for element in written(language).iter():
        assert {child.tag for child in element} <= CHILDREN[element.tag]
        assert set(element.attrib) == ATTRIBUTES.get(element.tag, set())
        if element.tag in ("testsuites", "testsuite"):
            cases = list(element.iter("testcase"))
            for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                if name in element.attrib:
                    assert int(element.attrib[name]) == sum(case.find(tag) is not None for case in cases)
            assert int(element.attrib["tests"]) == len(cases)


class JenkinsSchema:
    """Of junit-10.xsd what such files can be wrong in: which elements, which attributes, and times."""

    def __init__(self) -> None:
        root = ElementTree.parse(Path(__file__).parent / "schemas" / "junit-10.xsd").getroot()
        self.elements = {str(declared.get("name")): declared for declared in root.findall(f"{XS}element")}
        patterns = root.find(f"{XS}simpleType[@name='SUREFIRE_TIME']//{XS}pattern")
        assert patterns is not None
        self.time = re.compile(patterns.attrib["value"])

    def wrong(self, element: Element) -> list[str]:
        declared = self.elements.get(element.tag)
        if declared is None:
            return [f"<{element.tag}> is unknown"]
        children = {child.get("ref") for child in declared.iter(f"{XS}element")}
        attributes = {str(attribute.get("name")): attribute for attribute in declared.iter(f"{XS}attribute")}
        required = {name for name, attribute in attributes.items() if attribute.get("use") == "required"}
        problems = [f"<{child.tag}> in <{element.tag}>" for child in element if child.tag not in children]
        problems += [f"{element.tag}.{name}" for name in element.attrib.keys() - attributes.keys()]
        problems += [f"{element.tag} lacks {name}" for name in required - element.attrib.keys()]
        problems += [
            f"{element.tag}.{name} is {value}"
            for name, value in element.attrib.items()
            if name in attributes and attributes[name].get("type") == "SUREFIRE_TIME" and not self.time.fullmatch(value)
        ]
        return problems + [problem for child in element for problem in self.wrong(child)]


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_it_is_as_jenkins_schema_demands(language: Language) -> None:
    schema = JenkinsSchema()
    assert schema.wrong(written(language)) == []
    broken = written(language)
    broken[0][-1].attrib.pop("name")
    broken[0].set("time", "soon")
    broken[0].append(ElementTree.Element("passed"))
    assert sorted(schema.wrong(broken)) == [
        "<passed> in <testsuite>",
        "<passed> is unknown",
        "testcase lacks name",
        "testsuite.time is soon",
    ]


def test_what_is_no_failure_is_none() -> None:
    tags = {case.attrib["name"].split(":")[0]: [child.tag for child in case] for case in written().iter("testcase")}
    assert tags == {
        "any-code": ["failure"],
        "magic-code": ["skipped"],
        "duplicate-accounts": ["system-out"],
        "key-out": ["failure"],
        "no-timeout": ["error"],
        "wrong-message": ["failure"],
        "rid-lost": ["system-out"],
        "token-herd": [],
        "state-missing": ["skipped"],
        "push-unsigned": ["skipped"],
    }


def test_a_skipped_check_says_why() -> None:
    reasons = {case.attrib["name"].split(":")[0]: case.find("skipped") for case in written().iter("testcase")}
    missing, consequence = reasons["state-missing"], reasons["magic-code"]
    assert missing is not None
    assert missing.attrib["message"].startswith("there is no web login; add web:")
    assert consequence is not None
    assert consequence.attrib["message"] == "a consequence of any-code"


def test_grade_and_coverage_stand_in_the_first_suites_properties() -> None:
    first, *others = written().iter("testsuite")
    properties = {each.attrib["name"]: each.attrib["value"] for each in first.iter("property")}
    assert (properties["grade"], properties["seed"]) == ("F", "7")
    assert properties["coverage"].startswith("7 of 9 checks")
    assert all(suite.find("properties") is None for suite in others)
