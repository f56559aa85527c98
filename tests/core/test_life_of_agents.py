"""Tokens of WeCom's agents against a model: whatever happens in whatever order."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mockwx.core.ids import Ids
from mockwx.core.people.codes import Codes
from mockwx.core.tables.counts import Counts
from mockwx.core.wecom import Agent, Corps
from mockwx.store.memory.tables import MemoryTables

AGENTS = (Agent("1", "mock-1"), Agent("2", "mock-2"))


class Life(RuleBasedStateMachine):
    """The model: per agent the token that it was given last, and when it ends."""

    def __init__(self) -> None:
        super().__init__()
        tables = MemoryTables()
        ids, counts = Ids("seed", "series"), Counts(tables)
        self.corps = Corps(tables, ids, counts, Codes(tables, ids, counts))
        self.now = 1_767_225_600_000
        self.last: dict[str, tuple[str, int]] = {}
        self.given: dict[str, str] = {}
        self.killed: set[str] = set()

    @rule(agent=st.sampled_from(AGENTS))
    def fetch(self, agent: Agent) -> None:
        text, token = self.corps.fetch("corp", agent.agentid, self.now)
        former, ends = self.last.get(agent.agentid, ("", 0))
        if former and former not in self.killed and self.now < ends:
            assert text == former, "the same one while it lives"
        else:
            assert text not in self.given, "never one that was given before"
            self.last[agent.agentid] = (text, self.now + 7200_000)
        self.given[text] = agent.agentid
        assert token.expires_at == self.last[agent.agentid][1]

    @rule(seconds=st.sampled_from([1, 3600, 7199, 7200]))
    def wait(self, seconds: int) -> None:
        self.now += seconds * 1000

    @rule()
    def revoke(self) -> None:
        alive = {text for text, ends in self.last.values() if self.now < ends and text not in self.killed}
        assert self.corps.revoke("corp", AGENTS, self.now) == len(alive)
        self.killed |= alive

    @invariant()
    def exactly_the_last_ones_work(self) -> None:
        for text, agentid in self.given.items():
            found = self.corps.token(text)
            assert found is not None
            assert found.agentid == agentid
            death = found.token.why_dead(self.now)
            last, ends = self.last[agentid]
            assert (death is None) == (text == last and self.now < ends and text not in self.killed)
            if death is not None and text not in self.killed:
                assert death.expired


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=settings().max_examples * 3 // 5, stateful_step_count=25)
