"""What the checks have in common that judge cells of the chaos matrix."""

from __future__ import annotations

from collections.abc import Callable

from mockwx.audit.chaos.cell_findings import findings_from
from mockwx.audit.chaos.cells import matrix
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.lab import Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.core.text.bilingual import Text


async def judged(lab: Lab, check: str, what: Text, *, cause: Callable[[CellSeen], str]) -> ProbeResult:
    """The cells that were judged as this check's."""
    cells = await matrix(lab)
    wrong = [seen_cell for seen_cell in cells if seen_cell.cell.check == check]
    if not wrong:
        number = len(cells)
        return passed(Text(f"in none of {number} faults", f"{number} 种故障中均未出现"))
    return failed(findings_from(lab, wrong, cells, what, cause=cause))
