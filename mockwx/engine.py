"""The engine: one request through one world. Route → decide → checks → run → spell → journal; pure.

It reads no clock, draws no chance and touches no socket, so that a store that lost a race may run it again.
Delays and hanging up are data in the ``Response``; the server obeys them.
"""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.journal.journal import Exchange
from mockwx.core.rules.faults import Do, Fault, Fields, Refuse, Unreachable
from mockwx.core.rules.rules import UNMOVED, Decision, Rule, Subject
from mockwx.core.web.hosts import API_HOST, WECOM_HOST
from mockwx.core.wire import Document, Request, Response
from mockwx.core.world import Wechat, World
from mockwx.products import route_lookup
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.dialect import GATEWAY, Dialect
from mockwx.products.shared.endpoint import Ask
from mockwx.products.shared.refusal import Refusal
from mockwx.products.shared.rid_suffix import Trace
from mockwx.products.shared.settled import Settled


class UndeclaredErrcode(AssertionError):
    """An endpoint refused with an errcode that its declaration does not list: a bug in mockwx."""


class MisorderedChecks(AssertionError):
    """A check, or the endpoint itself, needs what no check before it has found: a bug in mockwx."""


def handle(world: World, request: Request, wall: int, settled: Settled | None = None) -> Exchange:
    """WeChat's answer to ``request``, with the reason for it, already in the journal; ``wall``: real milliseconds.

    ``settled``: of the calls that differ from this one in their code alone.
    """
    clock = world.clock
    now = clock.now(wall)
    number = world.journal.next_number()
    endpoint = route_lookup.endpoint_of(world.accounts, request)
    if request.host is None and request.path in route_lookup.OF_TWO_HOSTS and _is_for_wecom(world, request):
        endpoint = route_lookup.find(WECOM_HOST, request.path)
    if request.plain_http and request.host == WECOM_HOST:
        return _sent_to_https(world, request, now, number)
    if endpoint is None:
        return _lost(world, request, now, number, f"no api lives at {request.path!r}{route_lookup.hint(request)}")
    if request.host is None and endpoint.host == WECOM_HOST and _brings_token_of_wechat(world, request):
        # Nobody names the host, and the token tells it: a path of WeChat's that is WeCom's too.
        why = f"{request.path} of {API_HOST} is not among the apis here; WeCom's is /{WECOM_HOST}{request.path}"
        return _lost(world, request, now, number, why)
    call = Call(world, request, endpoint, request.query, route_lookup.of_host, now, number)
    if endpoint.reads_beside_query:
        call.read_params()
    if endpoint.needs_content_length and request.content_length is None:
        response = Response(b"", "", status=412, number=number)
        reason = "the body came without Content-Length (Transfer-Encoding: chunked)"
        exchange = _journalled(call, response, UNMOVED, None, reason, Evidence.OBSERVED)
        exchange.errcode, exchange.fault = None, "HTTP 412"
        return exchange

    decision = UNMOVED
    if world.rules.all():
        decision = _decide(call, clock.start, wall)
        if decision.rule is not None:
            return _ruled(call, decision.rule, decision, wall)
    refusal, body = _work(call, settled)
    if refusal is None:
        return _journalled(call, _response(call, body), decision, None, None, endpoint.evidence)
    return _wechats_own(call, _response(call, _refused(call, refusal)), decision, refusal)


def _response(call: Call, body: bytes | Document) -> Response:
    if isinstance(body, bytes):
        return Response(body, call.endpoint.dialect.label(call.world.settings.wechat), call.number)
    return Response(body.body, body.content_type, call.number, body.status, headers=body.headers)


def _ruled(call: Call, rule: Rule, decision: Decision, wall: int) -> Exchange:
    """The exchange where a rule gets in the way."""
    endpoint, world, fault = call.endpoint, call.world, rule.fault
    undone = _cause(call, fault, wall) if isinstance(fault, Do) else ""
    refusal, body = _answer(call, fault, commit=rule.commit)
    response = _response(call, body)
    response.delay, response.rule, response.held = decision.delay, rule.name, decision.held
    if fault is None or isinstance(fault, Refuse):
        return _wechats_own(call, response, decision, refusal)
    if isinstance(fault, Fields):
        gateway = refusal is not None and refusal.gateway
        undone += _bend_fields(fault, response, endpoint.dialect, world.settings.wechat, gateway=gateway)
    else:
        fault.bend(response)
    reason = f"the rule {response.rule} says so: {fault}{undone}"
    if refusal is not None:
        reason = f"{refusal.reason}; {reason}"
    exchange = _journalled(call, response, decision, refusal, reason, endpoint.evidence)
    exchange.fault = str(fault)
    if not fault.whole:
        exchange.errcode = None
    return exchange


