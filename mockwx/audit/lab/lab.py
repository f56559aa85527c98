"""Lab: fresh people with phones, the backend's actions, WeChat's journal and rules, for one probe."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from msgspec.structs import replace

from mockwx.audit.check import AuditCheck, Proof, Severity
from mockwx.audit.finding import AuditFinding, FoundSecret, Observation
from mockwx.audit.lab.audit_state import AuditState, Learnt
from mockwx.audit.lab.backend_log import BackendLog
from mockwx.audit.lab.login_proof import is_guest, me_says_uid, session_of
from mockwx.audit.lab.login_way import LoginKind, LoginWay, as_scanned, is_scanned, kind_of, link_for, query_of
from mockwx.audit.lab.missing_needs import why_missing
from mockwx.audit.lab.person import LabPerson
from mockwx.audit.lab.seen import ActionSeen, LoginSeen
from mockwx.audit.lab.shown import as_curl, shown_request
from mockwx.audit.needs import Need
from mockwx.audit.options import AuditOptions
from mockwx.client import JournalEntry
from mockwx.core.text.bilingual import Text
from mockwx.play.actions import ActionAnswer, ActionCall, carry_out
from mockwx.play.answer_values import kept_value
from mockwx.play.answers import outcome_of
from mockwx.play.backend import Backend
from mockwx.play.changed_request import with_extra
from mockwx.play.clients import FilledRequest, Gate, UserClients, send
from mockwx.play.json_paths import NOTHING
from mockwx.play.opened_urls import brought, path_and_query, url_to_open
from mockwx.play.sealed_data import SEALED_BY
from mockwx.play.variables import Scope
from mockwx.scenario.audit_settings import AuditSettings
from mockwx.scenario.language.play_values import variables
from mockwx.scenario.steps import Extra
from mockwx.scenario.web_actions import START

FRESH: Final = object()
"""A code that the person's phone makes for this login."""
MOST_LINES = 12
DEVELOPMENT_SERVERS = ("Werkzeug", "WSGIServer", "BaseHTTP", "SimpleHTTP", "WEBrick", "PHP")
NO_EXTRA = Extra()


class ActionOrder:
    """An action that is to be carried out at the same moment as others; see :meth:`Lab.together`."""

    def __init__(self, action: str, person: LabPerson, args: Mapping[str, Any]) -> None:
        self.action = action
        self.person = person
        self.args = dict(args)


