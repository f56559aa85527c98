"""What WeChat is: a pure core of values and lives, without I/O, wall clock or luck.

    world       everything that WeChat remembers, in one object
    people      apps and users, and what passes between a phone and a backend: codes, session keys, sealed data
    tokens      what an app may do for a while: access tokens, JS-SDK tickets, quotas
    web         logins that go through pages: OAuth, QR codes, hosts, addresses, forms
    wecom       what a corp has beside what every app has
    platforms   what a third-party platform has, and how an app authorises it
    pushes      what WeChat sends to an app's callback
    rules       what WeChat does wrong, and the faults that this does to answers
    journal     every exchange, and the one door through which secrets leave masked
    canaries    the secrets of a world, to be looked for elsewhere
    errcodes    every errcode, each number once
    tables      where all that is remembered lies, reached by key
    text        bilingual sentences, durations, spans
    clock ids wire    pretend time; identifiers from a seed; requests and responses as values

Rules of this room: integers of milliseconds for time, and the caller says what time it is; every identifier comes from
the world's seed; everything remembered lies in a ``Table``, is a frozen value and is reached by key; what does not work
has a reason in words (``why_dead``, ``why_not``), from which the bool is derived.
"""
