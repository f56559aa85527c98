"""Identifiers in WeChat's formats, drawn from a seed: the same seed gives the same people everywhere.

Two sources feed them. ``seed`` names what must be the same everywhere (openid, unionid, people); ``series`` names
what WeChat would never issue twice (codes, keys, tokens, rids), so that a backend that lives longer than a world
does not meet a code again.

The fakes are recognisable: openids and unionids begin with ``oMOCK`` and ``oUMOCK``, openpids with ``GMOCK``, access
tokens with ``99_MOCK``, QR codes of official accounts with ``02MOCK``. Codes carry no such mark on purpose: many
backends hide a back door behind ``"mock" in code``, and a code must never open it.
"""

from __future__ import annotations

from base64 import b64encode
from binascii import b2a_base64
from hashlib import blake2b

from msgspec import Struct

# No letter m: in one code of a hundred thousand "mock" would come up by chance.
_ALNUM = bytes.maketrans(b"+/mM", b"ZqnN")


def draw(*parts: object, size: int = 32) -> bytes:
    """``size`` bytes (1 to 64) that depend on all ``parts`` and on nothing else."""
    return blake2b(_seed(*parts), digest_size=size).digest()


def _seed(*parts: object) -> bytes:
    return "\x1f".join([f"{part}" for part in parts]).encode("utf-8", "surrogatepass")


def fraction(*parts: object) -> float:
    """A number from 0 (included) to 1 (excluded) that depends on all ``parts``."""
    return int.from_bytes(draw(*parts, size=8), "big") / 2**64


