"""Requests and answers as a report may show them: on one line, masked, and as a curl line to paste."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mockwx.core.journal.shown import shown_text, shown_value
from mockwx.core.text.output_escaping import printable
from mockwx.play.clients import FilledRequest

SHOWN = 600
CODE = "CODE"
"""Stands for a fresh code in a curl line: a used one shows nothing."""


def shown_request(request: FilledRequest) -> str:
    """``POST http://127.0.0.1:8000/login {"code": "0a1…"}``"""
    parts = request.parts
    words = [request.method, request.url + (f"?{_encoded(parts['params'])}" if parts.get("params") else "")]
    words += [f"{name}: {value}" for name, value in parts.get("headers", {}).items()]
    if "json" in parts:
        words.append(json.dumps(shown_value(parts["json"]), ensure_ascii=False))
    elif isinstance(parts.get("data"), dict):
        words.append(_encoded(parts["data"]))
    elif "data" in parts:
        words.append(shown_text(_text(parts["data"])))
    return _short(printable(" ".join(words)))


def as_curl(request: FilledRequest, code: Any = None) -> str:
    """``code`` is spelt ``CODE``."""
    parts = request.parts
    words = ["curl", "-i"]
    if request.method != "GET":
        words += ["-X", request.method]
    url = request.url + (f"?{_encoded(parts['params'])}" if parts.get("params") else "")
    words.append(shlex.quote(url))
    for name, value in parts.get("headers", {}).items():
        words += ["-H", shlex.quote(f"{name}: {value}")]
    if "json" in parts:
        words += ["-H", shlex.quote("Content-Type: application/json")]
        words += ["-d", shlex.quote(json.dumps(shown_value(parts["json"]), ensure_ascii=False))]
    elif isinstance(parts.get("data"), dict):
        words += ["-d", shlex.quote(_encoded(parts["data"]))]
    elif "data" in parts:
        words += ["-d", shlex.quote(_short(shown_text(_text(parts["data"]))))]
    line = printable(" ".join(words))
    return line.replace(code, CODE) if isinstance(code, str) and len(code) >= len(CODE) * 4 else line


def _encoded(values: Mapping[str, Any]) -> str:
    return urlencode(values, errors="replace")  # half an emoji has no bytes


def _text(data: Any) -> str:
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
