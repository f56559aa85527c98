"""Call patterns: what calls of one connection have in common whose heads differ in the code alone, read once."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from mockwx.core.wire import Request
from mockwx.products.shared.settled import Settled
from mockwx.server.callers import NO_BODY, Caller
from mockwx.server.request_heads import MOST_HEAD_BYTES, Head, read_head


class CallPattern(Struct, frozen=True):
    head: Head
    world: str
    request: Request
    """The first of them, without its body."""
    settled: Settled

    @classmethod
    def of(cls, text: bytes, caller: Caller) -> CallPattern | None:
        """The pattern of the call with this head; None: it is not ordinary."""
        read = read_head(text, caller.scheme)
        if read is None:
            return None
        head, query, raw_query = read
        address = head.address
        request = caller.request(address, query, raw_query, head.method, head.user_agent, NO_BODY, head.body_bytes)
        return cls(head, address.world or caller.world, request, Settled())

    def read(self, seen: bytes, at: int) -> tuple[Mapping[str, str], str, int] | None:
        """Query and raw query of the call that begins at ``at``, and where its head ends. None: it is of another
        pattern, or the head is not whole.

        As ``read_head`` reads it, without a look at what is the same: a login takes 5,500 instructions less, of 88,000.
        """
        head, request = self.head, self.request
        if not seen.startswith(head.before_code, at):
            return None
        start = at + len(head.before_code)
        if not head.after_code:
            return request.query, request.raw_query, start
        end = seen.find(head.after_code, start, at + MOST_HEAD_BYTES)
        code = seen[start:end]
        if end < 0 or not code.isalnum():
            return None
        value = code.decode()
        query = head.address.query.copy()
        query[head.code_name] = value
        before, after = head.around_code
        return query, f"{before}{value}{after}", end + len(head.after_code)
