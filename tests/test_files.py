"""Files that hold secrets appear whole or not at all, and only their owner may read them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mockwx.files import FOR_ALL, NotWritten, write_first, write_private, write_report, write_whole

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")


@pytest.mark.parametrize("former", [None, 0o644])
def test_only_its_owner_may_read_it_whatever_stood_there_before(tmp_path: Path, former: int | None) -> None:
    file = tmp_path / "secret"
    if former is not None:
        file.touch(former)
    umask = os.umask(0)
    try:
        write_private(file, "s3cret")
    finally:
        os.umask(umask)
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("s3cret", 0o600)
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(NotWritten, match="symbolic link"):
        write_private(tmp_path / "link", "s3cret")
    assert (tmp_path / "theirs").read_text() == "precious"


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match=r"cannot be written: No such file or directory \| 无法写入"):
        write_private(tmp_path / "no" / "secret", "s3cret")


def test_on_a_full_disk_what_was_there_stays_and_nothing_half_made(tmp_path: Path) -> None:
    """A limit on the size of files ends a write as a full disk does."""
    (tmp_path / "secret").write_text("former")
    script = (
        "import resource, signal, sys; from pathlib import Path; from mockwx.files import NotWritten, write_private\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_private(Path(sys.argv[1]), 'x' * 100_000)\n"
        "except NotWritten as why: print(why)\n"
    )
    run = [sys.executable, "-c", script, str(tmp_path / "secret")]
    ended = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "cannot be written" in ended.stdout
    assert (tmp_path / "secret").read_text() == "former"
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_a_pipe_is_written_to_and_stays_one() -> None:
    script = "from pathlib import Path; from mockwx.files import write_private; write_private(Path('/dev/stdout'), 'x')"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout == "x"


def test_who_comes_second_changes_nothing(tmp_path: Path) -> None:
    write_first(tmp_path / "key", b"first")
    with pytest.raises(FileExistsError):
        write_first(tmp_path / "key", b"second")
    assert (tmp_path / "key").read_bytes() == b"first"
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


def test_a_report_is_for_others_to_read_whatever_the_umask_and_comes_through_no_link(tmp_path: Path) -> None:
    umask = os.umask(0o077)
    try:
        write_report(tmp_path / "junit.xml", "<testsuites/>")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "junit.xml").stat().st_mode) == 0o644
    (tmp_path / "link").symlink_to(tmp_path / "junit.xml")
    with pytest.raises(NotWritten, match="symbolic link"):
        write_report(tmp_path / "link", "<evil/>")
    assert (tmp_path / "junit.xml").read_text() == "<testsuites/>"


def test_what_is_written_whole_takes_the_place_of_a_link(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("precious")
    (tmp_path / "ca.pem").symlink_to(tmp_path / "theirs")
    write_whole(tmp_path / "ca.pem", b"ours", mode=FOR_ALL)
    assert not (tmp_path / "ca.pem").is_symlink()
    assert (tmp_path / "theirs").read_text() == "precious"


def test_standard_output_is_written_to_also_where_it_is_a_file(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from mockwx.files import write_report\n"
        "print('before', flush=True); write_report(Path('/dev/stdout'), 'report')\n"
    )
    with (tmp_path / "out").open("w") as out:
        subprocess.run([sys.executable, "-c", script], stdout=out, check=True)
    assert (tmp_path / "out").read_text() == "before\nreport"
