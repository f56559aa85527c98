"""conformance.json, case by case, with the client in one file."""

import inspect
import json
import re
import unittest
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from mockwx_lite import MockWx, MockWxError, Phone

CASES = json.loads(Path(__file__).parent.with_name("conformance.json").read_text(encoding="utf-8"))


def exchange(mockwx: MockWx, code: str) -> Any:
    app = mockwx.app
    query = {"appid": app["appid"], "secret": app["secret"], "js_code": code, "grant_type": "authorization_code"}
    try:
        with urllib.request.urlopen(f"{mockwx.url}/sns/jscode2session?{urlencode(query)}", timeout=30) as response:
            return json.load(response)
    except (OSError, HTTPException):
        return "lost"


def do(mockwx: MockWx, method: str, args: Any) -> Any:
    if method == "exchange":
        return exchange(mockwx, **args)
    if method not in ("login", "do") and hasattr(Phone, method) and "user" in args:
        return getattr(mockwx.user(args["user"]), method)()
    member = inspect.getattr_static(MockWx, method)
    return getattr(mockwx, method) if isinstance(member, property) else getattr(mockwx, method)(**args)


def filled(value: Any, kept: Any) -> Any:
    """``value`` with what $NAME stands for."""
    if isinstance(value, dict):
        return {key: filled(part, kept) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, kept) for part in value]
    return kept[value[1:]] if isinstance(value, str) and value.startswith("$") else value


class Conformance(unittest.TestCase):
    def is_as(self, shown: Any, answer: Any) -> None:
        if isinstance(shown, dict):
            for key, part in shown.items():
                self.is_as(part, answer[key])
        elif isinstance(shown, list):
            assert len(shown) == len(answer), answer
            for part, it in zip(shown, answer):
                self.is_as(part, it)
        elif isinstance(shown, str) and "…" in shown:
            pattern = ".*".join(map(re.escape, shown.split("…")))
            assert re.fullmatch(pattern, answer, re.DOTALL), f"{answer!r} is not as {shown!r}"
        else:
            assert shown == answer

    def fails_as(self, shown: Any, mockwx: MockWx, method: str, args: Any) -> None:
        if "assertion" in shown:
            with pytest.raises(AssertionError) as failed:
                do(mockwx, method, args)
            self.is_as(shown["assertion"], str(failed.value))
            return
        with pytest.raises(MockWxError) as refused:
            do(mockwx, method, args)
        self.is_as(shown["error"], str(refused.value))
        assert shown["status"] == refused.value.status
        assert shown.get("where", refused.value.where) == refused.value.where

    def test_conformance(self) -> None:
        for case in CASES:
            with MockWx() as mockwx:
                self.play(mockwx, case)

    def play(self, mockwx: MockWx, case: Any) -> None:
        kept: Any = {}
        for number, step in enumerate(case["steps"], start=1):
            method, args = next(iter(step.items()))
            with self.subTest(case["case"], step=number, method=method):
                args = filled(args, kept)
                if "fails" in step:
                    self.fails_as(step["fails"], mockwx, method, args)
                    continue
                answer = do(mockwx, method, args)
                if "as" in step:
                    kept[step["as"]] = answer
                if "gives" in step:
                    self.is_as(filled(step["gives"], kept), answer)


if __name__ == "__main__":
    unittest.main()
