"""The picture: a bar of logins per second for each contender, as SVG, on a card that suits light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

WIDTH, BAR, STEP, TOP = 720, 22, 40, 76
LEFT, RIGHT = 150, 80
"""What names and figures need beside the bars."""
FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
STYLE = """\
.card { fill: #ffffff; stroke: #d0d7de }
.title { font-size: 17px; font-weight: 600; fill: #1f2328 }
.name, .figure { font-size: 14px; fill: #1f2328 }
.ours { font-weight: 700 }
.note { font-size: 12px; fill: #59636e }
.bar { fill: #afb8c1 }
.mine { fill: #07c160 }
@media (prefers-color-scheme: dark) {
  .card { fill: #0d1117; stroke: #3d444d }
  .title, .name, .figure { fill: #f0f6fc }
  .note { fill: #9198a1 }
  .bar { fill: #59636e }
}"""


def draw(rates: Mapping[str, float], ours: str, notes: tuple[str, ...]) -> str:
    """``rates``: logins per second by contender; ``notes``: lines below the bars."""
    below = TOP + STEP * len(rates) + 8
    height = below + 20 * len(notes)
    said = "; ".join(f"{name}: {rate:,.0f} logins per second" for name, rate in rates.items())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="{FONTS}" role="img">',
        f"<title>{escape(said)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="card" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>',
        '<text class="title" x="20" y="34">Logins per second, one server process</text>',
        '<text class="note" x="20" y="56">每秒登录次数（单个服务进程），越长越好</text>',
    ]
    longest = max(rates.values())
    for nth, (name, rate) in enumerate(sorted(rates.items(), key=lambda each: -each[1])):
        y, length = TOP + STEP * nth, max(2.0, (WIDTH - LEFT - RIGHT) * rate / longest)
        mine = name == ours
        text, bar = (" ours", "mine") if mine else ("", "bar")
        lines += [
            f'<text class="name{text}" x="{LEFT - 12}" y="{y + 16}" text-anchor="end">{escape(name)}</text>',
            f'<rect class="{bar}" x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="3"/>',
            f'<text class="figure{text}" x="{LEFT + length + 8:.1f}" y="{y + 16}">{rate:,.0f}</text>',
        ]
    lines += [
        f'<text class="note" x="20" y="{below + 20 * nth}">{escape(note)}</text>' for nth, note in enumerate(notes)
    ]
    return "\n".join([*lines, "</svg>"]) + "\n"
