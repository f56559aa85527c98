"""Who calls, and about whom: the agent whose secret or access_token it is, and the members of its corp."""

from __future__ import annotations

from mockwx.core.wecom import Agent, Corp
from mockwx.products.shared.call import Call


def corp_of(call: Call) -> Corp:
    return call.world.corps.of(call.known_app)


def agent_with_secret(call: Call, secret: str) -> Agent | None:
    """The first agent takes any secret where it has none of its own, so it is asked last."""
    own, *others = corp_of(call).all_agents(call.known_app)
    for agent in (*others, own):
        if agent.secret is None or agent.secret == secret:
            return agent
    return None


def agent_of_token(call: Call) -> Agent:
    """The agent that calls, for code that runs behind a check of its access_token.

    An agent that is declared no longer sees nothing and nobody.
    """
    found = call.world.corps.token(call.request.query.get("access_token", ""))
    assert found is not None, f"{call.endpoint.api} has no check that finds the agent"  # noqa: S101
    agent = corp_of(call).agent(call.known_app, found.agentid)
    return agent or Agent(found.agentid, None, visible=())


def member_called(call: Call, userid: str) -> str | None:
    """The user who has this userid in the corp; who was never heard of in this world is nobody."""
    corp, accounts = corp_of(call), call.world.accounts
    return next((user for user in corp.users_called(userid) if corp.has(user) and accounts.is_declared(user)), None)
