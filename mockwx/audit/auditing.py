"""An audit from beginning to end: the backend file read, every check tried, and the report as a value."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from mockwx.audit.audit_report import ActionLine, AuditReport
from mockwx.audit.catalogue import BY_ID, CATALOGUE
from mockwx.audit.check import AuditCheck
from mockwx.audit.check_runner import AuditProgress, CheckRunner, chosen, most_requests
from mockwx.audit.grade import grade
from mockwx.audit.lab import AuditedProcess, AuditState
from mockwx.audit.modes import modes_in
from mockwx.audit.needs import Need
from mockwx.audit.options import AuditOptions
from mockwx.client import ControlClient
from mockwx.core.ids import draw
from mockwx.play.backend import Backend, BackendSettings
from mockwx.scenario.reading.places import SourceDocument
from mockwx.scenario.reading.use_merging import read_file
from mockwx.scenario.scenario import Scenario

_CORP_PLACES = 2


class AuditedBackend(Struct, frozen=True):
    """What is known of a backend before it is asked anything."""

    settings: BackendSettings
    backend: Backend
    file: str = ""
    """As it was named; empty: only its URL is known."""
    action_lines: Mapping[str, ActionLine] = {}

    @classmethod
    def read(cls, said: str | Path) -> AuditedBackend:
        """A URL or a backend file.

        :raises ScenarioError: every problem of the file.
        :raises LookupError: nobody says where the backend is.
        """
        file, lines = "", dict[str, ActionLine]()
        if Path(said).is_file():
            document = read_file(Path(said))
            settings, file, lines = BackendSettings.of(document), str(said), _action_lines(document)
        else:
            settings = BackendSettings.read(str(said))
        return cls(settings, settings.for_scenario(Scenario(name="audit")), file, lines)


async def audit(
    client: ControlClient,
    audited: AuditedBackend,
    options: AuditOptions,
    *,
    again: str = "",
    command: Sequence[str] = (),
    date: str = "",
    log: Path | None = None,
    speaks_tls: bool = False,
    checks: Sequence[AuditCheck] = CATALOGUE,
    process: AuditedProcess | None = None,
    tell: Callable[[AuditProgress], object] = lambda progress: None,
) -> AuditReport:
    """The world of ``client`` is begun anew more than once.

    :param again: the command line that does it again.
    :param command: that started the backend.
    :param log: what the backend writes.
    :param speaks_tls: its calls of WeChat's own hosts are led here.
    :param process: of a backend that is started here.
    :raises AuditStopped: nothing can be judged, and why.
    """
    shared = AuditState(client, audited.settings, audited.backend, options, log)
    shared.gives |= _given(audited, options)
    shared.gives |= {Need.COMMAND} if command else set()
    shared.gives |= {Need.TLS} if speaks_tls and command else set()
    shared.modes = modes_in(os.environ)
    runner = CheckRunner(shared, checks, tell=tell, process=process)
    clock = asyncio.get_running_loop().time
    began = clock()
    results = await runner.audit()
    return AuditReport(
        backend=audited.backend.url,
        backend_file=audited.file,
        action_lines=dict(audited.action_lines),
        wechat=client.url,
        command=" ".join(command),
        server=shared.learnt.server,
        modes=shared.modes,
        like=audited.backend.audit.like or "",
        again=again,
        options=options.said,
        complete=not (options.only or options.skip or options.quick),
        seed=options.seed,
        date=date,
        seconds=round(clock() - began, 3),
        requests=shared.requests,
        grade=grade(results, BY_ID | {check.id: check for check in checks}),
        results=tuple(results),
        cells=tuple(shared.cells),
        remarks=(*shared.remarks, *runner.remarks),
    )


def announced_requests(audited: AuditedBackend, options: AuditOptions, checks: Sequence[AuditCheck] = CATALOGUE) -> int:
    """How many requests an audit sends at most."""
    return most_requests(chosen(checks, options), audited.backend, options)


def seed_of(backend: str) -> int:
    """The seed of whoever names none: the same for the same backend."""
    return int.from_bytes(draw("audit", backend, size=3), "big")


def _given(audited: AuditedBackend, options: AuditOptions) -> set[Need]:
    backend, apps = audited.backend, audited.settings.apps
    kinds = {name: (said or {}).get("kind") for name, said in apps.items()}
    corps = [web for web in backend.web if kinds.get(web.app or "") == "wecom"]
    met: set[Need] = set()
    if sum(name == "login" or name.startswith("login_") for name in backend.actions) > 1:
        met.add(Need.TWO_APPS)
    if any((said or {}).get("callback") for said in apps.values()):
        met.add(Need.CALLBACK)
    if any(kinds[name] == "component" and (said or {}).get("callback") for name, said in apps.items()):
        met.add(Need.PLATFORM)
    if corps:
        met.add(Need.CORP)
    if len({web.app for web in corps}) >= _CORP_PLACES:
        met.add(Need.TWO_CORPS)
    if options.restart and backend.audit.environment:
        met.add(Need.RESTART)
    return met


def _action_lines(document: SourceDocument) -> dict[str, ActionLine]:
    value = document.value if isinstance(document.value, dict) else {}
    above: tuple[str, ...] = ("backend",) if "backend" in value else ()
    place = document.place.at((*above, "actions"))
    lines = {
        str(name): ActionLine(*(action.key or (action.line, action.column))) for name, action in place.under.items()
    }
    web = document.place.at((*above, "web"))
    if "web" in document.place.at(above).under:
        lines["web"] = ActionLine(*(web.key or (web.line, web.column)))
    return lines
