"""How the published answers of /wxa are provoked: phone number, session, encrypt key, payment, plugin."""

from __future__ import annotations

from hashlib import sha256

from .backend import (
    CHECK_MSG,
    CHECKSESSION,
    ENCRYPT_KEY,
    PAID,
    PHONE,
    PLUGIN,
    RESET,
    Answer,
    Backend,
    Cause,
)

TWO_APPS = {"apps": {"shop": {"owner": "acme"}, "cafe": {"owner": "acme"}}}


def phone_code(backend: Backend, app: str | None = None) -> str:
    return str(backend.mockwx.user("alice").get_phone_number(app)["code"])


def phone_number(backend: Backend) -> Answer:
    return backend.phone_number(phone_code(backend))


def login_code_for_a_phone_number(backend: Backend) -> Answer:
    return backend.phone_number(backend.mockwx.login("alice"))


def bad_phone_codes(backend: Backend) -> list[Answer]:
    """Unknown, used, absent."""
    used = phone_code(backend)
    assert backend.phone_number(used).json["errcode"] == 0
    token = backend.token()
    return [backend.phone_number("0" * 64), backend.phone_number(used), backend.post(PHONE, {}, access_token=token)]


def phone_code_of_another_app(backend: Backend) -> Answer:
    return backend.phone_number(phone_code(backend, "cafe"))


def phone_number_by_form(backend: Backend) -> Answer:
    query = {"access_token": backend.token()}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return backend.send("POST", PHONE, query, f"code={phone_code(backend)}".encode(), headers)


def wrong_signature(backend: Backend) -> Answer:
    return backend.get(CHECKSESSION, **backend.signed(backend.log_in(), signature="0" * 64))


def stale_session_keys(backend: Backend) -> list[Answer]:
    """A wrong signature, and a good one with a key that was replaced."""
    session = backend.log_in()
    backend.mockwx.user("alice").rotate_session_key()
    return [wrong_signature(backend), backend.get(CHECKSESSION, **backend.signed(session))]


def unknown_openids(backend: Backend) -> list[Answer]:
    session = backend.log_in()
    of_another_app = backend.mockwx.user("alice").openid("cafe")
    others = ("oMOCK00000000000000000000000", of_another_app)
    return [backend.get(CHECKSESSION, **backend.signed(session, openid=openid)) for openid in others]


def bad_plugin_codes(backend: Backend) -> list[Answer]:
    token = backend.token()
    old = backend.mockwx.user("alice").plugin_login()
    backend.mockwx.advance("5m")
    return [backend.post(PLUGIN, {"code": code}, access_token=token) for code in ("0" * 32, old)]


def three_encrypt_keys(backend: Backend) -> Answer:
    session = backend.log_in()
    for _ in range(2):
        backend.get(ENCRYPT_KEY, **backend.signed(session))
        backend.mockwx.advance("1h")
    return backend.get(ENCRYPT_KEY, **backend.signed(session))


def checked_message(backend: Backend) -> Answer:
    backend.log_in()
    data = backend.mockwx.user("alice").get_phone_number()["encryptedData"]
    digest = sha256(data.encode()).hexdigest()
    return backend.post(CHECK_MSG, {"encrypted_msg_hash": digest}, access_token=backend.token())


def reset_session(backend: Backend) -> Answer:
    return backend.get(RESET, **backend.signed(backend.log_in()))


def paid_unionid(backend: Backend) -> Answer:
    session = backend.log_in()
    payment = backend.mockwx.user("alice").pay()
    return backend.get(
        PAID,
        access_token=backend.token(),
        openid=session["openid"],
        transaction_id=payment["transaction_id"],
    )


CAUSES = {
    "mini-092": Cause(login_code_for_a_phone_number),
    "mini-093": Cause(bad_phone_codes),
    "mini-094": Cause(bad_phone_codes),
    "mini-095": Cause(phone_code_of_another_app, world=TWO_APPS),
    "mini-097": Cause(phone_number_by_form),
    "mini-098": Cause(phone_number_by_form),
    "mini-100": Cause(stale_session_keys),
    "mini-101": Cause(unknown_openids, world=TWO_APPS),
    "mini-102": Cause(wrong_signature, "2019-06-01"),
    "mini-106": Cause(bad_plugin_codes, lead=300),
    "mini-123": Cause(three_encrypt_keys),
    "mini-124": Cause(checked_message),
    # The sample prints a number; every real answer has a string.
    "mini-125": Cause(phone_number, unlike={"countryCode": "str"}),
    "mini-126": Cause(reset_session),
    "mini-127": Cause(paid_unionid),
}