def connection(world: World, request: Request, wall: int) -> Exchange | None:
    """A new connection over TLS to ``request.host``: the exchange of one that does not come to be, in the journal.

    Nothing of ``request`` is known but who is asked: it stands for what reached no endpoint.
    """
    if request.host is None or not any(isinstance(rule.fault, Unreachable) for rule in world.rules.all()):
        return None
    clock = world.clock
    now = clock.now(wall)
    apis = {endpoint.api for endpoint in route_lookup.of_host(request.host).values()}
    decision = world.rules.decide_connection(apis, now, clock.start)
    if decision.rule is None or not isinstance(decision.rule.fault, Unreachable):
        return None
    response = Response(b"", "", world.journal.next_number(), status=0, rule=decision.rule.name)
    exchange = Exchange(
        response.number,
        now,
        None,
        request,
        response,
        errcode=None,
        fault=str(decision.rule.fault),
        reason=f"the rule {decision.rule.name} says so: {decision.rule.fault}",
        trace=decision.trace,
    )
    world.journal.append(exchange)
    return exchange


def patience(world: World, request: Request, wall: int) -> int:
    """Real milliseconds for which the call may be held because there is nothing new to tell; 0: handle it now."""
    endpoint = route_lookup.find(request.host, request.path)
    if endpoint is None or endpoint.patience is None:
        return 0
    call = Call(world, request, endpoint, request.query, route_lookup.of_host, world.clock.now(wall), 0)
    if endpoint.reads_beside_query:
        call.read_params()
    return endpoint.patience(call)


def _bend_fields(fault: Fields, response: Response, dialect: Dialect, wechat: Wechat, *, gateway: bool) -> str:
    try:
        answer = json.loads(response.body)
    except ValueError:
        return "; the answer is no JSON object and stays as it is"
    bent = fault.bend_answer(answer)
    response.body = dialect.spell(bent, wechat, gateway=gateway)
    if dialect.headers is not None:
        # They go on telling what the body tells no more.
        response.headers = dialect.headers({**answer, **bent})
    return ""


def _answer(call: Call, fault: Fault | None, *, commit: bool) -> tuple[Refusal | None, bytes | Document]:
    """WeChat's own answer, as far as the fault leaves any, and whether its work was done."""
    refusal: Refusal | None = None
    body: bytes | Document = b""
    if fault is None or fault.whole or commit:
        refusal, body = _work(call)
    elif not fault.replaces:
        # The answer is needed to be bent, and nothing may come of it.
        call.world = call.world.sketch()
        refusal, body = _work(call)
    if isinstance(fault, Refuse):
        refusal = _refusal_by(fault, call)
    elif fault is not None and fault.replaces:
        return refusal, b""
    return refusal, _refused(call, refusal) if refusal is not None else body


def _cause(call: Call, fault: Do, wall: int) -> str:
    """What happens inside WeChat just before the answer; about this call's user and app where none is given.

    What could not be done is told, for the journal.
    """
    # Loaded on first use: few rules make anything happen.
    from mockwx.verbs import VERBS, VerbError

    undone = []
    for name, args in fault.verbs:
        verb = VERBS[name]
        taken = {arg.name for arg in verb.args}
        own = {"user": call.user, "app": call.app.appid if call.app is not None else None}
        about = {key: value for key, value in own.items() if key in taken and value is not None}
        try:
            verb.do(call.world, about | dict(args), wall)
        except VerbError as error:
            undone.append(f"{name} was not done: {error.what}")
    return "".join(f"; {sentence}" for sentence in undone)


def _decide(call: Call, start: int, wall: int) -> Decision:
    """Which rule gets in the way."""
    call.learn_whom()
    app = call.app
    about = Subject(
        api=call.endpoint.api,
        path=call.endpoint.path,
        app=app.name if app is not None else None,
        appid=app.appid if app is not None else None,
        user=call.user,
        code=call.code_text,
        secure=call.request.secure,
    )
    return call.world.rules.decide(about, call.now, start, wall)


def _work(call: Call, settled: Settled | None = None) -> tuple[Refusal | None, bytes | Document]:
    """What WeChat does when nothing gets in the way: ask its checks in order, then answer."""
    if call.request.too_large:
        return Refusal(e.common.CONTENT_TOO_LARGE, "the body is too large", Evidence.DOCUMENTED, gateway=True), b""
    endpoint = call.endpoint
    ask: Ask | None = None
    try:
        asks = endpoint.asks if settled is None else settled.left(call)
        for ask in asks:
            refusal = ask(call)
            if refusal is not None:
                return _checked(call, endpoint.check_that_asks(ask), refusal), b""
        ask = None
        if settled is not None and asks is not endpoint.fleeting_asks:
            settled.note(call)
        answer = endpoint.run(call)
    except AttributeError as error:
        if error.obj is not None:
            raise
        who = "its answer" if ask is None else endpoint.check_that_asks(ask)
        raise MisorderedChecks(
            f"{endpoint.api}: {who} asks for {error.name!r} of what no check before it has found"
        ) from error
    return None, endpoint.dialect.answer(answer, call.world.settings.wechat)


