"""Control calls about apps and users: look at them, add and change them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import to_builtins

from mockwx.control.answer import ControlError, JsonObject
from mockwx.control.shape import mapping
from mockwx.core.people.accounts import App, User, app_called
from mockwx.core.platforms import Component
from mockwx.core.suites import Suite
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.wecom import Corp

if TYPE_CHECKING:
    from mockwx.control.call import ControlCall
    from mockwx.core.world import World

MOST_USERS = 1000
"""Users that one answer lists; a world may have a million."""


def app_as_json(world: World, app: App) -> JsonObject:
    """All that PUT takes, with the pretend secret, which a backend must be configured with."""
    builtins: JsonObject = to_builtins(app)
    match world.details(app.appid):
        case Corp() as corp:
            builtins |= {name: value for name, value in to_builtins(corp).items() if name not in ("type", "appid")}
            builtins["userids"] = dict(corp.userids)
            # An agent's own name is not kept.
            builtins["agents"] = {f"agent{agent.agentid}": to_builtins(agent) for agent in corp.agents}
        case Component() as component:
            builtins["authorizers"] = list(component.authorizers)
        case Suite() as suite:
            builtins |= {name: value for name, value in to_builtins(suite).items() if name not in ("type", "appid")}
            builtins["provider"] = suite.provider or None
    return builtins


def user_as_json(world: World, user: User) -> JsonObject:
    """As declared, and what the user is called in each app."""
    declared = {name: getattr(user, name) for name in User.__struct_fields__ if name != "openids"}
    apps = world.accounts.apps()
    return declared | {
        "openids": {app.name: world.accounts.openid(app, user) for app in apps},
        "unionids": {app.owner: world.accounts.unionid(app, user) for app in apps if app.owner is not None},
    }


def list_apps(call: ControlCall) -> JsonObject:
    return call.run(lambda world: {app.name: app_as_json(world, app) for app in world.accounts.apps()})


def get_app(call: ControlCall) -> JsonObject:
    (name,) = call.parts

    def look(world: World) -> JsonObject:
        app = world.accounts.app_named(name)
        if app is None:
            raise ControlError(unknown("app", " app ", name, [app.name for app in world.accounts.apps()]), "path", 404)
        return app_as_json(world, app)

    return call.run(look)


def put_app(call: ControlCall) -> JsonObject:
    """Add or change, in the words of a scenario's ``apps``; what is not said stays as it is."""
    (name,) = call.parts
    changes = mapping(call.body)

    def change(world: World) -> JsonObject:
        # Loaded on first use: a server without scenario files starts without pydantic.
        from mockwx.scenario.account_parsing import changed_app

        former = world.accounts.app_named(name) or app_called(name)
        with _refusing_what_does_not_fit():
            app, details = changed_app(former, changes, world.details(former.appid))
        other = world.accounts.app(app.appid)
        if other is not None and other.name != app.name:
            raise ControlError(
                both(f"{other.name} has the appid {app.appid} already", f"appid {app.appid} 已属于 {other.name}"),
                "appid",
                409,
            )
        if details is not None:
            world.add_details(details)
        return app_as_json(world, world.accounts.add_app(app))

    return call.run(change)


def list_users(call: ControlCall) -> JsonObject:
    return call.run(
        lambda world: {user.name: user_as_json(world, user) for user in world.accounts.users()[:MOST_USERS]}
    )


def get_user(call: ControlCall) -> JsonObject:
    """With ``?drawn=true`` what nobody declared is drawn, as the user's phone tells it."""
    (name,) = call.parts
    drawn = mapping(call.query, "drawn").get("drawn") == "true"

    def look(world: World) -> JsonObject:
        user = world.accounts.user(name)
        if user is None:
            names = [user.name for user in world.accounts.users()[:100]]
            raise ControlError(unknown("user", "用户", name, names), "path", 404)
        return user_as_json(world, user) | (_drawn(world, user) if drawn else {})

    return call.run(look)


def put_user(call: ControlCall) -> JsonObject:
    """Add or change, in the words of a scenario's ``users``; what is not said stays as it is."""
    (name,) = call.parts
    changes = mapping(call.body)

    def change(world: World) -> JsonObject:
        # Loaded on first use: a server without scenario files starts without pydantic.
        from mockwx.scenario.account_parsing import changed_user

        with _refusing_what_does_not_fit():
            user = changed_user(world.accounts.user(name) or User(name), changes)
        return user_as_json(world, world.accounts.add_user(user))

    return call.run(change)


def _drawn(world: World, user: User) -> JsonObject:
    # Loaded on first use: Faker is large, and most tests ask for nobody's profile.
    from mockwx.made_up_people import person

    whole = person(world.settings.seed, user)
    return {name: getattr(whole, name) for name in ("phone", "nickname", "gender", "city", "province")}


@contextmanager
def _refusing_what_does_not_fit() -> Iterator[None]:
    from mockwx.scenario.reading.problems import ScenarioError

    try:
        yield
    except ScenarioError as error:
        first = error.problems[0]
        raise ControlError("\n".join(problem.what for problem in error.problems), first.path or "body") from None
