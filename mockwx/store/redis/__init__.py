"""Worlds in Redis or Valkey, shared by any number of servers.

    lane ──jobs──▶ steps ──asks──▶ line ──▶ Redis
                     │ runs each job on
                     ▼
                   view: tables that know what was fetched, and remember what was read and written

A job is pure work on a world, as it is in memory. It runs on what is known. Where a key is missing, the run is
thrown away, the key is fetched, and the job runs again. What it read is compared, and what it wrote is kept, by one
script; where something else came between, the job runs once more.
"""
