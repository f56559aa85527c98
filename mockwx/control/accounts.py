"""Control calls about apps and users: look at them, add and change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import to_builtins
from msgspec.structs import fields

from mockwx.control.answer import Asked, ControlError
from mockwx.control.shape import mapping
from mockwx.core.people.accounts import App, User, app_called
from mockwx.core.text.bilingual import both, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockwx.core.world import World


def app_as_json(app: App) -> dict[str, Any]:
    """With its pretend secret, which a backend must be configured with."""
    found: dict[str, Any] = to_builtins(app)
    return found


def user_as_json(world: World, user: User) -> dict[str, Any]:
    """As declared, and what the user is called in each app."""
    found = {field.name: getattr(user, field.name) for field in fields(User) if field.name != "openids"}
    apps = world.accounts.apps()
    found["openids"] = {app.name: world.accounts.openid(app, user) for app in apps}
    found["unionids"] = {app.owner: world.accounts.unionid(app, user) for app in apps if app.owner is not None}
    return found


def list_apps(asked: Asked) -> Any:
    return asked.run(lambda world: {app.name: app_as_json(app) for app in world.accounts.apps()})


def get_app(asked: Asked) -> Any:
    def look(world: World) -> Any:
        app = world.accounts.app_named(asked.parts[0])
        if app is None:
            known = [each.name for each in world.accounts.apps()]
            raise ControlError(unknown("app", " app ", asked.parts[0], known), "path", 404)
        return app_as_json(app)

    return asked.run(look)


def put_app(asked: Asked) -> Any:
    """Add or change, in the words of a scenario's ``apps``; what is not said stays as it is."""
    said = mapping(asked.body)

    def change(world: World) -> Any:
        former = world.accounts.app_named(asked.parts[0]) or app_called(asked.parts[0])
        app, particulars = _changed("app", former, said, world.particulars(former.appid))
        other = world.accounts.app(app.appid)
        if other is not None and other.name != app.name:
            raise ControlError(
                both(f"{other.name} has the appid {app.appid} already", f"appid {app.appid} 已属于 {other.name}"),
                "appid",
                409,
            )
        if particulars is not None:
            world.add_particulars(particulars)
        return app_as_json(world.accounts.add_app(app))

    return asked.run(change)


def list_users(asked: Asked) -> Any:
    return asked.run(lambda world: {user.name: user_as_json(world, user) for user in world.accounts.users()[:1000]})


def get_user(asked: Asked) -> Any:
    def look(world: World) -> Any:
        user = world.accounts.user(asked.parts[0])
        if user is None:
            known = [each.name for each in world.accounts.users()[:100]]
            raise ControlError(unknown("user", "用户", asked.parts[0], known), "path", 404)
        return user_as_json(world, user)

    return asked.run(look)


def put_user(asked: Asked) -> Any:
    """Add or change, in the words of a scenario's ``users``; what is not said stays as it is."""
    said = mapping(asked.body)

    def change(world: World) -> Any:
        former = world.accounts.user(asked.parts[0]) or User(asked.parts[0])
        return user_as_json(world, world.accounts.add_user(_changed("user", former, said)))

    return asked.run(change)


def _changed(kind: str, former: Any, said: Mapping[str, Any], *more: Any) -> Any:
    # Loaded on first use: a server without scenario files starts without pydantic.
    from mockwx.scenario.accounts import changed_app, changed_user
    from mockwx.scenario.reading.problems import ScenarioError

    try:
        return changed_app(former, said, *more) if kind == "app" else changed_user(former, said)
    except ScenarioError as error:
        first = error.problems[0]
        raise ControlError("\n".join(each.what for each in error.problems), first.path or "body") from None
