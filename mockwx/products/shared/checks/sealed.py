"""Checks of sealed phone data that a backend asks about by its hash."""

from __future__ import annotations

import re

from mockwx.core import errcodes as e
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class HexDigest(Check, frozen=True):
    name: str

    errcodes = (e.common.INVALID_ARGS,)

    def ask(self, call: Call) -> Refusal | None:
        if _SHA256.fullmatch(call.text(self.name)):
            return None
        return self.refuse(e.common.INVALID_ARGS, f"{self.name} is no sha256 in hex")


class KnownSealed(Check, frozen=True):
    name: str

    errcodes = (e.session.NO_SUCH_DATA,)

    def ask(self, call: Call) -> Refusal | None:
        if call.world.sealed.sealed_at(call.known_app.appid, call.text(self.name), call.now) is not None:
            return None
        return self.refuse(e.session.NO_SUCH_DATA, "no phone data with this hash was sealed in the last three days")
