"""Secrets in a text, as they are or behind up to three decodings, simplest spelling first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mockwx.core.canaries.decodings import DECODINGS, Decoding
from mockwx.core.canaries.secrets import SHORTEST, Secret, spellings

DEEPEST = 3
"""Decodings one behind the other: a cookie (percent) holds a token (base64) that holds JSON with escapes."""
WORK = 6
"""So many times the text's own length is decoded in all; a text of only escapes within escapes is left there."""
_LEAST_WORK = 512 * 1024
_FEW = 800
"""Up to so many spellings are looked for one by one; more of them all at once."""


class Leak(Struct, frozen=True):
    secret: Secret
    decodings: tuple[str, ...]
    """What had to be undone to read it, from the outside in; none: it stands there as it is."""
    line: int
    """Where the text holds it, counted from 1."""
    column: int


class Search(Struct, frozen=True):
    leaks: tuple[Leak, ...]
    complete: bool
    """Whether all was decoded; False: the text had more escapes within escapes than is bearable."""


class _Layer(Struct, frozen=True):
    """A text, and what it was decoded from."""

    text: str
    parent: _Layer | None = None
    decoding: Decoding | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return () if self.parent is None or self.decoding is None else (*self.parent.names, *self.decoding.names)

    def origin(self, at: int) -> int:
        """Where that stands in the text that everything was decoded from."""
        if self.parent is None or self.decoding is None:
            return at
        return self.parent.origin(self.decoding.origin(self.parent.text, at))


class _Hit(Struct, frozen=True):
    layer: _Layer
    at: int
    spelling: str | None
    is_whole: bool


def search(secrets: Sequence[Secret], text: str) -> Search:
    """Each secret once, by its simplest spelling; two of one kind and one owner count as one."""
    needles = _needles(secrets)
    hits: dict[tuple[str, str | None, str | None], tuple[Secret, _Hit]] = {}
    layers, complete = _layers(text) if needles else ([], True)
    for layer in layers:
        for needle, at in _found(needles, layer.text):
            for secret, spelling in needles[needle]:
                is_whole = spelling is not None or layer.text.startswith(secret.value, at)
                key = (secret.what, secret.app, secret.user)
                former = hits.get(key)
                # Whole behind an escape beats a part before it: abc\u003d\u003d is JSON, not "unpadded".
                if former is None or (is_whole and spelling is None and not former[1].is_whole):
                    hits[key] = (secret, _Hit(layer, at, spelling, is_whole))
    return Search(tuple(_leak(text, secret, hit) for secret, hit in hits.values()), complete)


def _needles(secrets: Sequence[Secret]) -> dict[str, list[tuple[Secret, str | None]]]:
    needles: dict[str, list[tuple[Secret, str | None]]] = {}
    for secret in secrets:
        for spelling in spellings(secret):
            if len(spelling.text) >= SHORTEST:
                needles.setdefault(spelling.text, []).append((secret, spelling.name))
    return needles


def _layers(text: str) -> tuple[list[_Layer], bool]:
    """The text and all that it decodes to, simplest first; whether that is all."""
    layers = [_Layer(text)]
    seen = {text}
    left = max(len(text) * WORK, _LEAST_WORK)
    last = layers
    for _ in range(DEEPEST):
        deeper: list[_Layer] = []
        for layer in last:
            for decoding in DECODINGS:
                if left <= 0:
                    return layers + deeper, False
                decoded = decoding(layer.text)
                left -= len(decoded)
                if decoded and decoded not in seen:
                    seen.add(decoded)
                    deeper.append(_Layer(decoded, layer, decoding))
        layers = layers + deeper
        last = deeper
    return layers, True


def _found(needles: dict[str, list[tuple[Secret, str | None]]], text: str) -> Iterator[tuple[str, int]]:
    """Each needle that stands in the text, with where it does first."""
    if len(needles) <= _FEW:
        yield from ((needle, at) for needle in needles if (at := text.find(needle)) >= 0)
        return
    # By their ends: all tokens begin alike.
    tails: dict[str, list[str]] = {}
    for needle in needles:
        tails.setdefault(needle[-SHORTEST:], []).append(needle)
    seen: set[str] = set()
    for end in range(SHORTEST, len(text) + 1):
        for needle in tails.get(text[end - SHORTEST : end], ()):
            if needle not in seen and text.endswith(needle, 0, end):
                seen.add(needle)
                yield needle, end - len(needle)


def _leak(text: str, secret: Secret, hit: _Hit) -> Leak:
    at = hit.layer.origin(hit.at)
    spelt = (hit.spelling,) if hit.spelling is not None else () if hit.is_whole else ("unpadded",)
    line_start = text.rfind("\n", 0, at) + 1
    return Leak(secret, (*hit.layer.names, *spelt), text.count("\n", 0, at) + 1, at - line_start + 1)
