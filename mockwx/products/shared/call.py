"""A call: one request on its way through an endpoint, and what has been learnt of it so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from mockwx.core.people.accounts import User
from mockwx.core.web.forms import parse_query, read_json, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockwx.core.people.accounts import App
    from mockwx.core.people.codes import Code
    from mockwx.core.web.oauth import Granted
    from mockwx.core.wire import Request
    from mockwx.core.world import World
    from mockwx.products.shared.endpoint import Endpoint


class Call(Struct):
    """What checks and endpoints work on. Checks fill in, in their order, whom it is about."""

    world: World
    request: Request
    endpoint: Endpoint
    params: Mapping[str, str]
    """From where the endpoint reads them."""
    of_host: Callable[[str], Mapping[str, Endpoint]]
    """The endpoints of a host, by path."""
    now: int
    number: int
    app: App | None = None
    platform: App | None = None
    """The third-party platform that acts for the app, or by itself."""
    user: str | None = None
    code: Code | None = None
    code_text: str | None = None
    parsed: dict[str, Any] | ValueError | None = None
    """The JSON object in the body, or why there is none; None: nobody has asked."""

    def read_params(self) -> None:
        """Take the parameters from where the endpoint reads them besides the query, or instead of it."""
        if not self.endpoint.reads_body:
            self.params = _mixed(self.endpoint, self.request)
        elif self.endpoint.reads_query_too:
            self.params = {**self.request.query, **_texts(self.body())}
        else:
            self.params = _texts(self.body())

    def learn_whom(self) -> None:
        """Whom it is about, without a judgement, before the checks that find it out have been asked."""
        for peek in self.endpoint.peeks:
            peek(self)

    def text(self, name: str) -> str:
        """A parameter; "" where it is absent."""
        return self.params.get(name, "")

    def flag(self, name: str) -> bool:
        return self.endpoint.reads_body and self.body().get(name) is True

    def body(self) -> dict[str, Any]:
        """The JSON object in the body; empty where there is none or it is broken."""
        body = self._parsed()
        return body if isinstance(body, dict) else {}

    def why_no_body(self) -> str | None:
        body = self._parsed()
        return None if isinstance(body, dict) else str(body)

    def _parsed(self) -> dict[str, Any] | ValueError:
        if self.parsed is None:
            try:
                # The content type does not matter: real clients send JSON without any.
                value = read_json(self.request.body)
                self.parsed = value if isinstance(value, dict) else ValueError("it is JSON but no object")
            except RecursionError:
                self.parsed = ValueError("it is nested too deeply")
            except ValueError as error:
                self.parsed = ValueError(f"it is not JSON in UTF-8: {error}")
        return self.parsed

    def ids_of(self, user: str, granted: Granted) -> tuple[str, str | None]:
        """openid and unionid; in a snapshot page those of a virtual user (that both differ is assumed)."""
        accounts, app = self.world.accounts, self.known_app
        real = accounts.user_made(user)
        if not granted.snapshot:
            return accounts.openid(app, real), accounts.unionid(app, real)
        virtual = User(f"{user} (snapshot)")
        return accounts.openid(app, virtual), accounts.unionid(app, virtual)

    def openid_of_user(self) -> str:
        """What the app calls its user, who is made where nobody has declared them."""
        accounts = self.world.accounts
        return accounts.openid(self.known_app, accounts.user_made(self.known_user))

    def openid_of_token(self) -> str:
        """The openid that a live user's access_token stands for."""
        token = self.world.oauth.token(self.text("access_token"))
        assert token is not None, f"{self.endpoint.api} has no check that finds the user's token"  # noqa: S101
        return self.ids_of(token.user, token.granted)[0]

    @property
    def neighbours(self) -> Mapping[str, Endpoint]:
        """The endpoints of the same host by path, for the apis that tell about other apis."""
        return self.of_host(self.endpoint.host)

    if TYPE_CHECKING:

        @property
        def known_app(self) -> App:
            """The app, for code behind a check that has found it. Where there is none, the engine explains."""

        @property
        def known_user(self) -> str:
            """The user, likewise."""

    @property
    def known_platform(self) -> App:
        assert self.platform is not None, f"{self.endpoint.api} has no check that finds the platform"  # noqa: S101
        return self.platform


# Other names of the same slots, for half of all checks ask for them: as properties that explain themselves they made
# every call 12 to 15 % slower in the engine, which is a third of what mockwx adds to bare aiohttp (bench/page.md).
Call.known_app = Call.app  # type: ignore[method-assign, assignment]
Call.known_user = Call.user  # type: ignore[method-assign, assignment]


def _texts(body: Mapping[str, Any]) -> dict[str, str]:
    """What can be told as text: numbers too, but neither true nor null nor what is nested."""
    return {
        name: whole(value) if isinstance(value, str) else str(value)
        for name, value in body.items()
        if isinstance(value, (str, int, float)) and not isinstance(value, bool)
    }


def _mixed(endpoint: Endpoint, request: Request) -> Mapping[str, str]:
    """The parameters of path, query and form."""
    if endpoint.path_param is not None:
        return {**request.query, endpoint.path_param: request.path.rpartition("/")[2]}
    if not endpoint.reads_form or not request.body:
        return request.query
    # The content type does not matter, as with JSON.
    form = parse_query(request.body.decode("utf-8", "surrogateescape"))
    return form | {name: value for name, value in request.query.items() if value}
