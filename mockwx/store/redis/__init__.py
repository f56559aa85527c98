"""Worlds in Redis or Valkey, shared by any number of servers: optimistic transactions, one round trip for many.

    batching ──transactions──▶ optimistic ──script calls──▶ connection ──▶ Redis
                                   │ runs each on
                                   ▼
                       tracked: tables that know what was fetched, and remember what was read and written

A transaction is pure work on a world, as it is in memory. It runs on what is cached. Where a key is missing, the run
is thrown away, the key is fetched, and the transaction runs again. What it read is compared, and what it wrote is kept,
by one script; where something else came between, the transaction runs once more.

Rules of this room: each script looks at the world's head first and does nothing where it is another; a commit is sent
once, since one whose answer was lost would meet its own work.
"""