def _text(length: int, *parts: object) -> str:
    """``length`` (at most 170) characters of ``[A-Za-z0-9_-]``."""
    hashed = blake2b(_seed(*parts), digest_size=min(64, length * 3 // 4 + 1))
    raw = hashed.digest()
    if len(raw) * 4 < length * 3:
        hashed.update(b"\x1f64")
        raw += hashed.digest()
    return b2a_base64(raw)[:length].replace(b"+", b"-").replace(b"/", b"_").decode()


def _alnum(length: int, *parts: object) -> str:
    """``length`` (at most 84) characters of ``[A-Za-z0-9]``."""
    raw = draw(*parts, size=length * 3 // 4 + 1)
    return b2a_base64(raw)[:length].translate(_ALNUM).decode()


class Ids(Struct, frozen=True):
    """What issues every identifier of one world."""

    seed: str
    series: str

    def openid(self, appid: str, user: str) -> str:
        """28 characters, the first is ``o``."""
        return "oMOCK" + _text(23, self.seed, "openid", appid, user)

    def unionid(self, owner: str, user: str) -> str:
        """28 characters, the first is ``o``; the same in all apps of one owner."""
        return "oUMOCK" + _text(22, self.seed, "unionid", owner, user)

    def openpid(self, appid: str, user: str) -> str:
        """28 characters, the first is ``G``: a user of a plugin."""
        return "GMOCK" + _text(23, self.seed, "openpid", appid, user)

    def login_code(self, appid: str, user: str, nth: int) -> str:
        """32 characters of ``[A-Za-z0-9]``, the first is ``0``."""
        return "0" + _alnum(31, self.series, "code", appid, user, nth)

    def long_code(self, appid: str, user: str, nth: int) -> str:
        """64 lower-case hex digits: of a phone number, and of wx.pluginLogin."""
        return draw(self.series, "phone_code", appid, user, nth).hex()

    def session_key(self, appid: str, user: str, generation: int) -> str:
        """24 characters: standard base64 of 16 bytes."""
        return b64encode(draw(self.series, "session_key", appid, user, generation, size=16)).decode("ascii")

    def access_token(self, appid: str, nth: int) -> str:
        """136 characters."""
        return "99_MOCK" + _text(129, self.series, "access_token", appid, nth)

    def user_token(self, kind: str, appid: str, user: str, nth: int) -> str:
        """110 characters: an access_token or refresh_token of one user, as in a body of 380 bytes seen in 2022."""
        return "99_MOCK" + _text(103, self.series, "user_token", kind, appid, user, nth)

    def ticket(self, appid: str, kind: str, nth: int) -> str:
        """86 characters."""
        return "MOCK" + _text(82, self.series, "ticket", appid, kind, nth)

    def component_secret(self, kind: str, length: int, *what: object) -> str:
        """``ticket@@@`` or ``refreshtoken@@@`` and ``length`` characters."""
        return f"{kind}@@@MOCK{_text(length - 4, self.series, kind, *what)}"

    def component_code(self, kind: str, *what: object) -> str:
        """``preauthcode@@@`` or ``queryauthcode@@@`` and 86 characters."""
        return f"{kind}@@@{_alnum(64, self.series, kind, *what)}{_alnum(22, self.series, kind, 'more', *what)}"

    def component_token(self, component: str, nth: int) -> str:
        """157 characters: a component_access_token."""
        return "99_MOCK" + _text(150, self.series, "component_token", component, nth)

    def authorizer_token(self, component: str, appid: str, nth: int) -> str:
        """157 characters: an authorizer_access_token."""
        return "99_MOCK" + _text(150, self.series, "authorizer_token", component, appid, nth)

    def suite_secret(self, kind: str, length: int, *what: object) -> str:
        """A ticket or token of a WeCom service provider, or a permanent_code."""
        return "MOCK" + _text(length - 4, self.series, kind, *what)

    def suite_code(self, kind: str, *what: object) -> str:
        """64 characters of ``[A-Za-z0-9]``, as unmarked as every other code: an auth_code or pre_auth_code."""
        return _alnum(64, self.series, kind, *what)

    def open_userid(self, provider: str, corpid: str, user: str) -> str:
        """32 characters, the first are ``wo``: a member, as all suites of one provider know them."""
        return "woMOCK" + _text(26, self.seed, "open_userid", provider, corpid, user)

    def original_id(self, appid: str, prefix: str = "gh_") -> str:
        """``gh_`` and 12 characters: the account itself, as ToUserName of a push; of an app of the SDK ``gh_SDK_``."""
        return f"{prefix}mock{draw(self.seed, 'original_id', appid, size=4).hex()}"

    def encrypt_key(self, appid: str, user: str, version: int) -> tuple[str, str]:
        """A user encrypt key (base64 of 16 bytes) and its iv (16 ASCII characters)."""
        key = b64encode(draw(self.series, "encrypt_key", appid, user, version, size=16)).decode("ascii")
        return key, draw(self.series, "encrypt_iv", appid, user, version, size=8).hex()

    def iv(self, *what: object) -> bytes:
        """16 bytes to begin a sealing with."""
        return draw(self.series, "iv", *what, size=16)

    def hexadecimal(self, digits: int, *what: object) -> str:
        return draw(self.series, "hex", *what, size=(digits + 1) // 2).hex()[:digits]

    def uuid(self, appid: str, nth: int) -> str:
        """16 characters of ``[A-Za-z0-9]``: a QR code of a website login."""
        return _alnum(16, self.series, "uuid", appid, nth)

    def scene(self, appid: str, nth: int) -> str:
        """22 characters, the first are ``02``: what a QR code with a scene leads to."""
        return "02MOCK" + _text(16, self.series, "scene", appid, nth)

    def mini_link(self, appid: str, nth: int) -> str:
        """12 characters: a URL Scheme or URL Link of a mini program."""
        return "MOCK" + _alnum(8, self.series, "mini_link", appid, nth)

    def rid(self, now: int, number: int) -> str:
        """``8hex-8hex-8hex``; the first group is the clock's time in seconds."""
        tail = draw(self.series, "rid", number, size=8).hex()
        return f"{now // 1000 & 0xFFFFFFFF:08x}-{tail[:8]}-{tail[8:]}"

    def hint(self, number: int) -> str:
        """16 characters as in ``hint: [mGhbWV0sf-LxnVma]``."""
        hint = _alnum(15, self.series, "hint", number)
        return f"{hint[:9]}-{hint[9:]}"

    def early_hint(self, number: int) -> str:
        """14 characters as in ``hint: [qQ42909081547]``, before autumn 2019."""
        digits = int.from_bytes(draw(self.series, "early hint", number, size=8), "big") % 10**8
        return f"{_alnum(6, self.series, 'hint', number)}{digits:08d}"


def appid_for(name: str) -> str:
    """``wx`` and 16 characters that say that this is no real appid: shop has ``wx00000000mockshop``."""
    plain = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
    tail = f"mock{plain}"
    if not plain or len(tail) > 16:
        tail = "mock" + draw("appid", name, size=6).hex()
    return "wx" + tail.rjust(16, "0")


def secret_for(name: str) -> str:
    return f"mockwx-secret-{name}"
