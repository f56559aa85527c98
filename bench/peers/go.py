"""A peer from Go's module proxy, compiled here."""

from __future__ import annotations

import os
import subprocess

from bench.call import Call
from bench.peers.peer import FOLDER, Peer, run_installer

MODULE, VERSION = "github.com/stripe/stripe-mock", "v0.203.0"
BINARY = FOLDER / "bin" / "stripe-mock"


def _install() -> None:
    if BINARY.exists():
        told = subprocess.run(["go", "version", "-m", str(BINARY)], capture_output=True, text=True, check=False)
        if VERSION in told.stdout:
            return
    run_installer(["go", "install", f"{MODULE}@{VERSION}"], env={**os.environ, "GOBIN": str(BINARY.parent)})


STRIPE_MOCK = Peer(
    "stripe-mock",
    VERSION.removeprefix("v"),
    "plain HTTP alone, nothing verbose; it keeps no state and no journal",
    _install,
    lambda port: [str(BINARY), "-http-addr", f"127.0.0.1:{port}"],
    {},
    warmup=3,
    call=Call(
        "/v1/customers",
        '"id"',
        "POST",
        "email=alice%40example.com&name=alice",
        {"Authorization": "Bearer sk_test_123", "Content-Type": "application/x-www-form-urlencoded"},
    ),
)
