"""Who has mockwx installed and does not use it pays nothing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("aiohttp", "pydantic", "faker", "yaml", "click", "cryptography", "mockwx.mock", "mockwx.engine")
NOT_FOR_A_CODE = (
    *("faker", "yaml", "pydantic", "click", "rich", "cryptography", "segno", "redis", "xml.etree.ElementTree"),
    *(
        "aiohttp",
        "http.client",
        "urllib.request",
        "mockwx.client.over_http",
        "mockwx.server.outgoing",
        "mockwx.core.canaries",
    ),
    *("mockwx.scenario.loader", "mockwx.products.endpoint_lookup", "mockwx.intercept.certificate_authority"),
)
TELL = f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"


def run(script: str, cwd: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_importing_mockwx_loads_nothing_heavy(tmp_path: Path) -> None:
    assert "loaded: []" in run(f"import sys, mockwx; mockwx.__version__; {TELL}", tmp_path)


def test_its_one_big_name_is_loaded_on_first_use(tmp_path: Path) -> None:
    assert "'mockwx.mock'" in run(f"import sys; from mockwx import MockWx; {TELL}", tmp_path)


@pytest.mark.parametrize("autoload", ["alone", "with the marker listed"])
def test_a_pytest_run_that_does_not_use_it_loads_nothing_heavy(tmp_path: Path, autoload: str) -> None:
    (tmp_path / "test_nothing.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
    listed = "['--markers']" if autoload != "alone" else "[]"
    # pytest-aiohttp loads aiohttp by itself: only this plugin is looked at.
    script = (
        "import sys, pytest\n"
        "sys.argv = ['pytest']\n"
        "import os; os.environ['PYTEST_DISABLE_PLUGIN_AUTOLOAD'] = '1'\n"
        f"code = pytest.main(['-q', '-p', 'mockwx.pytest_plugin', '-p', 'no:cacheprovider', *{listed}])\n"
        "assert code == 0, code\n"
        f"{TELL}\n"
    )
    assert "loaded: []" in run(script, tmp_path)


def test_a_first_world_and_its_first_code_load_nothing_that_only_others_need(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom mockwx import MockWx\nwith MockWx() as mockwx:\n    mockwx.login('alice')\n"
        f"print('loaded:', [name for name in {NOT_FOR_A_CODE!r} if name in sys.modules])\n"
    )
    assert "loaded: []" in run(script, tmp_path)
