"""Control routes: which control call is meant, and who answers it. ``ControlPlane`` is asked by HTTP and by Python."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from mockwx.control import (
    accounts,
    clock,
    documents,
    export,
    interception,
    journal,
    pushes,
    rules,
    scenarios,
    snapshots,
    verbs,
    verdicts,
    vocabulary,
    wx_script,
)
from mockwx.control.answer import ControlAnswer, ControlError, JsonObject
from mockwx.control.call import Certificates, ControlCall
from mockwx.control.shape import read_json
from mockwx.core.people.accounts import TooManyUsers, UnfitName
from mockwx.core.pushes.deliveries import Attempt
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import did_you_mean, nearest
from mockwx.store.port import NoSuchWorld, Store, StoreUnavailable, TooManyWorlds
from mockwx.verbs import VerbError

Handler: TypeAlias = Callable[[ControlCall], JsonObject | ControlAnswer]

# Bodies that may be YAML.
_RAW = frozenset({("PUT", "scenario")})


class ControlPlane:
    """Answers control calls on the worlds of one server. Safe to use from any thread."""

    def __init__(
        self,
        worlds: Store,
        wall: Callable[[], int],
        base_url: Callable[[], str],
        callback_hosts: Collection[str] = (),
        ca: Callable[[], bytes] = bytes,
        relays: Mapping[str, str] = MappingProxyType({}),
        certificates: Certificates | None = None,
    ) -> None:
        """``callback_hosts``: where else than to this machine requests to the backend may go; ``relays``: where
        pages' requests to a host go; ``certificates``: what clients that speak TLS are shown."""
        self.certificates = certificates
        self.worlds = worlds
        self.callback_hosts = callback_hosts
        self.relays = relays
        self.wall = wall
        self.base_url = base_url
        self.ca = ca
        self._verdicts: dict[str, JsonObject] = {}

    def call(
        self,
        method: str,
        path: str,
        *,
        world: str = "",
        query: Mapping[str, str] | None = None,
        text: str = "",
        body: object = None,
    ) -> ControlAnswer:
        """``path`` is what follows ``/_mockwx/``; ``body`` is used as it is, ``text`` is read as JSON where wanted.

        :raises ControlError: nothing has changed then.
        """
        handler, parts = _route(method, path)
        if body is None and text and (method, path) not in _RAW:
            body = read_json(text)
        call = ControlCall(
            self.worlds,
            self.wall(),
            self.base_url(),
            world,
            parts,
            query or {},
            body,
            text,
            self.callback_hosts,
            self.relays,
            self.ca,
            self.certificates,
            self._verdicts,
        )
        try:
            answer = handler(call)
        except VerbError as error:
            raise ControlError(error.what, error.where, error.status) from None
        except NoSuchWorld as error:
            raise ControlError(str(error), "world", 404) from None
        except TooManyWorlds as error:
            raise ControlError(str(error), "name", 409) from None
        except UnfitName as error:
            raise ControlError(str(error), "user", 422) from None
        except TooManyUsers as error:
            raise ControlError(str(error), "user", 409) from None
        except StoreUnavailable as error:
            raise ControlError(str(error), "redis", 503) from None
        return answer if isinstance(answer, ControlAnswer) else ControlAnswer(answer)

    def answered(self, world: str, number: int, attempts: Sequence[Attempt]) -> JsonObject:
        """Note how the backend took a push; as JSON what came of it, for the answer of the call that pushed."""
        return pushes.answered(self.worlds, world, number, attempts, self.wall())


ROUTES: Mapping[tuple[str, str], Handler] = {
    ("GET", "health"): clock.health,
    ("GET", "clock"): clock.get_clock,
    ("PUT", "clock"): clock.put_clock,
    ("GET", "worlds"): scenarios.list_worlds,
    ("POST", "worlds"): scenarios.make_world,
    ("DELETE", "worlds/*"): scenarios.drop_world,
    ("GET", "scenario"): scenarios.get_scenario,
    ("PUT", "scenario"): scenarios.put_scenario,
    ("POST", "reset"): scenarios.reset,
    ("GET", "snapshot"): snapshots.take,
    ("PUT", "snapshot"): snapshots.restore,
    ("GET", "rules"): rules.list_rules,
    ("PUT", "rules"): rules.replace_rules,
    ("POST", "rules"): rules.add_rule,
    ("DELETE", "rules"): rules.remove_rules,
    ("DELETE", "rules/*"): rules.remove_rule,
    ("GET", "journal"): journal.entries,
    ("GET", "journal/wait"): journal.waiting,
    ("DELETE", "journal"): journal.clear,
    ("POST", "verify"): journal.verify,
    ("GET", "pushes"): pushes.list_pushes,
    ("GET", "export"): export.export,
    ("POST", "leaks"): journal.leaks,
    ("GET", "apps"): accounts.list_apps,
    ("GET", "apps/*"): accounts.get_app,
    ("PUT", "apps/*"): accounts.put_app,
    ("GET", "users"): accounts.list_users,
    ("GET", "users/*"): accounts.get_user,
    ("PUT", "users/*"): accounts.put_user,
    ("GET", "openapi.json"): documents.openapi,
    ("GET", "schema.json"): documents.schema,
    ("GET", "fidelity"): documents.fidelity,
    ("GET", "vocabulary"): vocabulary.vocabulary,
    ("GET", "verdict"): verdicts.get_verdict,
    ("PUT", "verdict"): verdicts.put_verdict,
    ("GET", "ca.pem"): documents.ca,
    ("GET", "interception"): interception.look,
    ("PUT", "interception"): interception.change,
    ("GET", "phone/pictures/*"): documents.picture,
    ("GET", "phone/about"): wx_script.about,
    ("GET", "wx.js"): wx_script.script,
    **{("POST", f"{group}/*"): verbs.do for group in ("phone", "wechat", "clock")},
}
"""By method and path; ``*`` stands for a name that a call fills in."""
_OPEN_PATHS = frozenset(path for _, path in ROUTES if path.endswith("/*"))


def _route(method: str, path: str) -> tuple[Handler, tuple[str, ...]]:
    path = path.strip("/")
    handler = ROUTES.get((method, path))
    if handler is not None:
        return handler, ()
    head, name = _open(path)
    # Without a name nothing is meant; least of all the default world, whose name is empty.
    open_path = f"{head}/*" if name else path
    handler = ROUTES.get((method, open_path))
    if handler is not None:
        return handler, (head, name) if handler is verbs.do else (name,)
    methods = sorted({method for method, at in ROUTES if at in (path, open_path)})
    if methods:
        some = ", ".join(methods)
        raise ControlError(
            both(f"{path} takes {some}, not {method}", f"{path} 只支持 {some}，不支持 {method}"),
            "method",
            405,
        )
    guess = nearest(path, [at for _, at in ROUTES])
    en, zh = did_you_mean(None if guess is None else repr(guess))
    raise ControlError(both(f"there is no control call {path!r}{en}", f"没有控制接口 {path!r}{zh}"), "path", 404)


def _open(path: str) -> tuple[str, str]:
    """The longest beginning that a route leaves open, and the rest, which is a name and may have slashes in it."""
    parts = path.split("/")
    for end in range(len(parts) - 1, 0, -1):
        head = "/".join(parts[:end])
        if f"{head}/*" in _OPEN_PATHS:
            return head, "/".join(parts[end:])
    return path, ""
