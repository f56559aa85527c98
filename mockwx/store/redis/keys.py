"""Names of keys in Redis: a world's head says which generation of it is the living one.

mockwx:format               the version of all that follows
mockwx:worlds               zset: name → when it was last used (real seconds)
mockwx:gone                 zset: name → when it went, of worlds that went by themselves (real seconds)
mockwx:generations          counts generations; each world that begins anew gets the next
mockwx:made:NAME            hash: series → how many worlds were made of it
mockwx:head:NAME            GENERATION.VERSION; the version counts changes of slow tables
mockwx:~NAME:GENERATION:…   one generation of a world:
    about                   JSON: settings, scenario, series
    tables                  their names, each on a line
    t:TABLE                 hash: key → "ORDER JSON"
    due                     zset: "TABLE\nKEY" → the world's milliseconds after which it may be forgotten
    fading, faded           zset of what fades, in order; how much ever did
    journal, t::rids        list of exchanges, oldest first; hash: rid → exchange
    numbers, pushed         the last journal number given away; how many exchanges were ever written
    cleared                 how often the journal was emptied
    bytes, dropped          how large its exchanges are together; how many went for that since it was emptied
"""

from __future__ import annotations

FORMAT = "1"
"""Counts changes of what lies in Redis that an older or newer mockwx would misread."""
FORMAT_KEY = "mockwx:format"
WORLDS = "mockwx:worlds"
GONE = "mockwx:gone"
GENERATIONS = "mockwx:generations"
KEPT = 7 * 86_400
"""Seconds after which a world that no server uses leaves Redis."""
SLOW = ("clock", "rules", "apps", "appids")
"""Tables that nearly every call reads and few change: each process keeps them, and one number tells whether they are
still true. Which tables are named here is only a matter of speed."""
RIDS = ":rids"
FADING = "fading"
PARTS = (
    "about",
    "tables",
    "due",
    "journal",
    FADING,
    "faded",
    "numbers",
    "pushed",
    "cleared",
    "bytes",
    "dropped",
    f"t:{RIDS}",
)


HEADS = "mockwx:head:"
PREFIXES = "mockwx:~"


def head(name: str) -> str:
    return f"{HEADS}{name}"


def made(name: str) -> str:
    return f"mockwx:made:{name}"


def prefix(name: str, generation: str) -> str:
    return f"{PREFIXES}{name}:{generation}:"
