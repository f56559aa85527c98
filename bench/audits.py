"""``mockwx audit`` of the example with FastAPI: what a team waits for in CI."""

from __future__ import annotations

import subprocess
import sys
import time

from bench.contenders import REPOSITORY
from bench.measured import Measured, Target, alone
from bench.scale import Scale

EXAMPLE = REPOSITORY / "examples" / "audit"
WHOLE, QUICK = Target("<", 60.0), Target("<", 12.0)


def audits(scale: Scale) -> list[Measured]:
    measures = [_measured("audit.quick", "`mockwx audit --quick` of the example with FastAPI", QUICK, "--quick")]
    if scale.whole_audit:
        measures.append(_measured("audit", "`mockwx audit` of the example with FastAPI", WHOLE))
    return measures


def _measured(key: str, what: str, target: Target, *options: str) -> Measured:
    command = [sys.executable, "-m", "mockwx", "audit", "--backend", "backend.yaml", *options]
    began = time.perf_counter()
    done = subprocess.run(
        [*command, "--", sys.executable, "fastapi_app/app.py"], cwd=EXAMPLE, capture_output=True, text=True
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"the audit failed: {done.stdout[-500:]}{done.stderr[-500:]}")
    return alone(key, what, "s", [seconds], target)
