"""One mockwx and one process of variants for all tests about audits; each variant asks the world of its name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from mockwx import MockWx
from mockwx.audit.auditing import AuditedBackend, audit
from mockwx.audit.check_results import CheckResult
from mockwx.audit.options import AuditOptions
from mockwx.client import ControlClient

from .variants.running import variant_file, variants_started


@pytest.fixture(scope="session")
def wechat_of_variants() -> Iterator[MockWx]:
    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture(scope="session")
def log_of_variants(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all of them write."""
    return tmp_path_factory.mktemp("variants") / "log"


@pytest.fixture(scope="session")
def variants(wechat_of_variants: MockWx, log_of_variants: Path) -> Iterator[str]:
    with variants_started(f"{wechat_of_variants.url}/~{{variant}}", log_of_variants) as url:
        yield url


@pytest.fixture(scope="session")
def wechat_of(wechat_of_variants: MockWx) -> Callable[[str], ControlClient]:
    """The world that a variant asks."""
    made: set[str] = set()

    def client(name: str) -> ControlClient:
        if name not in made:
            wechat_of_variants.client.make_world(name)
            made.add(name)
        return wechat_of_variants.client.in_world(name)

    return client


@pytest.fixture
def file_of(variants: str, tmp_path: Path) -> Callable[[str], Path]:
    """The backend file of a variant."""
    return lambda name: variant_file(name, variants, tmp_path)


@pytest.fixture
def audited(
    file_of: Callable[[str], Path], wechat_of: Callable[[str], ControlClient], variants: str
) -> Callable[..., dict[str, CheckResult]]:
    """Audits a variant that nobody has used, with the checks and areas that are named; the results by check."""

    def results(name: str, *only: str, log: Path | None = None, **options: Any) -> dict[str, CheckResult]:
        requests.get(f"{variants}/v/{name}/_new", timeout=10).raise_for_status()
        audited = AuditedBackend.read(file_of(name))
        report = asyncio.run(audit(wechat_of(name), audited, AuditOptions(only=only, **options), log=log))
        return {result.check: result for result in report.results}

    return results
