"""The variables that tell in which mode a backend runs."""

from __future__ import annotations

from mockwx.audit.modes import modes_in


def test_modes_of_common_frameworks_are_told_and_nothing_else_of_the_environment() -> None:
    told = {
        "EGG_SERVER_ENV": "local",
        "NODE_ENV": "development",
        "APP_DEBUG": "true",
        "DJANGO_SETTINGS_MODULE": "shop.settings.dev",
        "GIN_MODE": "debug",
        "MIX_ENV": "dev",
        "SPRING_PROFILES_ACTIVE": "dev",
    }
    assert modes_in({**told, "RAILS_ENV": "", "WECHAT_SECRET": "x", "PATH": "/bin"}) == told
