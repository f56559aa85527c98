"""Every product is laid out alike: whoever knows an api's name knows its file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from cases import each_case

import mockwx.products
from mockwx.products.endpoint_lookup import ENDPOINTS
from mockwx.products.shared.check import Check
from mockwx.products.shared.endpoint import Endpoint

FOLDER = Path(mockwx.products.__file__).parent
PRODUCTS = sorted(path.parent.name for path in FOLDER.glob("*/__init__.py") if path.parent.name != "shared")
COMMON = {"__init__", "checks", "shared", "dialect"}


def test_an_api_is_in_the_file_of_its_name() -> None:
    with each_case() as case:
        for endpoint in ENDPOINTS:
            package, _, module = endpoint.run.__module__.rpartition(".")
            with case(endpoint.api):
                assert module == endpoint.api, f"{endpoint.run.__module__}: its file is called as its function is"
                assert package.removeprefix("mockwx.products.") in PRODUCTS


def test_no_two_endpoints_have_one_name_or_one_place() -> None:
    names = Counter(endpoint.api for endpoint in ENDPOINTS)
    places = Counter((endpoint.host, endpoint.path, endpoint.of_kind) for endpoint in ENDPOINTS)
    taken = [f"{file_of(e)}: there is another {e.api}" for e in ENDPOINTS if names[e.api] > 1]
    taken += [
        f"{file_of(e)}: another endpoint is at {e.host}{e.path}; where two share it, of_kind says which app means which"
        for e in ENDPOINTS
        if places[e.host, e.path, e.of_kind] > 1
    ]
    assert taken == []


def file_of(endpoint: Endpoint) -> str:
    return endpoint.run.__module__.replace(".", "/") + ".py"


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_product_has_nothing_but_its_apis_and_what_they_share(product: str) -> None:
    apis = {each.api for each in ENDPOINTS if f".{product}." in each.run.__module__}
    files = {path.stem for path in (FOLDER / product).glob("*.py")} - COMMON
    assert files - apis == set(), (
        f"mockwx/products/{product}: an endpoint is in ENDPOINTS of mockwx/products/{product}/__init__.py (and that in "
        "mockwx/products/endpoint_lookup.py); what several of them share is in checks.py or shared.py"
    )
    assert apis - files == set(), f"mockwx/products/{product}: an api is in the file of its name"


def test_a_check_of_one_product_alone_is_in_its_own_checks() -> None:
    askers: dict[type[Check], set[str]] = {}
    for endpoint in ENDPOINTS:
        for check in endpoint.checks:
            for kind in type(check).__mro__[: type(check).__mro__.index(Check)]:
                askers.setdefault(kind, set()).add(endpoint.run.__module__.split(".")[2])
    misplaced = {}
    for kind, products in askers.items():
        here = kind.__module__
        if "shared.checks" in here:
            if len(products) == 1 and kind.__name__ not in USED_BY_ANOTHER_CHECK:
                misplaced[kind.__name__] = (here, products)
        elif here != f"mockwx.products.{next(iter(products))}.checks":
            misplaced[kind.__name__] = (here, products)
    assert misplaced == {}


USED_BY_ANOTHER_CHECK = {"GrantedToPlatform"}
"""LiveToken asks it too, of the tokens that a platform was lent."""
