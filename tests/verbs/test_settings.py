"""wx.authorize, getSetting and openSetting: a scope is asked for once."""

from __future__ import annotations

import pytest

from mockwx.verbs import VerbError

from .phones import Phones

LOCATION = "scope.userLocation"
OK = {"errMsg": "authorize:ok"}


def ask(phones: Phones, *, deny: bool = False) -> dict[str, object]:
    return phones.do("phone.authorizeScope", user="alice", scope=LOCATION, deny=deny)


def test_a_scope_that_was_allowed_is_not_asked_for_again() -> None:
    phones = Phones()
    assert ask(phones) == OK
    assert ask(phones, deny=True) == OK


def test_who_has_refused_once_can_only_change_it_in_the_settings() -> None:
    phones = Phones()
    assert ask(phones, deny=True) == {"errMsg": "authorize:fail auth deny"}
    assert ask(phones) == {"errMsg": "authorize:fail auth deny"}
    told = phones.do("phone.openSetting", user="alice", allow=LOCATION)
    assert told == {"errMsg": "openSetting:ok", "authSetting": {LOCATION: True, "scope.userInfo": True}}
    assert ask(phones) == OK
    phones.do("phone.openSetting", user="alice", refuse=LOCATION)
    assert phones.do("phone.getSetting", user="alice")["authSetting"][LOCATION] is False


def test_the_settings_open_in_the_turn_of_a_tap_only() -> None:
    failed = {"errMsg": "openSetting:fail can only be invoked by user TAP gesture."}
    assert Phones().do("phone.openSetting", user="alice", deny="no_tap") == failed


def test_settings_show_only_what_was_asked_for_and_what_the_recall_gave() -> None:
    phones = Phones("2021-04-28T23:59:59+08:00")
    assert phones.do("phone.getSetting", user="alice") == {"errMsg": "getSetting:ok", "authSetting": {}}
    phones.do("phone.getUserInfo", user="alice", deny=True)
    assert phones.do("phone.getSetting", user="alice")["authSetting"] == {"scope.userInfo": False}
    phones.wait(1_000)
    told = phones.do("phone.getSetting", user="alice", withSubscriptions=True)
    assert told["authSetting"] == {"scope.userInfo": True}
    assert told["subscriptionsSetting"] == {"mainSwitch": True}


def test_a_scope_that_was_never_asked_for_is_not_in_the_settings() -> None:
    phones = Phones()
    ask(phones)
    with pytest.raises(VerbError, match=r"shop has never asked alice for scope\.camera"):
        phones.do("phone.openSetting", user="alice", refuse=LOCATION, allow="scope.camera")
    assert ask(phones) == OK
