"""What the first screen says of real backends: each flaw once, and none of those that have none."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import forked
import pytest
from free_ports import free_port
from running import backend_file, started

FOUR = ["同一个人建了两个账号", "泄漏 session_key", "等待微信时卡住，没有自己的超时", "把同一个 code 再次发给微信"]


def judged(
    program: str, about: str, folder: Path, *scenarios: str, language: str = "zh", **more: str
) -> subprocess.CompletedProcess[str]:
    here = free_port()
    with started(program, f"http://127.0.0.1:{here}", folder / "log", port=free_port(), **more) as url:
        backend = backend_file(about, url, folder)
        command = ["run", *scenarios, "--backend", backend, "--port", str(here), "--lang", language]
        return subprocess.run(
            [forked.python(), "-m", "mockwx", *command, "--html", folder / "report.html"],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def causes(report: str) -> list[str]:
    """The numbered lines of the first screen."""
    return re.findall(r"^  [0-9]+\. (.+)$", report, flags=re.MULTILINE)


def test_four_flaws_are_told_once_each_in_chinese_the_most_harmful_first_and_no_fifth(tmp_path: Path) -> None:
    ran = judged("four_flaws.py", "only_login.yaml", tmp_path, "--ready")
    assert ran.returncode == 1
    titles = [line.partition("：")[0] for line in causes(ran.stdout)]
    assert titles == FOUR, ran.stdout
    first_screen, _, _ = ran.stdout.partition("\n\n失败")
    assert first_screen.count("→ 合格的后端") == 4
    assert not re.search(r"expected|calls to WeChat|A good backend", ran.stdout)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert all(f"<b>{title}" in page for title in titles)


@pytest.mark.parametrize("pages", ["flask", "spring", "express"])
def test_a_good_backend_with_html_error_pages_of_its_own_has_no_failure(pages: str, tmp_path: Path) -> None:
    ran = judged("flask_app_with_pages.py", "by_status.yaml", tmp_path, "--ready", language="en", ERROR_PAGES=pages)
    assert causes(ran.stdout) == []
    assert (ran.returncode, " 0 failed, 0 skipped " in ran.stdout) == (0, True), ran.stdout
