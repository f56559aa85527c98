"""What the documents show is run as a reader would run it; a block that nobody says how to run is a failure.

How a block is run follows from its language, and from an HTML comment on the line above it:

    python                 a file of pytest tests; all of a document run together
    yaml                   a scenario, judged by ``mockwx check``
    console                after ``$``: make and pip are looked at, mockwx and curl are run; below it what they print,
                           where … stands for anything, and neither blanks nor how long it took count;
                           ``mockwx run`` and ``mockwx audit`` judge the example's backend, or the one that their own
                           line starts
    <!-- file: NAME -->    kept under this name, for the tests and commands of the same document
    <!-- exit: N -->       the commands end with N
    <!-- not run: WHY -->  only for languages that this suite cannot run
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

import forked
import pytest
from browser.chromium import find as find_chromium
from click.testing import CliRunner
from free_ports import free_port
from msgspec.structs import fields
from real_redis import RedisServer

from mockwx.cli import main
from mockwx.cli.run import run
from mockwx.cli.serve import serve
from mockwx.control import control_routes
from mockwx.core.rules.rules import When
from mockwx.mock import MockWx, Phone
from mockwx.scenario import loader, ready_scenarios
from mockwx.scenario.language.schema import schema
from mockwx.scenario.language.schema_from_models import schema_from_models
from mockwx.verbs import VERBS
from mockwx.verbs.failure import PRIVACY_FAILURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "flask_wechatpy" / "app.py"
PAGES = [
    *("README.md", "README.zh-CN.md"),
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md") if path.name != "reference.md"),
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "examples").glob("*/README*.md")),
]
IN_BOTH = ("docs/performance.md", "docs/architecture.md")
"""Written by the benchmark, or for those who change the code, with a word in Chinese at its top; the other pages have a
Chinese twin."""
ENGLISH = [page for page in PAGES if not page.endswith(".zh-CN.md") and page not in IN_BOTH]
ONCE = [*ENGLISH, *IN_BOTH]
"""The blocks of a Chinese page are those of its English page but for comments and names, so they are run once."""
RUN = {"python", "yaml", "console"}
LISTENING = "127.0.0.1:8780"
BACKEND = "127.0.0.1:8000"
REDIS = "redis://127.0.0.1:6379/0"
SETTINGS = {"WECHAT_APPID": "wx00000000mockshop", "WECHAT_SECRET": "mockwx-secret-shop"}
CHECKOUT = {"/path/to/mockwx", "/path/to/mockwx[redis]"}
PLUGINS = ("mockwx.pytest_plugin", "pytest_asyncio.plugin", "pytest_aiohttp.plugin", "anyio.pytest_plugin")
TOOK = re.compile(r"\d+\.\d+ ?(m?s)\b")


@dataclass(frozen=True)
class Block:
    page: str
    line: int
    language: str
    labels: dict[str, str]
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Command:
    line: str
    prints: str


def blocks(page: str) -> list[Block]:
    found: list[Block] = []
    above, opened = "", None
    inside: list[str] = []
    for number, line in enumerate((ROOT / page).read_text(encoding="utf-8").splitlines(), start=1):
        if opened is None and (fence := re.fullmatch(r"```(\w*)", line)):
            opened, inside = (number, fence[1], _labels(above)), []
        elif opened is not None and line == "```":
            found.append(Block(page, *opened, "\n".join(inside) + "\n"))
            opened = None
        elif opened is not None:
            inside.append(line)
        above = line
    assert opened is None, f"{page}: a block is never closed"
    return found


def _labels(comment: str) -> dict[str, str]:
    told = re.fullmatch(r"<!-- (.+) -->", comment)
    return {} if told is None else dict(re.findall(r"(file|exit|not run): ([^,]+)", told[1]))


def commands(block: Block) -> list[Command]:
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not parts[0].strip(), f"{block}: a console block begins with $"
    found = []
    for part in parts[1:]:
        lines = part.splitlines()
        end = 1
        while lines[end - 1].endswith("\\"):
            end += 1
        found.append(Command("\n".join(lines[:end]), "\n".join(lines[end:])))
    return found


def is_as_shown(shown: str, printed: str) -> bool:
    """… stands for anything; neither blanks nor how long it took count."""
    shown, printed = TOOK.sub(r"0 \1", shown), TOOK.sub(r"0 \1", printed)
    pattern = ".*".join(re.escape("".join(part.split())) for part in shown.split("…"))
    return re.fullmatch(pattern, "".join(printed.split()), re.DOTALL) is not None


@pytest.fixture
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A reader's folder: the example's backend, and the files that the page shows."""
    shutil.copy(EXAMPLE, tmp_path)
    for block in blocks(request.node.callspec.params["page"]):
        if "file" in block.labels:
            (tmp_path / block.labels["file"]).write_text(block.text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def environment() -> dict[str, str]:
    path = os.pathsep.join([str(forked.programs()), str(Path(sys.executable).parent), os.environ["PATH"]])
    return {
        **os.environ,
        "PATH": path,
        "PYTHONDONTWRITEBYTECODE": "1",
        "no_proxy": "*",
        "NO_PROXY": "*",
        "LC_ALL": "C.UTF-8",
    }


@pytest.mark.parametrize("block", [each for page in PAGES for each in blocks(page)], ids=str)
def test_each_block_says_how_it_is_run(block: Block) -> None:
    if "not run" in block.labels:
        assert block.language not in RUN, "this suite can run it, so it must"
        return
    assert block.language in RUN or "file" in block.labels, f"nobody knows how to run {block.language or 'this'!r}"
    if block.language == "python" and "file" not in block.labels:
        assert "def test_" in block.text, "a block of Python is a file of tests, or has the label file"


# aiohttp 3.12.0 now and then leaves a TLS connection open behind a session that is closed, which is a warning.
@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=pytest.mark.newest) if page == "docs/intercept.md" else page for page in ONCE]
)
def test_the_python_of_a_page_passes(page: str, project: Path, environment: dict[str, str]) -> None:
    shown = [each for each in blocks(page) if each.language == "python" and "file" not in each.labels]
    if not shown:
        return
    if any("playwright" in block.text for block in blocks(page)):
        find_chromium()
    for block in shown:
        (project / f"test_line_{block.line}.py").write_text(block.text, encoding="utf-8")
    # Of what is installed here only what a page may need: to load the rest takes longer than the tests.
    command = [forked.python(), "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"]
    command += [part for plugin in PLUGINS for part in ("-p", plugin)]
    environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    if not (project / "pytest.ini").exists():
        command += ["-o", "asyncio_default_fixture_loop_scope=function"]
    ran = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    tests = sum(block.text.count("def test_") for block in shown)
    tests += sum(each.labels.get("file", "").endswith(".mockwx.yaml") for each in blocks(page))
    assert re.search(rf"^{tests} passed in", ran.stdout, re.MULTILINE), ran.stdout


