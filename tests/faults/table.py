"""Every fault once: what a rule says, what the journal calls it, and whether WeChat's answer stays whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Way:
    then: dict[str, Any]
    called: str
    """In the journal."""
    end: str = "FIN"
    """How the connection ends."""
    whole: bool = False
    """The answer is WeChat's own, so its work is done, whatever ``commit`` says."""


WAYS = {
    "an errcode": Way({"errcode": -1}, ""),
    "a status": Way({"http": 502}, "HTTP 502"),
    "a status with a text": Way({"http": 503, "body": "busy"}, "HTTP 503"),
    "a page with its status": Way({"body": {"template": "nginx-504"}}, "HTTP 504"),
    "silence": Way({"net": "hang"}, "net hang", end="silence"),
    "silence midway": Way({"net": "hang", "body": {"truncate": 9}}, "net hang after 9 bytes", end="silence"),
    "a reset": Way({"net": "reset"}, "net reset", end="RST"),
    "a reset midway": Way({"net": "reset", "body": {"truncate": 9}}, "net reset after 9 bytes", end="RST"),
    "a close": Way({"net": "empty"}, "net empty"),
    "a close midway": Way({"net": "empty", "body": {"truncate": 9}}, "net empty after 9 bytes"),
    "a cut": Way({"body": {"truncate": 9}}, "body cut after 9 bytes"),
    "a cut among chunks": Way({"body": {"truncate": 9, "chunked": True}}, "body cut after 9 bytes"),
    "another body": Way({"body": {"raw": "{}"}}, "body raw"),
    "a portal": Way({"body": {"template": "captive-portal"}}, "body captive-portal"),
    "nothing at all": Way({"body": {"template": "empty"}}, "body empty"),
    "keys less and more": Way({"body": {"drop": ["x"], "add": {"y": 1}}}, "body without x and with y"),
    "a trickle": Way({"body": {"slow": {"bytes_per_second": 4000}}}, "body at 4000 bytes per second", whole=True),
    "another type": Way({"body": {"content_type": "text/html"}}, "labelled text/html", whole=True),
    "another charset": Way({"body": {"charset": "gbk"}}, "labelled charset=gbk", whole=True),
    "a deed": Way({"do": ["wechat.pay"]}, "after wechat.pay", whole=True),
}
