"""How the published answers of the gateway, which stands before every api, are provoked."""

from __future__ import annotations

from .backend import PHONE, SHOP, WITH_TOKEN, Answer, Backend, Cause

APIS = [path.rsplit("/", 1)[1] for path in WITH_TOKEN if not path.startswith("/cgi-bin/openapi")]


def garbage_token(backend: Backend) -> list[Answer]:
    return backend.everywhere(access_token="2")


def replaced_token(backend: Backend) -> list[Answer]:
    token = backend.token()
    backend.mockwx.other_holder()
    backend.mockwx.advance("300s")
    return backend.everywhere(access_token=token)


def garbage_or_replaced_token(backend: Backend) -> list[Answer]:
    return garbage_token(backend) + replaced_token(backend)


def replaced_token_for_a_phone_number(backend: Backend) -> Answer:
    token = backend.token()
    backend.mockwx.other_holder()
    backend.mockwx.advance("300s")
    return backend.post(PHONE, {"code": "0" * 64}, access_token=token)


def expired_token(backend: Backend) -> list[Answer]:
    token = backend.token()
    backend.mockwx.advance("7200s")
    return backend.everywhere(access_token=token)


def no_token(backend: Backend) -> list[Answer]:
    return backend.everywhere() + backend.everywhere(access_token="")


def good_token(backend: Backend) -> list[Answer]:
    return backend.everywhere(access_token=backend.token())


def by_rule(errcode: int, *but: str):
    """By a rule: a world has no component tokens and no internal errors of its own."""

    def do(backend: Backend) -> list[Answer]:
        token = backend.token()
        for api in APIS:
            backend.mockwx.refuse(api, errcode)
        openapi = [path for path in WITH_TOKEN if path.startswith("/cgi-bin/openapi")]
        return backend.everywhere(*but, *openapi, access_token=token)

    return do


def lost(backend: Backend) -> list[Answer]:
    return [backend.get("/cgi-bin/cgi-bin/token"), backend.post("/cgi-bin/cgi-bin/stable_token", {})]


LIMITED = {"apps": {"shop": {"standing": "limited"}}}

CAUSES = {
    "mini-075": Cause(garbage_or_replaced_token, lead=300),
    "mini-076": Cause(replaced_token_for_a_phone_number, lead=300),
    "mini-077": Cause(garbage_or_replaced_token, "2020-01-01"),
    "mini-078": Cause(expired_token, lead=7200),
    "mini-081": Cause(by_rule(40014)),
    "mini-082": Cause(no_token),
    # The phone number's own errors have another suffix; whose error this is there, nobody published.
    "mini-084": Cause(by_rule(-1, PHONE)),
    "mini-085": Cause(good_token, world=LIMITED),
    "mini-086": Cause(by_rule(61003, PHONE)),
    "mini-087": Cause(lost),
    "mini-132": Cause(by_rule(61007, PHONE), world=SHOP),
}