class Lab:
    """What a probe gets. Use it in an ``async with``; what a probe has set up ends with it.

    Everybody whom :meth:`person` makes is new to WeChat and to the backend. WeChat is well, until :meth:`rule` says
    otherwise for one person or for one api. Every answer is looked through for secrets afterwards, whatever the probe
    makes of it.
    """

    def __init__(self, shared: AuditState, check: AuditCheck) -> None:
        self._shared = shared
        self._check = check
        self._backend = replace(shared.backend, timeout=min(shared.limit, shared.backend.timeout))
        self._clients = UserClients(self._backend, shared.run)
        self._rules: list[str] = []
        self._begin = self._last_number()
        self._drawn = 0
        self._overlapping = False
        self._scans = False
        """Somebody has scanned a QR code of WeChat's page."""

    async def __aenter__(self) -> Lab:
        await self._clients.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._clients.__aexit__(None, None, None)
        for name in self._rules:
            self._shared.client.remove_rule(name)

    # What is known

    @property
    def backend(self) -> Backend:
        """As its file says; with the audit's limit as time-out."""
        return self._backend

    @property
    def said(self) -> AuditSettings:
        """What the file says for audits."""
        return self._backend.audit

    @property
    def options(self) -> AuditOptions:
        return self._shared.options

    @property
    def learnt(self) -> Learnt:
        return self._shared.learnt

    @property
    def way(self) -> LoginWay:
        """How people log in."""
        return self._shared.way

    @property
    def exchange(self) -> str:
        """The api of WeChat's that trades the login's code for who somebody is: ``code2session``."""
        return self._shared.way.exchange

    @property
    def shared(self) -> AuditState:
        """What all probes of this audit share: for checks of the phase WHOLE."""
        return self._shared

    @property
    def about_server(self) -> Text | None:
        """That a development server answered, where its ``Server`` header says so: production may do otherwise."""
        server = self.learnt.server
        if not any(server.startswith(name) for name in DEVELOPMENT_SERVERS):
            return None
        return Text(
            f"{server} is a development server; production may do otherwise",
            f"{server} 是开发服务器；正式环境可能不同",
        )

    @property
    def about_modes(self) -> Text | None:
        """The variables of the environment that put the backend into a mode of developers', if there are any."""
        modes = ", ".join(f"{name}={value}" for name, value in self._shared.modes.items())
        return Text(f"in this configuration ({modes})", f"在此配置下（{modes}）") if modes else None

    async def started_again(self) -> bool:
        """Whether the backend's process had ended, so that it had to be started again."""
        return await self._shared.started_again(self._check.id)

    def has(self, need: Need) -> bool:
        """Whether the backend (or the command line) gives what such a check needs."""
        return why_missing(need, self._shared) is None

    def draw(self, *parts: object, size: int = 16) -> bytes:
        """By chance, the same for the same seed, check and ``parts``."""
        return self._shared.draw(self._check.id, *parts, size=size)

    def invented_code(self) -> str:
        """A code that looks like WeChat's (32 characters, ``0a1…``), and that no phone made. Another one each time."""
        self._drawn += 1
        return "0a1" + self.draw("code", self._drawn).hex()[:29]

    # People and WeChat

    async def person(self, nickname: str | None = None, **changes: Any) -> LabPerson:
        """Somebody new. ``changes``: in the words of a scenario's ``users``."""
        shared = self._shared
        name = shared.new_name(self._check.id)
        digits = int.from_bytes(shared.draw("phone", shared.run.new_play(), name, size=8), "big") % 10**7
        said = {"phone": f"1700{digits:07d}", "nickname": nickname or f"canary {digits:07d}", **changes}
        await asyncio.to_thread(shared.client.put_user, name, **said)
        user = shared.client.user(name)
        return LabPerson(
            name,
            self._clients.of(name),
            openid=str(_of(user["openids"], self.way.app)),
            unionid=str(_of(user["unionids"], self.way.owner if self.way.app is not None else None)),
            phone_number=str(user["phone"]),
            nickname=str(user["nickname"]),
        )

    def in_another_browser(self, person: LabPerson) -> LabPerson:
        """The same person for WeChat; without the cookies and saved values that the backend gave them."""
        return replace(person, client=self._clients.of(person.name, self._shared.new_name("browser")))

    async def code(self, person: LabPerson, app: str | None = None) -> str:
        """A fresh login code from the person's phone: what wx.login gives, or else the app's own way of logging in."""
        kind = self._kind_of(app)
        if kind is LoginKind.MOBILE:
            return str((await self.do("phone.sendAuth", user=person.name, app=app))["code"])
        if kind is not LoginKind.MINIPROGRAM:
            return query_of(await self.agree(person, self._link_of(app))).get("code", "")
        return str((await self.do("phone.login", user=person.name, app=app))["code"])

    async def agree(self, person: LabPerson, link: str, **how: Any) -> str:
        """The person says yes on WeChat's page; the callback's URL, or nothing where the page leads nowhere."""
        if is_scanned(link):
            self._scans = True
            await self.do("phone.scan", user=person.name, url=link)
            back = await self.do("phone.confirm", user=person.name)
        else:
            back = await self.do("phone.authorize", user=person.name, url=link, **how)
        return str(back.get("url") or "")

    async def do(self, verb: str, /, **args: Any) -> dict[str, Any]:
        """Any verb, in the words of a scenario's steps: ``do("phone.getPhoneNumber", user=alice.name)``.

        :raises MockWxError: it cannot be done.
        """
        return await asyncio.to_thread(lambda: self._shared.client.do(verb, **args))

    def rule(
        self,
        api: str,
        person: LabPerson | None = None,
        *,
        then: Mapping[str, Any],
        times: int | None = None,
        **when: Any,
    ) -> str:
        """From now on WeChat answers ``api`` so: ``rule("code2session", alice, then={"errcode": -1}, call=1)``.

        It ends with the probe. With ``person`` only calls about them are meant, so that probes can overlap; calls of
        apis that are about nobody (``token``) need a rule without. ``times``: it fires at most so often.
        """
        name = f"audit {self._check.id} {len(self._rules) + 1} {self._shared.new_name('rule')}"
        said: dict[str, Any] = {"name": name, "when": {"api": api, **when}, "then": dict(then)}
        if times is not None:
            said["times"] = times
        if person is not None:
            said["when"]["user"] = person.name
        self._shared.client.add_rule(said)
        self._rules.append(name)
        return name

    def remove_rule(self, name: str) -> None:
        """Before the probe ends."""
        self._rules.remove(name)
        self._shared.client.remove_rule(name)

    def calls(
        self, api: str | None = None, person: LabPerson | None = None, *, since: int | None = None
    ) -> tuple[JournalEntry, ...]:
        """What the backend has asked WeChat since the probe began, or since an entry's number; oldest first."""
        begin = self._begin if since is None else since
        user = None if person is None else person.name
        return tuple(self._shared.client.journal(api, user=user, since=begin))

    @contextmanager
    def overlapping(self) -> Iterator[None]:
        """Within it many things happen at once, so that only calls about a person are those of what they do."""
        self._overlapping = True
        try:
            yield
        finally:
            self._overlapping = False

    def mark(self) -> int:
        """The number of the journal's last entry, for ``calls(since=…)``."""
        return self._last_number()

    # The backend

    async def login(
        self, person: LabPerson, code: Any = FRESH, *, extra: Extra = NO_EXTRA, prove: bool = True, **args: Any
    ) -> LoginSeen:
        """The backend's ``login``, by default with a fresh code of the person's; then ``me``, with ``prove``."""
        if code is FRESH and "code" not in extra.without:
            code = await self.code(person, self._backend.actions["login"].app)
        sent = {} if code is FRESH else {"code": code}
        (seen,) = await self._carry_out([ActionOrder("login", person, {**sent, **args})], extra)
        return await self._proven(seen, None if code is FRESH else code, prove=prove)

    async def act(self, action: str, person: LabPerson, *, extra: Extra = NO_EXTRA, **args: Any) -> ActionSeen:
        """Any action of the backend file for the person, who brings what earlier answers saved.

        What is in ``args`` stands in place of that: ``act("me", mallory, session=stolen)``.

        :raises UnknownVariable: it needs what nobody gave; nothing was sent.
        """
        (seen,) = await self._carry_out([ActionOrder(action, person, args)], extra)
        return seen

    async def usual(self, action: str, person: LabPerson, *, extra: Extra = NO_EXTRA, **args: Any) -> ActionSeen:
        """An action as a mini program asks for it: what the phone gives for it is there, unless ``args`` say it."""
        return await self.act(action, person, extra=extra, **{**await self.from_phone(action, person), **args})

    async def from_phone(self, action: str, person: LabPerson) -> dict[str, Any]:
        """``$code``, ``$encryptedData``, ``$iv``, ``$rawData``, ``$signature``, … as far as this action sends them."""
        sent = {
            name.partition(".")[0]
            for request in self._backend.actions[action].requests
            for part in (request.headers, request.query or {}, request.form or {}, [request.path], [request.body])
            for _, name in variables(part)
        }
        fields: dict[str, Any] = {}
        if "encryptedData" in sent or "rawData" in sent:
            sealed_by = SEALED_BY.get(action, "phone.getPhoneNumber")
            fields |= await self.do(sealed_by, user=person.name)
        if "code" in sent and action.startswith("login"):
            fields["code"] = await self.code(person, self._backend.actions[action].app)
        elif "code" in sent:
            fields["code"] = (await self.do("phone.getPhoneNumber", user=person.name))["code"]
        fields |= {"nickname": person.nickname, "avatarUrl": "https://thirdwx.qlogo.cn/mmopen/audit/132"}
        return fields

    def order(self, action: str, person: LabPerson, **args: Any) -> ActionOrder:
        """For :meth:`together`; a login needs its ``code``."""
        return ActionOrder(action, person, args)

    async def together(self, orders: Sequence[ActionOrder]) -> list[ActionSeen]:
        """All at the same moment: every one is connected before the first request is sent. Logins are not proven."""
        return await self._carry_out(orders, NO_EXTRA)

    async def prove(self, seen: ActionSeen) -> LoginSeen:
        """Whether anybody is logged in by an answer to ``login``: asks ``me``."""
        return await self._proven(seen, seen.code, prove=True)

    async def as_login(self, seen: ActionSeen) -> LoginSeen:
        """Any answer taken for that of ``login``: what the file saves of a login is saved of it; ``me`` is asked."""
        saves = self._backend.actions["login"].requests[-1].save
        saved = {
            name: value
            for name, place in saves.items()
            if place.action is None and (value := kept_value(place, seen.answer)) not in (NOTHING, None)
        }
        seen.person.client.saved.update(saved)
        return await self._proven(replace(seen, made=replace(seen.made, saved=saved)), None, prove=True)

    async def filled(self, action: str, person: LabPerson, **args: Any) -> FilledRequest:
        """The action's last request as it would be sent, for :meth:`send` with another body."""
        request = self._backend.actions[action].requests[-1]
        (call,) = await self._calls_of([ActionOrder(action, person, args)])
        return self._clients.fill(person.client, request, Scope(call.args, person.client.saved), lenient=True)

    async def send(self, person: LabPerson, request: FilledRequest) -> ActionSeen:
        """Any request of one's own, with the person's cookies. Its outcome is judged by the file's ``outcomes``."""
        before = self._last_number()
        self._shared.count_request()
        await self._clients.pause()
        answer = await send(person.client.http, request, Gate(1))
        made = ActionAnswer(answer, outcome_of(answer, self._backend.outcomes), requests=(request,))
        seen = ActionSeen("", person, made, self.calls(since=before))
        self._shared.remember([seen])
        return seen

    async def request(
        self,
        person: LabPerson,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: Literal["json", "form", "raw"] | None = None,
        content: Any = None,
    ) -> ActionSeen:
        """A path of the backend, which its file need not know; ``content`` is sent as ``body`` says."""
        parts: dict[str, Any] = {"headers": {**_texts(self._backend.headers), **(headers or {})}}
        if query:
            parts["params"] = dict(query)
        if body is not None:
            parts["json" if body == "json" else "data"] = content
        return await self.send(person, FilledRequest(method, self._backend.url + path, parts))

    @property
    def log(self) -> BackendLog:
        """What the backend writes of itself."""
        return BackendLog(self._shared.log)

    def secrets_in(self, seen: ActionSeen) -> list[FoundSecret]:
        """WeChat's secrets that the answer gives away, in any spelling; what the client sent itself is none."""
        return self._shared.secrets_in(seen)

    # What a probe tells

    def observation(self, title: Text, seen: ActionSeen) -> Observation:
        """As a report may show it."""
        request = seen.requests[-1] if seen.requests else None
        return Observation(
            title,
            request="" if request is None else shown_request(request),
            curl="" if request is None else as_curl(request, seen.code),
            answer=self.shown_answer(seen),
            outcome=seen.outcome,
            seconds=round(seen.answer.seconds, 3),
            calls=tuple(call.line for call in seen.calls[:MOST_LINES]),
            secrets=tuple(self.secrets_in(seen)),
        )

    def finding(
        self,
        cause: str,
        what: Text,
        *observations: Observation,
        severity: Severity | None = None,
        proof: Proof | None = None,
        action: str = "login",
        **more: Any,
    ) -> AuditFinding:
        """Of this probe's check; by default as severe as it can be, and proven by its strongest proof. A scenario is
        written for a mini program's login, and told as people log in here."""
        if more.get("scenario") is not None:
            written = self.way.scenario(more["scenario"])
            more["scenario"] = as_scanned(written) if self._scans else written
        return AuditFinding(
            check=self._check.id,
            cause=cause,
            severity=severity or self._check.severity,
            proof=proof or self._check.proof[0],
            what=what,
            observations=observations,
            action=action,
            **more,
        )

    # How it is done

    def _kind_of(self, app: str | None) -> LoginKind:
        """Of a code for the app."""
        way = self._shared.way
        if app in (None, way.app):
            return way.kind
        known = self._shared.app(str(app))
        if known is not None and known.name == way.app:
            return way.kind
        return (kind_of(known.kind) if known is not None else None) or LoginKind.MINIPROGRAM

    def _link_of(self, app: str | None) -> str:
        way, known = self._shared.way, None if app is None else self._shared.app(app)
        if way.link and (known is None or known.name == way.app):
            return way.link
        said = self._shared.client.app(str(app))
        return link_for(said["kind"], said["appid"], f"http://{said['domain'] or '127.0.0.1'}/")

    async def _carry_out(self, orders: Sequence[ActionOrder], extra: Extra) -> list[ActionSeen]:
        backend = self._backend
        if extra is not NO_EXTRA:
            changed = {order.action: with_extra(backend.actions[order.action], extra) for order in orders}
            backend = replace(backend, actions={**backend.actions, **changed})
        before = self._last_number()
        calls = await self._calls_of(orders)
        self._shared.count_request(sum(len(backend.actions[order.action].requests) for order in orders))
        answers = await carry_out(backend, self._clients, calls)
        alone = len({order.person.name for order in orders}) == 1 and not self._overlapping
        entries = self.calls(since=before)
        seen = []
        for order, call, made in zip(orders, calls, answers, strict=True):
            own = entries if alone else [entry for entry in entries if entry.user == order.person.name]
            call.client.saved.update(made.saved)
            if made.http is not None:
                call.client.adopt(made.http)
            seen.append(ActionSeen(order.action, order.person, made, tuple(own), order.args.get("code")))
        self._shared.remember(seen)
        return seen

    async def _calls_of(self, orders: Sequence[ActionOrder]) -> list[ActionCall]:
        """What comes before them is done one after the other; of one person's with one code in a browser, once."""
        begun: dict[tuple[tuple[str, str], str], dict[str, Any]] = {}
        calls = []
        for order in orders:
            begins = order.action == "login" and self._shared.way.kind is LoginKind.BROWSER
            key = order.person.client.key, repr(order.args.get("code"))
            if begins and key not in begun:
                if any(client == key[0] for client, _ in begun):
                    order.person = self.in_another_browser(order.person)
                begun[key] = await self._begun(order.person)
            calls.append(await self._call_of(order, begun[key] if begins else {}))
        return calls

    async def _begun(self, person: LabPerson) -> dict[str, Any]:
        """The browser is led to WeChat's page: what the callback brings beside the code."""
        start = START + self._shared.way.suffix
        seen = await self.act(start, person)
        if not seen.saved.get("link") and person.client.http.cookie_jar:
            # Whoever is logged in already is not sent to WeChat again.
            person.client.http.cookie_jar.clear()
            person.client.saved.clear()
            seen = await self.act(start, person)
        link = query_of(str(seen.saved.get("link") or ""))
        base = urlsplit(self._backend.url).path
        back = path_and_query(link.get("redirect_uri", "")).removeprefix(base)
        return {"state": link.get("state", ""), "back": back}

    async def _call_of(self, order: ActionOrder, begun: Mapping[str, Any]) -> ActionCall:
        kept = {**begun, **await self._before(order)}
        action = self._backend.actions[order.action]
        url = url_to_open(order.action, action, order.args)
        args = {**kept, **brought(order.action, action, order.args)}
        return ActionCall(order.action, order.person.client, args, url)

    async def _before(self, order: ActionOrder) -> dict[str, Any]:
        """What the person's phone does before it, and what that gives."""
        kept: dict[str, Any] = {}
        for step in self._backend.actions[order.action].before:
            said = {"user": order.person.name, **Scope(kept, order.args).fill(step.args)}
            answer = await self.do(step.verb, **said)
            if step.keep is not None:
                kept[step.keep] = answer.get("code", answer.get("codes")) if step.verb == "phone.login" else answer
        return kept

    async def _proven(self, seen: ActionSeen, code: Any, *, prove: bool) -> LoginSeen:
        session = session_of(self._backend, seen)
        me: ActionSeen | None = None
        if prove and seen.ok and session and "me" in self._backend.actions:
            me = await self.act("me", seen.person)
        uid = seen.saved.get("uid")
        if uid is None and me is not None:
            uid = me.saved.get("uid")
        nameless = uid is None and me_says_uid(self._backend, self._shared.learnt)
        accepted = me is None or (me.ok and not is_guest(self._backend, me) and not nameless)
        let_in = seen.ok and bool(session) and accepted and not is_guest(self._backend, seen)
        return LoginSeen(
            seen.action, seen.person, seen.made, seen.calls, code, session=session, me=me, uid=uid, let_in=let_in
        )

    def shown_answer(self, seen: ActionSeen) -> str:
        """On one line, with secrets masked."""
        secrets = self.secrets_in(seen)
        if not secrets:
            return seen.answer.shown()
        names = ", ".join(dict.fromkeys(secret.what for secret in secrets))
        shown = seen.answer.shown()
        # Masks know WeChat's own names; under another name the secret would still stand here.
        if self._shared.client.leaks(shown):
            return f"HTTP {seen.status} (hidden: it holds {names})"
        return shown

    def _last_number(self) -> int:
        return self._shared.last_number()


def _of(ids: Mapping[str, Any], name: str | None) -> Any:
    """The first, where nobody says which."""
    return ids.get(name, "") if name is not None else next(iter(ids.values()), "")


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}
