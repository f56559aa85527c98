"""Call: one request of a load, and what a right answer to it contains."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

PLACE = "$code"
"""Where a fresh code goes, in the target or the body."""


@dataclass(frozen=True, slots=True)
class Call:
    target: str
    """Path and query."""
    proof: str
    """A piece of every right answer's body."""
    method: str = "GET"
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def takes_code(self) -> bool:
        return PLACE in self.target + self.body

    def spelt(self, code: str) -> str:
        """The request as it goes over the wire."""
        body = self.body.replace(PLACE, code)
        length = {"Content-Length": str(len(body))} if body else {}
        headers = "".join(
            f"{name}: {value}\r\n" for name, value in {"Host": "127.0.0.1", **self.headers, **length}.items()
        )
        return f"{self.method} {self.target.replace(PLACE, code)} HTTP/1.1\r\n{headers}\r\n{body}"

    def template(self, code: str) -> str:
        """As ``spelt`` for any code as long as this one, with the place in it where the code goes."""
        return self.spelt(code).replace(code, PLACE) if self.takes_code else self.spelt("")

    def ask(self, port: int, code: str = "") -> tuple[str | None, bytes]:
        """Label and body of the answer.

        :raises OSError: nobody answers.
        """
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        target, body = self.target.replace(PLACE, code), self.body.replace(PLACE, code)
        try:
            connection.request(self.method, target, body or None, dict(self.headers))
            answer = connection.getresponse()
            return answer.headers["Content-Type"], answer.read()
        finally:
            connection.close()

    def is_answered(self, port: int) -> bool:
        """Whether a server is there and gives a right answer."""
        try:
            return self.proof.encode() in self.ask(port, "ready")[1]
        except (OSError, http.client.HTTPException):
            return False

    def shape(self, port: int, code: str) -> tuple[str | None, list[str]]:
        """Label and keys of the answer, which is JSON."""
        label, body = self.ask(port, code)
        return label, list(json.loads(body))
