"""What leads a phone to a page of a mini program: codes in pictures, URL Schemes and URL Links.

The picture is a QR code that says all there is to know, as an address below ``mp.weixin.qq.com``, so nobody has to
remember it. WeChat's own round codes hold something else, which no decoder but WeChat's reads.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec import Struct

from mockwx.core.clock import DAY, HOUR
from mockwx.core.ids import Ids
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable

ROUND_CODE = 1047
"""WeChat's number for how a page was come by: a mini program's code was scanned."""
SQUARE_CODE = 1011
LINK = 1065
MOST_LIMITED = 100_000
"""So many different codes getwxacode and createwxaqrcode make of an app together."""
LONGEST_LIFE = 30 * DAY
_SCHEME, _URL = "weixin://dl/business/?t=", "https://wxaurl.cn/"
_HOST = "mp.weixin.qq.com"
_KINDS = {"wxacode": ROUND_CODE, "wxaqrcode": SQUARE_CODE}
_EXPIRED_REMEMBERED = HOUR
HOME = "pages/index/index"
"""Of a mini program that does not say what pages it has (assumed)."""


class MiniLink(Struct, frozen=True):
    """Where a phone is led to."""

    appid: str
    path: str
    """Without a slash in front and without a query."""
    query: str = ""
    """As it stands in the link, percent-encoded as it may be."""
    env: str = "release"
    scene: int = LINK
    """WeChat's number for how the page was come by."""
    ends_at: int | None = None

    def params(self) -> dict[str, str]:
        """The query as the page gets it: nothing is decoded, so a scene comes percent-encoded (documented)."""
        pairs = [pair.partition("=") for pair in self.query.split("&") if pair]
        return {name: value for name, _, value in pairs}

    def picture_text(self) -> str:
        """What the QR code of a picture says."""
        kind = next(kind for kind, scene in _KINDS.items() if scene == self.scene)
        query = f"?{self.query}" if self.query else ""
        return f"https://{_HOST}/{kind}/{self.appid}/{self.path}{query}#{self.env}"


class MiniLinks:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts) -> None:
        self._links = open_table("mini_links", MiniLink)
        self._limited = open_table("limited_codes", bool)
        self._ids = ids
        self._counts = counts

    def scheme(self, link: MiniLink) -> str:
        return self._kept(_SCHEME, link)

    def url_link(self, link: MiniLink) -> str:
        return self._kept(_URL, link)

    def _kept(self, begins: str, link: MiniLink) -> str:
        nth = self._counts.next("mini link", link.appid)
        text = begins + self._ids.mini_link(link.appid, nth)
        until = None if link.ends_at is None else link.ends_at + _EXPIRED_REMEMBERED
        self._links.put(text, link, until)
        return text

    def find(self, text: str) -> MiniLink | None:
        """Of a URL Scheme, a URL Link, or what a code's picture says."""
        return self._links.get(text) or read_picture(text)

    def may_make(self, appid: str, *what: str) -> bool:
        """Whether an app may have such a code, of those whose number is limited; the same one counts once."""
        made = self._limited.get("|".join((appid, *what))) is not None
        return made or self._counts.so_far("limited code", appid) < MOST_LIMITED

    def count(self, appid: str, *what: str) -> None:
        key = "|".join((appid, *what))
        if self._limited.get(key) is None:
            self._limited.put(key, True)
            self._counts.next("limited code", appid)


def is_mini_link(text: str) -> bool:
    """Whether that is one, of whichever world."""
    return text.startswith((_SCHEME, _URL)) or read_picture(text) is not None


def read_picture(text: str) -> MiniLink | None:
    parts = urlsplit(text)
    kind, _, rest = parts.path.lstrip("/").partition("/")
    appid, _, path = rest.partition("/")
    if parts.netloc != _HOST or kind not in _KINDS or not appid:
        return None
    return MiniLink(appid, path, parts.query, parts.fragment, _KINDS[kind])
