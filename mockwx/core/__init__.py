"""What WeChat is: clock, ids, accounts, codes, sessions, tokens, quotas, rules, journal, and the world they make.

Rules of this package: integers of milliseconds for time, and the caller says what time it is; every identifier
comes from the world's seed; everything remembered lies in a ``Table`` and is reached by key.
"""
