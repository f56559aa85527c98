"""The privacy guide: who is asked, what is refused meanwhile, and what agreement is worth."""

from __future__ import annotations

from typing import Any

import pytest

from .phones import Phones

NOT_AUTHORIZED = {"errMsg": "getPhoneNumber:fail privacy permission is not authorized", "errno": 104}
IN_GAP = {"errMsg": "getPhoneNumber:fail privacy permission is not authorized in gap", "errno": 104}


def number(phones: Phones) -> dict[str, Any]:
    return phones.do("phone.getPhoneNumber", user="alice")


def needs(phones: Phones, user: str = "alice") -> bool:
    return bool(phones.do("phone.getPrivacySetting", user=user)["needAuthorization"])


def test_an_app_that_does_not_check_asks_nobody() -> None:
    phones = Phones()
    assert not needs(phones)
    assert number(phones)["errMsg"] == "getPhoneNumber:ok"


def test_who_is_asked_agrees_once_for_all() -> None:
    phones = Phones(privacy=("phone_number", "avatar"))
    told = phones.do("phone.getPrivacySetting", user="alice")
    assert told == {
        "needAuthorization": True,
        "privacyContractName": "《shop隐私保护指引》",
        "errMsg": "getPrivacySetting:ok",
    }
    assert phones.do("phone.requirePrivacyAuthorize", user="alice") == {"errMsg": "requirePrivacyAuthorize:ok"}
    assert not needs(phones)
    assert needs(phones, "bob")


def test_who_refuses_wechats_dialog_is_not_asked_again_for_ten_seconds() -> None:
    phones = Phones(privacy=("phone_number",))
    refused = phones.do("phone.requirePrivacyAuthorize", user="alice", deny=True)
    assert refused == {"errMsg": "requirePrivacyAuthorize:fail privacy permission is not authorized", "errno": 104}
    phones.wait(9_999)
    assert number(phones) == IN_GAP
    phones.wait(1)
    assert number(phones)["errMsg"] == "getPhoneNumber:ok"


@pytest.mark.parametrize("event", ["disagree", "silent"])
def test_a_page_that_listens_is_asked_instead_and_knows_no_gap(event: str) -> None:
    phones = Phones(privacy=("phone_number",))
    phones.do("phone.onNeedPrivacyAuthorization", user="alice", event=event)
    assert [number(phones), number(phones)] == [NOT_AUTHORIZED, NOT_AUTHORIZED]
    assert needs(phones)
    phones.do("phone.onNeedPrivacyAuthorization", user="alice", event="agree")
    assert number(phones)["errMsg"] == "getPhoneNumber:ok"
    assert not needs(phones)


def test_a_page_that_listens_no_more_leaves_the_asking_to_wechat() -> None:
    phones = Phones(privacy=("phone_number",))
    for event in ("silent", "off"):
        phones.do("phone.onNeedPrivacyAuthorization", user="alice", event=event)
    assert number(phones)["errMsg"] == "getPhoneNumber:ok"


@pytest.mark.parametrize(
    ("declared", "text", "errno"),
    [
        (("avatar",), "api scope is not declared in the privacy agreement", 112),
        ((), "please go to mp to announce your privacy usage", 1025),
    ],
)
def test_what_the_guide_does_not_declare_fails_for_everybody(declared: tuple[str, ...], text: str, errno: int) -> None:
    phones = Phones(privacy=declared)
    phones.do("phone.requirePrivacyAuthorize", user="alice")
    assert number(phones) == {"errMsg": f"getPhoneNumber:fail {text}", "errno": errno}


def test_what_is_declared_later_must_be_agreed_to_anew() -> None:
    phones = Phones(privacy=("avatar",))
    phones.do("phone.requirePrivacyAuthorize", user="alice")
    assert not needs(phones)
    phones.worlds.run(
        "",
        lambda world: world.accounts.add_app(_with(world.accounts.app(phones.app.appid), ("avatar", "phone_number"))),
        wall=0,
    )
    assert needs(phones)
    phones.do("phone.onNeedPrivacyAuthorization", user="alice", event="disagree")
    assert phones.do("phone.chooseAvatar", user="alice")["errMsg"] == "chooseAvatar:ok"
    assert number(phones) == NOT_AUTHORIZED


def _with(app: Any, privacy: tuple[str, ...]) -> Any:
    from msgspec.structs import replace

    return replace(app, privacy=privacy)


def test_a_phone_older_than_the_guide_refuses_nothing() -> None:
    assert number(Phones(privacy=(), base_library="2.32.2"))["errMsg"] == "getPhoneNumber:ok"


@pytest.mark.parametrize(
    ("verb", "args", "text"),
    [
        ("phone.getUserInfo", {}, "getUserInfo: fail privacy permission is not authorized"),
        ("phone.getUserProfile", {"desc": "x"}, "getUserProfile:fail privacy permission is not authorized"),
        ("phone.chooseAvatar", {}, "chooseAvatar:fail privacy permission is not authorized"),
        ("phone.getRealtimePhoneNumber", {}, "getRealtimePhoneNumber:fail privacy permission is not authorized"),
        (
            "phone.authorizeScope",
            {"scope": "scope.userLocation"},
            "authorize:fail privacy permission is not authorized",
        ),
    ],
)
def test_every_api_that_asks_for_personal_data_wants_agreement(verb: str, args: dict[str, Any], text: str) -> None:
    phones = Phones(privacy=("user_info", "avatar", "phone_number", "location"))
    phones.do("phone.onNeedPrivacyAuthorization", user="alice", event="disagree")
    assert phones.do(verb, user="alice", **args) == {"errMsg": text, "errno": 104}


def test_the_nickname_input_is_a_plain_one_without_agreement() -> None:
    phones = Phones(privacy=("nickname",))
    phones.do("phone.onNeedPrivacyAuthorization", user="alice", event="disagree")
    assert "detail" not in phones.do("phone.nickname", user="alice", value="x")
    phones.do("phone.onNeedPrivacyAuthorization", user="alice", event="agree")
    assert "detail" in phones.do("phone.nickname", user="alice", value="x")
