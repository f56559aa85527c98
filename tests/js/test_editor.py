"""What an editor offers and flags in a scenario file: yaml-language-server with the schema that is shipped."""

from __future__ import annotations

import json
import subprocess
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

from mockwx.scenario.language.schema import FILE
from mockwx.scenario.loader import parse

from . import node

SERVER = node.JS / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}


class Editor:
    """As much of the language server protocol as these tests need."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
        self._number = 0
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True},
        }
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": SETTINGS}})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def _next(self) -> Any:
        length = 0
        while (line := self._from.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        message = json.loads(self._from.read(length))
        if "id" in message and "method" in message:  # the server asks for the editor's settings
            items = message["params"].get("items", []) if isinstance(message["params"], dict) else []
            answer = [SETTINGS.get(item.get("section"), {}) for item in items]
            self._send({"id": message["id"], "result": answer if items else None})
        return message

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def open(self, text: str) -> tuple[str, list[str]]:
        """A document with a modeline; its URI, and what is flagged in it."""
        self._number += 1
        uri = f"file:///scenario{self._number}.yaml"
        whole = f"# yaml-language-server: $schema={FILE.as_uri()}\n{text}"
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": whole}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while True:
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return uri, [found["message"] for found in message["params"]["diagnostics"]]

    def offered(self, text: str) -> dict[str, Any]:
        """What is offered where ``|`` stands, by label."""
        uri, place = self._at(text)
        found = self.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        return {item["label"]: item for item in found["items"]}

    def hover(self, text: str) -> str:
        uri, place = self._at(text)
        found = self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})
        return str(found["contents"]["value"]) if found else ""

    def _at(self, text: str) -> tuple[str, dict[str, int]]:
        before, _, after = text.partition("|")
        uri, _ = self.open(before + after)
        return uri, {"line": before.count("\n") + 1, "character": len(before.rpartition("\n")[2])}


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    program = node.program("node")
    node.install()
    with subprocess.Popen(
        [program, str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield Editor(process)
        finally:
            process.kill()


GOOD = """\
mockwx: 1
rules:
  - {when: {api: code2session, call: 1}, then: {errcode: 40163}}
  - {when: {api: /sns/jscode2session}, then: {errcode: invalid_code}}
  - {when: {api: jscode2session, call: 9}, then: {errcode: "45011"}}
steps:
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code}
    expect: {outcome: refused}
  - clock.advance: 61s
  - wechat.rotate_session_key: {user: alice}
"""


def test_what_is_good_is_not_flagged(editor: Editor) -> None:
    assert editor.open(GOOD)[1] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("phone.login", "phone.logon"),
        ("wechat.rotate_session_key", "wechat.rotate"),
        ("{user: alice, as: code}", "{usr: alice, user: alice, as: code}"),
        ("rotate_session_key: {user: alice}", "rotate_session_key: {app: shop}"),
        ("api: code2session", "api: code2sesion"),
        ("40163", "40162"),
        ("invalid_code", "invalid_cod"),
        ("outcome: refused", "outcome: refusd"),
        ("clock.advance: 61s", "clock.advance: {}"),
    ],
)
def test_a_wrong_verb_argument_api_or_errcode_is_flagged(editor: Editor, right: str, wrong: str) -> None:
    assert right in GOOD
    assert editor.open(GOOD.replace(right, wrong, 1))[1] != []


def test_steps_offer_verbs_with_what_they_do(editor: Editor) -> None:
    offered = editor.offered("mockwx: 1\nsteps:\n  - |\n")
    assert {"phone.login", "phone.getPhoneNumber", "backend.login", "clock.advance", "wechat.revoke_token"} <= set(
        offered
    )
    assert "code" in str(offered["phone.login"].get("documentation"))


def test_a_verb_offers_its_arguments(editor: Editor) -> None:
    offered = editor.offered("mockwx: 1\nsteps:\n  - phone.login:\n      |\n")
    assert {"user", "app", "as"} <= set(offered)
    assert "backend" not in offered


def test_what_is_inserted_for_a_verb_is_valid(editor: Editor) -> None:
    offered = editor.offered("mockwx: 1\nsteps:\n  - |\n")
    inserted = offered["phone.login"]["textEdit"]["newText"]
    for nth in range(1, 9):
        inserted = inserted.replace(f"${{{nth}}}", "alice").replace(f"${nth}", "alice")
    lines = textwrap.indent(inserted, "    ").strip()
    text = f"mockwx: 1\nsteps:\n  - {lines}\n"
    parse(text)
    assert editor.open(text)[1] == []


def test_a_verb_an_argument_and_an_errcode_have_hover_texts(editor: Editor) -> None:
    assert "code" in editor.hover("mockwx: 1\nsteps:\n  - phone.lo|gin: {user: alice}\n")
    assert editor.hover("mockwx: 1\nsteps:\n  - phone.login: {us|er: alice}\n")
    text = "mockwx: 1\nrules:\n  - {when: {api: code2session}, then: {errcode: |40163}}\n"
    assert "already exchanged" in editor.hover(text)
    assert "no such type" not in editor.hover(text), "the meaning of this errcode, not of all"


def test_apis_and_errcodes_are_offered_with_their_path_and_meaning(editor: Editor) -> None:
    apis = editor.offered("mockwx: 1\nrules:\n  - when:\n      api: |\n")
    assert "/sns/jscode2session" in str(apis["code2session"].get("documentation"))
    errcodes = editor.offered("mockwx: 1\nrules:\n  - when: {api: code2session}\n    then:\n      errcode: |\n")
    assert "code_used" in str(errcodes["40163"].get("documentation"))