@pytest.mark.parametrize("page", PAGES)
def test_the_scenarios_of_a_page_are_well(page: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = []
    for block in blocks(page):
        if block.language == "yaml" and "exit" not in block.labels:
            names.append(block.labels.get("file", f"line_{block.line}.yaml"))
            (project / names[-1]).write_text(block.text, encoding="utf-8")
    if names:
        monkeypatch.chdir(project)
        checked = CliRunner().invoke(main, ["check", *names], env={"LC_ALL": "C.UTF-8"})
        assert checked.exit_code == 0, checked.output
        assert "warning" not in checked.output


def free_address() -> str:
    return f"127.0.0.1:{free_port()}"


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Terminal:
    """Where a reader types the commands of one page. A server that is started stays until the next one."""

    def __init__(self, project: Path, environment: dict[str, str], redis: Callable[[], str]) -> None:
        self.project = project
        self.redis = redis
        self.environment = environment
        self.address = ""
        self._server: subprocess.Popen[str] | None = None
        self._greeting = self._shown = ""

    def type(self, block: Block) -> None:
        typed = commands(block)
        for command in typed:
            program = command.line.split()[0]
            if program == "make":
                rules = re.findall(r"^([\w-]+):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
                assert command.line.split()[1] in rules, f"{block}: {command.line}"
            elif command.line.startswith("python -m pip install "):
                assert command.line.split()[-1].strip("'") in CHECKOUT, f"{block}: it is on no index"
            elif command.line.startswith("python -m pytest "):
                # tests/clients runs the tests of each example.
                assert list((ROOT / command.line.split()[-1]).glob("test_*.py")), f"{block}: {command.line}"
            elif command.line.startswith("mockwx serve"):
                self.serve(command)
        typed = [each for each in typed if not re.match(r"make |python -m |mockwx serve", each.line)]
        judging = [each.line for each in typed if re.match(r"(mockwx (run|audit)|pytest) ", each.line)]
        if judging and not any("url http" in line for line in judging):
            # It starts a mockwx of its own.
            self.run(block, typed, free_address(), free_address())
        elif typed:
            if not self.address:
                self.serve(Command("mockwx serve", "…"))
            self.run(block, typed, self.address, free_address())

    def run(self, block: Block, typed: list[Command], wechat: str, backend: str) -> None:
        """``wechat`` and ``backend``: what stands for the addresses that the page shows."""
        script = ""
        for each in typed:
            line = each.line.replace(LISTENING, wechat).replace(BACKEND, backend)
            if judges := re.match("mockwx (run|audit) ", line):
                # Files may name the backend, also those that the command before has written.
                script += f"sed -i.shown 's/{BACKEND}/{backend}/' *.yaml\n"
                if " --url " not in line:
                    line = f"{judges[0]}--port {wechat.split(':')[1]} {line[judges.end() :]}"
            script += f"{line}\nprintf '\\n@@@ %s\\n' $?\n"
        environment = {**self.environment, "MOCKWX_URL": f"http://{wechat}", "PORT": backend.split(":")[1]}
        with self.backend(typed, {**environment, **SETTINGS, "WECHAT_BASE_URL": f"http://{wechat}"}):
            ran = subprocess.run(
                ["sh", "-c", script],
                cwd=self.project,
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        shown = ran.stdout.replace(wechat, LISTENING).replace(backend, BACKEND)
        printed = re.split(r"\n@@@ (\d+)\n", shown)
        for command, output, ended in zip(typed, printed[::2], printed[1::2], strict=False):
            where = f"{block}: $ {command.line}\n{output}{ran.stderr}"
            assert ended == block.labels.get("exit", "0"), where
            if command.prints:
                assert is_as_shown(command.prints, output), where
            else:
                assert '"error"' not in output, where
                assert not re.search(r'"errcode":\s*[^0]', output), where

    @contextmanager
    def backend(self, typed: list[Command], environment: dict[str, str]) -> Iterator[None]:
        """The example's, for commands that judge a backend which they do not start themselves."""
        lines = [each.line for each in typed if re.search(r" --(mockwx-)?backend ", each.line)]
        if all(" -- " in line for line in lines):
            yield
            return
        port = int(environment["PORT"])
        command = [forked.python(), "app.py"]
        with subprocess.Popen(
            command, cwd=self.project, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                until = time.monotonic() + 60
                while not listens(port):
                    assert process.poll() is None
                    assert time.monotonic() < until
                    time.sleep(0.02)
                yield
            finally:
                process.kill()

    def serve(self, command: Command) -> None:
        self.close()
        line = [forked.python(), "-m", *self._with_redis(command.line).split(), "--port", "0"]
        self._server = subprocess.Popen(
            line, cwd=self.project, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._server.stdout is not None
        self._greeting = self._server.stdout.readline()
        self._shown = command.prints or "…"
        assert self._greeting.startswith("mockwx listening on http://"), command.line
        self.address = self._greeting.split("//")[1].strip()
        # It answers once it has said all that it says at start.
        MockWx.connect(f"http://{self.address}")

    def _with_redis(self, line: str) -> str:
        return line.replace(REDIS, self.redis()) if REDIS in line else line

    def close(self) -> None:
        if self._server is not None:
            assert self._server.stdout is not None
            self._server.terminate()
            with self._server.stdout as rest:
                told = self._greeting + rest.read()
            assert self._server.wait(timeout=60) == 0
            self._server = None
            assert is_as_shown(self._shown, told.replace(self.address, LISTENING)), told


@pytest.fixture
def terminal(project: Path, environment: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Terminal]:
    def redis() -> str:
        server: RedisServer = request.getfixturevalue("redis_server")
        return server.url()

    found = Terminal(project, environment, redis)
    yield found
    found.close()


@pytest.mark.parametrize("page", ONCE)
def test_the_commands_of_a_page_print_what_it_shows(page: str, terminal: Terminal) -> None:
    for block in blocks(page):
        if block.language == "console":
            terminal.type(block)


def chinese(page: str) -> str:
    return page.removesuffix(".md") + ".zh-CN.md"


def in_both_languages(page: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", [page, chinese(page)])


def prose(page: str) -> list[str]:
    """The lines of a page that stand in no block."""
    outside: list[str] = []
    inside = False
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = not inside
        elif not inside:
            outside.append(line)
    return outside


def headings(page: str) -> list[str]:
    return [line for line in prose(page) if re.match(r"#+ ", line)]


@dataclass(frozen=True)
class Part:
    """A part of a page; ``kind`` is the same in both languages, ``text`` is how it begins."""

    kind: str
    text: str


def parts(page: str) -> list[Part]:
    """The headings, paragraphs, list items, rows of tables and blocks of a page, in order."""
    shown = blocks(page)
    names = [name for block in shown for name in re.findall(r"^ *(?:- )?name: (.+)", block.text, re.MULTILINE)]
    # Comments and the names of scenarios are in the reader's language.
    words = "|".join([r" *(?:#|//) .*", *map(re.escape, names)])
    coming = iter(shown)
    known: list[Part] = []
    before, inside = "", False
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = not inside
            if inside:
                block = next(coming)
                known.append(Part(f"{block.labels} {re.sub(words, '', block.text)}", f"the block {block}"))
        elif inside or not line or line.startswith("<!--"):
            pass
        elif mark := re.match(r"#+ |\||- ", line):
            # What a row is about, where that is code or a number, is the same in both languages.
            row = re.match(r"\| (`[^`]*`|\d+)", line)
            known.append(Part(row[0] if row else mark[0], line))
        elif not before:
            known.append(Part("paragraph", line))
        before = line
    return known


@pytest.mark.parametrize("page", ENGLISH)
def test_a_chinese_page_has_all_that_its_english_page_has(page: str) -> None:
    here, there = parts(page), parts(chinese(page))
    changes = SequenceMatcher(None, [part.kind for part in here], [part.kind for part in there], autojunk=False)
    lags = [
        f"{page} has {[part.text for part in here[a:b]]}, {chinese(page)} has {[part.text for part in there[c:d]]}"
        for how, a, b, c, d in changes.get_opcodes()
        if how != "equal"
    ]
    assert not lags, "\n".join(lags)


@pytest.mark.parametrize("page", ENGLISH)
def test_each_page_leads_to_the_other_language_at_its_top(page: str) -> None:
    twin = chinese(page)
    assert re.search(rf"^\[中文(说明)?\]\({Path(twin).name}\)$", "\n".join(prose(page)[:5]), re.MULTILINE), page
    assert f"[English]({Path(page).name})" in prose(twin)[:5], twin


@pytest.mark.parametrize("page", IN_BOTH)
def test_a_page_without_a_twin_has_a_word_in_chinese(page: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]", "\n".join(prose(page)[:6]))


@pytest.mark.parametrize("page", [chinese(page) for page in ENGLISH])
def test_a_chinese_page_leads_to_chinese_pages(page: str) -> None:
    links = re.findall(r"\[([^\]]*)\]\(([^)#\s]+\.md)[^)]*\)", "\n".join(prose(page)))
    there = [target for text, target in links if text != "English" and not target.endswith(".zh-CN.md")]
    assert [each for each in there if ((ROOT / page).parent / chinese(each)).exists()] == [], page


def anchor(heading: str) -> str:
    """What a heading is called in links, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target, part in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", "\n".join(prose(page))):
        if not target.startswith("https://"):
            there = (ROOT / page).parent / target if target else ROOT / page
            assert there.exists(), f"{page} links to {target}"
            if part:
                known = {anchor(each) for each in headings(str(there.resolve().relative_to(ROOT)))}
                assert part in known, f"{page} links to {target}#{part}"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_promises_a_package_index(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert not re.search(r"pip3? install (?!'?/path/to/mockwx)\S|pypi\.org|shields\.io", text)


def test_the_readme_is_short_and_no_page_is_long() -> None:
    longest = {"README.md": 230, "README.zh-CN.md": 230}
    for page in PAGES:
        lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
        assert len(lines) < longest.get(page, 400), page


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("endpoints --markdown", "docs/reference.md"),
        ("audit --list --markdown --lang en", "docs/audit-checks.md"),
        ("audit --list --markdown --lang zh", "docs/audit-checks.zh-CN.md"),
    ],
)
def test_what_is_made_from_the_tables_is_made_anew_when_they_change(command: str, path: str) -> None:
    made = CliRunner().invoke(main, command.split())
    assert made.exit_code == 0, made.output
    assert made.output == (ROOT / path).read_text(encoding="utf-8"), f"{path} is out of date: run 'make reference'"


@pytest.mark.newest
def test_the_schema_is_made_anew_when_the_models_change() -> None:
    written = (ROOT / "mockwx/scenario/language/schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == schema_from_models(), "schema.json is out of date: run 'make reference'"


def names(thing: type) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


@in_both_languages("docs/pytest.md")
def test_the_pytest_page_tells_all_that_mockwx_and_a_phone_can_do(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    untold = names(MockWx) | names(Phone) - {"name"}
    assert {name for name in untold if not re.search(rf"`\.?{name}\b", text)} == set(), f"{page}: tell of these methods"


@in_both_languages("docs/http.md")
def test_the_http_page_tells_every_control_call(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    routes = {f"{method} {path.replace('*', 'NAME')}" for method, path in control_routes.ROUTES}
    routes -= {f"POST {group}/NAME" for group in ("phone", "wechat", "clock")}
    routes |= {f"POST {verb.replace('.', '/')}" for verb in VERBS if not verb.startswith("phone.")}
    assert {route for route in routes if f"`{route}" not in text} == set(), f"{page}: tell of these control calls"


@in_both_languages("docs/phone.md")
def test_the_phone_page_tells_every_verb_and_every_way_to_refuse(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    verbs = [verb for name, verb in VERBS.items() if name.startswith("phone.")]
    assert [verb.name for verb in verbs if f"`{verb.name}`" not in text] == [], f"{page}: tell of these verbs"
    rows = re.findall(r"^\| ((?:`phone\.\w+`(?:, |、)?)+) \| (.*) \|$", text.partition("| `deny` |")[2], re.MULTILINE)
    told = {name: row for names, row in rows for name in re.findall(r"`(phone\.\w+)`", names)}
    for verb in verbs:
        ways = {way for arg in verb.args if arg.type == "denial" for way in arg.choices}
        row = told.get(verb.name, "")
        if "`privacy`" in row:
            ways -= set(PRIVACY_FAILURES)
        assert {way for way in ways if f"`{way}`" not in row} == set(), f"{page}: in the table of deny, {verb.name}"
    assert {way for way in PRIVACY_FAILURES if f"`{way}`" not in text} == set(), f"{page}: the like of privacy"


@in_both_languages("docs/scenarios.md")
def test_the_scenario_page_and_the_one_about_the_audits_file_tell_every_key(page: str) -> None:
    pages = (page, page.replace("scenarios", "audit-file"))
    text = "\n".join((ROOT / each).read_text(encoding="utf-8") for each in pages)
    keys = {field.name for field in fields(When)}

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                if "." in name:
                    continue  # a verb with its arguments: the page about the phone tells them
                if name == "properties":
                    keys.update(key for key in each if "." not in key)
                collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)

    collect(schema())
    untold = {key for key in keys if not re.search(rf"`{key}\b|\b{key}:", text)}
    assert untold == set(), f"{' or '.join(pages)}: tell of these keys"


@in_both_languages("docs/run.md")
def test_the_page_about_run_tells_every_ready_scenario_and_what_it_needs(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([\w-]+)` \| ((?:`\w+`(?:, )?)+) \|", text, re.MULTILINE))
    needs = {}
    for name in ready_scenarios.builtin_names():
        steps = loader.load(ready_scenarios.find(name)).scenario.steps
        actions = {step.action for step in steps}
        needs[name] = ", ".join(f"`{each}`" for each in ("login", "me", "phone", "decrypt") if each in actions)
    assert told == needs


@in_both_languages("docs/redis.md")
def test_the_page_about_many_servers_tells_its_options_and_commands(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    options = {name for each in serve.params for name in each.opts if name.startswith("--")}
    about = {"--redis", "--workers", "--fresh", "--journal", "--watch", "--world", "--restore", "--save-on-exit"}
    assert about <= options
    told = {*about, "mockwx snapshot", "mockwx restore", "-1 system error", "mockwx[redis]"}
    assert {name for name in told if name not in text} == set()


@in_both_languages("docs/run.md")
def test_the_page_about_run_tells_every_option(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    options = {name for each in run.params for name in each.opts if name.startswith("--")}
    untold = {name for name in options - {"--help"} if not re.search(rf"`[^`\n]*{name}\b", text)}
    assert untold == set(), f"{page}: tell of these options"
