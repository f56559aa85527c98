"""Verb: something that a tester makes happen, as a value: its name, its arguments and one function."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

from msgspec import Struct, field

from mockwx.core.clock import parse_instant
from mockwx.core.journal.journal import Exchange
from mockwx.core.people.accounts import App, Kind, User
from mockwx.core.people.wrong_seals import parse_wrong_seal
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import did_you_mean, nearest, unknown
from mockwx.core.text.durations import parse_duration
from mockwx.core.wire import OutgoingRequest, Request
from mockwx.core.world import World
from mockwx.verbs.chinese import verb_text

ArgType = Literal["text", "url", "flag", "whole", "duration", "instant", "denial", "seal", "json"]


_LONGEST_PICTURE = 1_000_000
"""Characters of a ``data:`` URL."""


class VerbError(Exception):
    """A verb that cannot be done. ``where`` names the argument; ``status`` is what HTTP says to it."""

    def __init__(self, what: str, where: str = "", status: int = 422) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.status = status


class Arg(Struct, frozen=True):
    name: str
    type: ArgType
    en: str
    required: bool = False
    choices: tuple[str, ...] = ()


class Network(Struct, frozen=True):
    """What a verb reaches beside its world: WeChat's answers to what a phone asks, and the backend."""

    ask: Callable[[World, Request, int], Exchange]
    outgoing: list[OutgoingRequest] = field(default_factory=list)
    """Sent when the verb is done, in this order."""
    find: Callable[[str | None, str], object | None] | None = None
    """What lives at a host's path, so that a link that leads nowhere is refused before anything happens."""
    base_url: str = ""
    """Where the backend reaches this world."""
    callback_hosts: Collection[str] = ()
    """Where else than to this machine it may go."""


class VerbContext(Struct, frozen=True):
    """What a verb works on: a world, its time, and the arguments, checked."""

    world: World
    wall: int
    now: int
    args: Mapping[str, Any]
    network: Network | None = None

    def ask(self, request: Request) -> Exchange:
        """WeChat's answer to a request of the phone, with rules and journal as for any other."""
        assert self.network is not None, "this verb needs a network"  # noqa: S101
        return self.network.ask(self.world, request, self.wall)

    def send(self, outgoing: OutgoingRequest) -> None:
        assert self.network is not None, "this verb needs a network"  # noqa: S101
        self.network.outgoing.append(outgoing)

    def get(self, name: str, default: Any = None) -> Any:
        return self.args.get(name, default)

    @property
    def user(self) -> User:
        """The user that is meant; one that nobody declared is made."""
        return self.world.accounts.user_made(self.args["user"])

    def app(self, *kinds: Kind) -> App:
        """The app that is meant: by name or appid, else the world's first one of these kinds. Where any app is
        welcome, an unknown appid becomes one of the first kind."""
        accounts = self.world.accounts
        name = self.args.get("app")
        if name is not None:
            app = accounts.app_named(name) or accounts.app_or_any(name, kinds[0] if kinds else Kind.MINIPROGRAM)
            if app is None:
                names = [app.name for app in accounts.apps()]
                raise VerbError(unknown("app", " app ", name, names), "app", 404)
            return app
        for app in accounts.apps():
            if not kinds or app.kind in kinds:
                return app
        raise VerbError(both("this world has no such app", "这个 world 里没有这类 app"), "app", 404)


class Verb(Struct, frozen=True):
    name: str
    en: str
    args: tuple[Arg, ...]
    run: Callable[[VerbContext], dict[str, Any]]
    short: str = ""
    """The argument that is meant where only a text is given: ``clock.advance: 61s``."""
    portions: Callable[[Mapping[str, Any]], list[dict[str, Any]]] | None = None
    """The checked arguments of a long deed, split, for a store that must not be kept from other calls for so long."""
    joined: Callable[[list[dict[str, Any]]], dict[str, Any]] | None = None
    """What the portions gave, as one answer."""
    outward: bool = False
    """It sends to the backend, which a rule does not let happen: the backend waits for WeChat's answer."""

    def do(self, world: World, args: Mapping[str, Any], wall: int, network: Network | None = None) -> dict[str, Any]:
        """Make it happen; nothing has changed where :class:`VerbError` is raised.

        ``network``: for what a rule lets happen there is none.
        """
        return self.do_checked(world, self.checked(args), wall, network)

    def do_checked(
        self, world: World, args: Mapping[str, Any], wall: int, network: Network | None = None
    ) -> dict[str, Any]:
        return self.run(VerbContext(world, wall, world.clock.now(wall), args, network))

    def checked(self, args: Mapping[str, Any]) -> dict[str, Any]:
        taken = {arg.name: arg for arg in self.args}
        for name in args:
            if name not in taken:
                guess = nearest(name, taken)
                en, zh = did_you_mean(None if guess is None else repr(guess))
                if guess is None and taken:
                    en, zh = f"; known: {', '.join(taken)}", f"；可用：{'、'.join(taken)}"
                raise VerbError(
                    both(f"{self.name} takes no {name!r}{en}", f"{self.name} 没有参数 {name!r}{zh}"),
                    str(name),
                )
        for arg in self.args:
            if arg.required and args.get(arg.name) is None:
                raise VerbError(
                    both(
                        f"{self.name} needs {arg.name!r}: {arg.en}",
                        f"{self.name} 缺少参数 {arg.name!r}：{verb_text(arg.en).zh}",
                    ),
                    arg.name,
                )
        return {name: _checked(taken[name], value) for name, value in args.items() if value is not None}


def _checked(arg: Arg, value: object) -> Any:
    try:
        match arg.type:
            case "duration":
                return parse_duration(value)
            case "instant":
                return parse_instant(value)
            case "denial":
                if isinstance(value, bool):
                    return arg.choices[0] if value else None
                some = ", ".join(arg.choices)
                _require(value in arg.choices, value, f"true or one of {some}", f"true 或 {some} 之一")
            case "seal":
                return parse_wrong_seal(value)
            case "json":
                return value
            case "flag":
                _require(isinstance(value, bool), value, "true or false", "true 或 false")
            case "whole":
                fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 1_000_000
                _require(fits, value, "a whole number from 1 to 1000000", "1 到 1000000 的整数")
            case "url":
                _require(isinstance(value, str) and bool(value), value, "a URL", " URL")
                url = str(value)
                is_picture = url.startswith("data:")
                fits = len(url) <= (_LONGEST_PICTURE if is_picture else 8192)
                _require(fits, url[:20], "a URL of at most 8192 characters", "不超过 8192 字的 URL")
            case "text":
                _require(isinstance(value, str) and bool(value), value, "a text that is not empty", "非空文本")
                text = str(value)
                _require(len(text) <= 1024, text[:20], "a text of at most 1024 characters", "不超过 1024 字的文本")
                some = ", ".join(arg.choices)
                _require(not arg.choices or text in arg.choices, value, f"one of {some}", f"{some} 之一")
    except ValueError as error:
        raise VerbError(str(error), arg.name) from None
    return value


def _require(fits: bool, value: object, en: str, zh: str) -> None:
    if not fits:
        raise ValueError(both(f"{value!r} is not {en}", f"{value!r} 不是{zh}"))


USER = Arg("user", "text", "whose phone; a user that nobody declared is made", required=True)
APP = Arg("app", "text", "the app, by name or appid; the first mini program by default")
SEAL = Arg("seal", "seal", "what is sealed wrongly on purpose: appid, key, timestamp, flip, add, drop")
MINI = (Kind.MINIPROGRAM, Kind.MINIGAME)
