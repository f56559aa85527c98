"""The chaos matrix in the page: a table of faults for each api, each cell a colour and a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.audit.chaos_matrix import Cell
from mockwx.audit.reports.page.writer import Writer, code
from mockwx.core.text.bilingual import Text
from mockwx.play.report_html import escape

LONGEST_ANSWER = 40
_CLASSES = {
    "person": Text("about the person", "与用户有关"),
    "passing": Text("passing", "暂时故障"),
    "ours": Text("ours to mend", "我方配置"),
    "token": Text("access_token", "access_token"),
    "harmless": Text("harmless", "无害"),
    "profile": Text("only the profile", "只缺资料"),
    "unsure": Text("unsure", "不确定"),
}
_OUTCOMES = {"ok": "✓", "refused": "R", "unavailable": "U", "crashed": "✗", "unclear": "?"}
_LEGEND = Text(
    "✓ ok · R refused · U unavailable · ✗ crashed · ? unclear · – not tried. Green is right; other colours are the "
    "severity. Before: WeChat did nothing; after: it had spent the code or made the token when the answer failed.",
    "✓ 成功 · R 拒绝 · U 暂不可用 · ✗ 崩溃 · ? 无法判断 · – 未尝试。绿色为正确，其他颜色为严重程度。"
    "“前”：微信什么也没做；“后”：应答失败时 code 已消耗或 token 已生成。",
)


def matrix(cells: Sequence[Cell], write: Writer) -> Iterator[str]:
    if not cells:
        return
    right, whole = sum(cell.severity is None for cell in cells), len(cells)
    yield write.heading("Chaos matrix: all that WeChat can do wrong", "故障矩阵：微信可能出的各种错")
    yield f"<p>{write.label(f'{right} of {whole} right', f'{whole} 项中 {right} 项正确')}</p>"
    for api in dict.fromkeys(cell.api for cell in cells):
        yield from _table(api, [cell for cell in cells if cell.api == api], write)
    yield f'<p class="legend">{write.told(_LEGEND)}</p>'


def _table(api: str, cells: Sequence[Cell], write: Writer) -> Iterator[str]:
    yield f'<h3>{code(api)}</h3><div class="wide"><table class="matrix"><thead><tr>'
    for en, zh in (("kind", "类别"), ("fault", "故障"), ("before", "前"), ("after", "后"), ("answer", "应答")):
        yield f'<th scope="col">{write.label(en, zh)}</th>'
    yield "</tr></thead><tbody>"
    kinds = [*_CLASSES, *(cell.fault_class for cell in cells)]
    rows = dict.fromkeys((cell.fault_class, cell.fault) for cell in cells)
    for kind, fault in sorted(rows, key=lambda row: kinds.index(row[0])):
        both = {cell.after: cell for cell in cells if (cell.fault_class, cell.fault) == (kind, fault)}
        yield f"<tr><td>{write.told(_CLASSES.get(kind, Text.alike(kind)))}</td>"
        yield f'<th scope="row">{code(fault)}</th>{_cell(both.get(False), write)}{_cell(both.get(True), write)}'
        yield f"<td>{_told(list(both.values()), write)}</td></tr>"
    yield "</tbody></table></div>"


def _cell(cell: Cell | None, write: Writer) -> str:
    if cell is None:
        return '<td class="cell"></td>'
    if not cell.outcome:
        return '<td class="cell untried">–</td>'
    kind = "right" if cell.severity is None else cell.severity.value
    expected = " / ".join(cell.right)
    title = escape(f"{cell.outcome}; {cell.seconds:.2f} s; {cell.calls} × {cell.api}; right: {expected}")
    return f'<td class="cell {kind}" title="{title}">{_OUTCOMES.get(cell.outcome, "?")}</td>'


def _told(cells: Sequence[Cell], write: Writer) -> str:
    """Of wrong cells what was answered and which check tells of it; of untried ones why."""
    parts = []
    for cell in cells:
        if cell.severity is not None:
            parts.append(f"{code(cell.check)} {code(_cut(cell.answer))}")
        elif cell.reason is not None:
            parts.append(write.told(cell.reason))
    return "<br>".join(dict.fromkeys(parts))


def _cut(answer: str) -> str:
    return answer if len(answer) <= LONGEST_ANSWER else answer[:LONGEST_ANSWER] + "…"
