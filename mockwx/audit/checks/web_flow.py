"""A web login of the backend file, step by step: its start, WeChat's page, and the callback in any browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from msgspec import Struct

from mockwx.audit.lab import ActionSeen, AuditState, Extra, Lab, LabPerson, LoginSeen, query_of
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text
from mockwx.core.web.redirects import with_params
from mockwx.scenario.backend_description import WebLogin
from mockwx.scenario.web_actions import CALLBACK, POLL, START

ACTION = "web"
"""Under which findings stand in the backend file."""
REQUESTS = 4
"""Of one whole login: start, callback, ``me``, and one to spare."""
_CONTROLS: WeakKeyDictionary[AuditState, dict[str, Text | None]] = WeakKeyDictionary()


class StartSeen(Struct, frozen=True):
    """What a start led to."""

    seen: ActionSeen
    link: str
    """To WeChat's page; empty: it led nowhere."""

    @property
    def state(self) -> str:
        return query_of(self.link).get("state", "")


class WebFlow(Struct, frozen=True):
    """The probes are in ``lab``; each person has a browser, and as many others as it takes."""

    lab: Lab
    login: WebLogin
    suffix: str
    """Of its actions: empty for the first login of the file."""

    @property
    def polls(self) -> bool:
        return self.login.poll is not None

    async def start(self, person: LabPerson, query: Mapping[str, str] | None = None) -> StartSeen:
        extra = Extra(query=dict(query or {}))
        seen = await self.lab.act(START + self.suffix, person, extra=extra)
        return StartSeen(seen, str(seen.saved.get("link") or ""))

    async def agree(self, person: LabPerson, link: str, **how: Any) -> str:
        """The person says yes on WeChat's page; the callback's URL, or nothing where the page leads nowhere."""
        return await self.lab.agree(person, link, **how)

    async def callback(self, person: LabPerson, url: str) -> LoginSeen:
        """The URL is opened in this browser; then ``me`` is asked."""
        return await self.lab.prove(await self.open(person, url))

    async def open(self, person: LabPerson, url: str) -> ActionSeen:
        return await self.lab.act(CALLBACK + self.suffix, person, url=url)

    async def poll(self, person: LabPerson, **args: Any) -> LoginSeen:
        return await self.lab.prove(await self.lab.act(POLL + self.suffix, person, **args))

    async def whole(self, person: LabPerson, **how: Any) -> LoginSeen:
        """As people do it, all in the person's own browser."""
        start = await self.start(person)
        return await self.callback(person, await self.agree(person, start.link, **how))

    async def back(self, person: LabPerson) -> str:
        """The callback's URL with a good code, for the browser in which the login was begun."""
        start = await self.start(person)
        return await self.agree(person, start.link) if start.link else ""

    async def why_untested(self) -> Text | None:
        """The control: where a good login does not succeed, nothing can be said of a bad one. It is made once."""
        controls = _CONTROLS.setdefault(self.lab.shared, {})
        if self.suffix not in controls:
            controls[self.suffix] = await self._control()
        return controls[self.suffix]

    async def _control(self) -> Text | None:
        person = await self.lab.person()
        start = await self.start(person)
        if not start.link:
            return Text(
                f"the start of the web login shows no link to WeChat's page ({start.seen.answer.shown()}); say under "
                "save of start where it stands: {link: $.url}",
                f"网页登录的起点没有给出微信页面的链接（{start.seen.answer.shown()}）；请在 start 的 save 里写明它在"
                f"哪里："
                "{link: $.url}",
            )
        url = await self.agree(person, start.link)
        if not url:
            return Text(
                "WeChat's page refuses the link of the web login; see the journal",
                "微信的页面拒绝了网页登录的链接；原因见日志",
            )
        if self.polls:
            return None  # the phone's browser need not be logged in by it
        login = await self.callback(person, url)
        if login.let_in:
            return None
        return Text(
            f"no good web login succeeds ({login.outcome}: {login.answer.shown()}); say under save of callback where "
            "the session stands, and under outcomes what its answers mean",
            f"正常的网页登录不成功（{login.outcome}：{login.answer.shown()}）；请在 callback 的 save 里写明会话在哪里，"
            "在 outcomes 里写明应答的含义",
        )


def flow_of(lab: Lab) -> WebFlow:
    """The first login that is no corp's and whose callback logs the browser in, else whichever there is."""
    flows = _flows(lab)
    sites = [flow for flow in flows if not _is_corp(lab, flow)]
    return next((flow for flow in sites if not flow.polls), (sites or flows)[0])


def polling_flow(lab: Lab) -> WebFlow | None:
    """The first login with a QR code whose page asks the backend."""
    return next((flow for flow in _flows(lab) if flow.polls), None)


def corp_flows(lab: Lab) -> list[WebFlow]:
    """Those of WeCom corps."""
    return [flow for flow in _flows(lab) if _is_corp(lab, flow)]


async def why_no_flow(lab: Lab) -> Text | None:
    """The control of :func:`logged_in`; None: it can be relied on."""
    return await flow_of(lab).why_untested() if lab.has(Need.WEB) else None


async def logged_in(lab: Lab, person: LabPerson) -> LoginSeen:
    """A whole login by which the backend gets the person's own access_token: a web login, or else a mobile app's."""
    return await flow_of(lab).whole(person) if lab.has(Need.WEB) else await lab.login(person)


def action_of(lab: Lab) -> str:
    """Under which the findings of :func:`logged_in` stand in the backend file."""
    return ACTION if lab.has(Need.WEB) else "login"


def with_query(url: str, **params: str | None) -> str:
    """The URL with these parameters in place of its own of that name; None: without it."""
    kept = {name: value for name, value in query_of(url).items() if name not in params}
    bare = url.partition("#")[0].partition("?")[0]
    return with_params(bare, {**kept, **{name: value for name, value in params.items() if value is not None}})


def _flows(lab: Lab) -> list[WebFlow]:
    return [
        WebFlow(lab, login, f"_{login.app}" if index else "")
        for index, login in enumerate(lab.backend.web)
        if not index or login.app is not None
    ]


def _is_corp(lab: Lab, flow: WebFlow) -> bool:
    said = lab.shared.settings.apps.get(flow.login.app or "") or {}
    return said.get("kind") == "wecom"