def _checked(call: Call, check: Check, refusal: Refusal) -> Refusal:
    """The refusal, which costs the code where the world says so."""
    if refusal.errcode not in check.errcodes:
        raise UndeclaredErrcode(f"{call.endpoint.api}: {check} does not list {refusal.errcode.code}")
    if call.code is not None and call.world.settings.wechat.refused_exchange == "burns_code":
        call.world.codes.spend(call.code_text or "", call.now)
    return refusal


def _refusal_by(fault: Refuse, call: Call) -> Refusal:
    errcode = call.endpoint.own(fault.errcode) or fault.errcode
    return Refusal(
        errcode,
        "a rule says so",
        errcode.evidence,
        gateway=errcode.code in call.endpoint.gateway_errcodes,
        ip=call.request.client_ip,
        errmsg=fault.errmsg,
    )


def _refused(call: Call, refusal: Refusal) -> bytes | Document:
    endpoint, wechat = call.endpoint, call.world.settings.wechat
    dialect = endpoint.dialect
    trace = Trace(call.world.ids, call.now, call.number, call.request.client_ip)
    refused = dialect.refuse(refusal, endpoint.api, trace, wechat)
    answer = {**endpoint.ahead_on_error, **refused, **endpoint.on_error}
    if dialect.page is not None:
        return dialect.page(answer)
    return dialect.answer(answer, wechat, gateway=refusal.gateway)


def _sent_to_https(world: World, request: Request, now: int, number: int) -> Exchange:
    """301: WeCom's host does not speak plain http (observed, with nginx's usual page; its headers are assumed)."""
    query = f"?{urlencode(request.query)}" if request.query else ""
    location = f"https://{WECOM_HOST}{quote(request.path)}{query}"
    headers = {"Location": location, "Server": "nginx"}
    response = Response(_MOVED, "text/html", status=301, number=number, headers=headers)
    reason = (
        f"plain http:// to {WECOM_HOST} is sent on to https://; the client must ask there, and a POST may lose its body"
    )
    exchange = Exchange(number, now, None, request, response, errcode=None, reason=reason)
    exchange.fault = "HTTP 301"
    world.journal.append(exchange)
    return exchange


_MOVED = (
    b"<html>\r\n<head><title>301 Moved Permanently</title></head>\r\n<body>\r\n"
    b"<center><h1>301 Moved Permanently</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


def _is_for_wecom(world: World, request: Request) -> bool:
    """By its token, and where nobody knows that, by what WeCom's api asks for."""
    text = request.query.get("access_token", "")
    is_known = world.tokens.find(text) is not None
    return not is_known and (world.corps.token(text) is not None or "userid" in request.query)


def _brings_token_of_wechat(world: World, request: Request) -> bool:
    return world.tokens.find(request.query.get("access_token", "")) is not None


def _lost(world: World, request: Request, now: int, number: int, reason: str) -> Exchange:
    """40066 with HTTP 200: the gateway's answer to a path where nothing lives; other hosts answer 404 (observed for
    qyapi, without a body)."""
    refusal = Refusal(e.common.INVALID_URL, reason, gateway=True)
    if request.host not in (None, API_HOST):
        response = Response(b"", "", status=404, number=number)
        exchange = Exchange(number, now, None, request, response, errcode=None, reason=refusal.reason)
        exchange.fault = "HTTP 404"
        world.journal.append(exchange)
        return exchange
    trace = Trace(world.ids, now, number)
    wechat = world.settings.wechat
    body = GATEWAY.spell(GATEWAY.refuse(refusal, "", trace, wechat), wechat)
    response = Response(body, GATEWAY.label(wechat), number=number)
    exchange = Exchange(number, now, None, request, response, errcode=40066, reason=refusal.reason, rid=trace.rid)
    world.journal.append(exchange)
    return exchange


def _wechats_own(call: Call, response: Response, decision: Decision, refusal: Refusal | None) -> Exchange:
    """The exchange of an answer that is WeChat's own."""
    if refusal is None:
        return _journalled(call, response, decision, None, None, call.endpoint.evidence)
    return _journalled(call, response, decision, refusal, refusal.reason, refusal.evidence)


def _journalled(
    call: Call,
    response: Response,
    decision: Decision,
    refusal: Refusal | None,
    reason: str | None,
    evidence: Evidence,
) -> Exchange:
    app = call.app
    exchange = Exchange(
        call.number,
        call.now,
        call.endpoint.api,
        call.request,
        response,
        appid=app.appid if app is not None else None,
        app=app.name if app is not None else None,
        user=call.user,
        code=call.code_text,
        errcode=refusal.errcode.code if refusal is not None else 0,
        reason=reason,
        evidence=evidence,
        rid=call.world.ids.rid(call.now, call.number) if refusal is not None else None,
        trace=decision.trace,
    )
    call.world.journal.append(exchange)
    return exchange
