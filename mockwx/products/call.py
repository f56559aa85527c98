"""A call: one request on its way through an endpoint, and what has been learnt of it so far."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mockwx.core.accounts import User
from mockwx.core.forms import parse_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockwx.core.accounts import App
    from mockwx.core.codes import Code
    from mockwx.core.oauth import Granted
    from mockwx.core.wire import Request
    from mockwx.core.world import World
    from mockwx.products.endpoint import Endpoint


class Call:
    __slots__ = (
        "_body",
        "_form",
        "app",
        "code",
        "code_text",
        "endpoint",
        "neighbours",
        "now",
        "number",
        "request",
        "user",
        "world",
    )

    def __init__(
        self,
        world: World,
        request: Request,
        endpoint: Endpoint,
        neighbours: Mapping[str, Endpoint],
        now: int,
        number: int,
    ) -> None:
        """``neighbours``: the endpoints of the same host by path, for the apis that tell about other apis."""
        self.world = world
        self.neighbours = neighbours
        self.request = request
        self.endpoint = endpoint
        self.now = now
        self.number = number
        self.app: App | None = None
        self.user: str | None = None
        self.code: Code | None = None
        self.code_text: str | None = None
        self._body: dict[str, Any] | ValueError | None = None
        self._form: dict[str, str] | None = None

    def text(self, name: str) -> str:
        """A parameter, from where the endpoint reads its parameters; "" where it is absent."""
        endpoint = self.endpoint
        if name == endpoint.path_param:
            return self.request.path.rpartition("/")[2]
        if endpoint.reads_form:
            return self.request.query.get(name) or self.form().get(name, "")
        if not endpoint.reads_body:
            return self.request.query.get(name, "")
        value = self.body().get(name)
        if isinstance(value, str):
            return value
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""

    def flag(self, name: str) -> bool:
        return self.endpoint.reads_body and self.body().get(name) is True

    def form(self) -> dict[str, str]:
        """The fields of a form body; empty where there is none."""
        if self._form is None:
            # The content type does not matter, as with JSON.
            self._form = parse_query(self.request.body.decode("utf-8", "surrogateescape"))
        return self._form

    def body(self) -> dict[str, Any]:
        """The JSON object in the body; empty where there is none or it is broken."""
        found = self._parsed()
        return found if isinstance(found, dict) else {}

    def why_no_body(self) -> str | None:
        found = self._parsed()
        return None if isinstance(found, dict) else str(found)

    def _parsed(self) -> dict[str, Any] | ValueError:
        if self._body is None:
            try:
                # The content type does not matter: real clients send JSON without any.
                value = json.loads(self.request.body.decode("utf-8"))
                self._body = value if isinstance(value, dict) else ValueError("it is JSON but no object")
            except RecursionError:
                self._body = ValueError("it is nested too deeply")
            except ValueError as error:
                self._body = ValueError(f"it is not JSON in UTF-8: {error}")
        return self._body

    def ids_of(self, user: str, granted: Granted) -> tuple[str, str | None]:
        """openid and unionid; in a snapshot page those of a virtual user (that both differ is assumed)."""
        accounts, app = self.world.accounts, self.known_app
        real = accounts.user_made(user)
        if not granted.snapshot:
            return accounts.openid(app, real), accounts.unionid(app, real)
        virtual = User(f"{user} (snapshot)")
        return accounts.openid(app, virtual), accounts.unionid(app, virtual)

    def openid_of_token(self) -> str:
        """The openid that a live user's access_token stands for."""
        token = self.world.oauth.token(self.text("access_token"))
        assert token is not None, f"{self.endpoint.api} has no check that finds the user's token"  # noqa: S101
        return self.ids_of(token.user, token.granted)[0]

    @property
    def known_app(self) -> App:
        """The app, for code that runs behind a check that has found it."""
        assert self.app is not None, f"{self.endpoint.api} has no check that finds the app"  # noqa: S101
        return self.app

    @property
    def known_user(self) -> str:
        assert self.user is not None, f"{self.endpoint.api} has no check that finds the user"  # noqa: S101
        return self.user
