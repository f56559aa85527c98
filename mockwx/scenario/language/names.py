"""The names that a scenario may use, and the nearest one for a name that does not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct, field

from mockwx.core import errcodes
from mockwx.core.errcodes import Errcode
from mockwx.core.people.accounts import is_one_of_people
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import did_you_mean, nearest, unknown
from mockwx.core.text.output_escaping import cut
from mockwx.products.endpoint_lookup import BY_API, ENDPOINTS, named
from mockwx.scenario.reading.problems import Wrong


class Names(Struct, frozen=True):
    """Who lives in the world that a rule is for. ``None`` where anybody may be named."""

    apps: Collection[str] | None = None
    appids: dict[str, str] = field(default_factory=dict)
    """appid → app name; a rule may name an app by either."""
    users: Collection[str] | None = None
    people: int = 0
    """u0 to u(people - 1) live there too."""

    def app(self, name: str) -> str:
        """The scenario's own name of an app."""
        if self.apps is None or name in self.apps:
            return name
        if name in self.appids:
            return self.appids[name]
        raise no_such("app", "应用", name, self.apps)

    def user(self, name: str) -> str:
        if self.users is None or name in self.users or is_one_of_people(name, self.people):
            return name
        raise no_such("user", "用户", name, self.users)


ANYBODY = Names()


def no_such(what_en: str, what_zh: str, wrong: str, known: Iterable[str]) -> Wrong:
    known = tuple(known)
    shown = cut(wrong, 100)
    return Wrong(unknown(what_en, what_zh, shown, known), nearest(shown, known))


def api_of(name: str) -> str:
    """The api of its name, path, the path's last part or Tencent's own name."""
    endpoint = named(name)
    if endpoint is not None:
        return endpoint.api
    # A misspelt path is compared with paths, a misspelt name with names.
    near = nearest(name[-100:], (endpoint.path for endpoint in ENDPOINTS)) if "/" in name else None
    if near is not None:
        guess = named(near)
        assert guess is not None  # noqa: S101  it comes from the table
        en, _ = did_you_mean(f"{near!r} ({guess.api})")
        _, zh = did_you_mean(f"{near!r}（{guess.api}）")
        raise Wrong(both(f"there is no api {name[-100:]!r}{en}", f"没有接口 {name[-100:]!r}{zh}"), guess.api)
    raise no_such("api", "接口", name, BY_API)


def errcode_of(value: object) -> Errcode:
    """The errcode of ``40163``, ``"40163"`` or ``code_used``."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Wrong(
            both(
                "an errcode is a number or a name, such as 45011 or code_used",
                "errcode 应为数字或名称，例如 45011 或 code_used",
            )
        )
    if str(value).strip() == "0":
        raise Wrong(
            both(
                "errcode 0 means success and is no fault; leave the rule away, or keep its latency alone",
                "errcode 0 表示成功，不是故障；请去掉这条规则，或只保留 latency",
            )
        )
    shown = str(value)[:100]
    errcode = errcodes.lookup(value if isinstance(value, int) else shown)
    if errcode is not None:
        return errcode
    near = errcodes.nearest(shown)
    if near is None:
        raise Wrong(
            both(
                f"there is no errcode {shown!r}; see: mockwx errcode",
                f"没有 errcode {shown!r}；可用 mockwx errcode 查看全部",
            )
        )
    row = errcodes.lookup(near)
    assert row is not None  # noqa: S101  it comes from the table
    en, _ = did_you_mean(f"{row.code} ({row.name}: {row.en})")
    _, zh = did_you_mean(f"{row.code}（{row.name}：{row.zh}）")
    raise Wrong(both(f"there is no errcode {shown!r}{en}", f"没有 errcode {shown!r}{zh}"), near)
