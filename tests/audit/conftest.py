"""One mockwx and one process of variants for all tests about audits; each variant asks the world of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mockwx import MockWx
from mockwx.client import ControlClient

from .variants.running import variant_file, variants_started


@pytest.fixture(scope="session")
def wechat_of_variants() -> Iterator[MockWx]:
    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture(scope="session")
def variants(wechat_of_variants: MockWx, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("variants") / "log"
    with variants_started(f"{wechat_of_variants.url}/~{{variant}}", log) as url:
        yield url


@pytest.fixture(scope="session")
def wechat_of(wechat_of_variants: MockWx) -> Callable[[str], ControlClient]:
    """The world that a variant asks."""
    made: set[str] = set()

    def client(name: str) -> ControlClient:
        if name not in made:
            wechat_of_variants.client.call("POST", "worlds", {"name": name})
            made.add(name)
        return ControlClient.connect(wechat_of_variants.url, world=name)

    return client


@pytest.fixture
def file_of(variants: str, tmp_path: Path) -> Callable[[str], Path]:
    """The backend file of a variant."""
    return lambda name: variant_file(name, variants, tmp_path)
