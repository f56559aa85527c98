"""Apps, the people who use them, and what passes between a phone and a backend: codes, keys, sealed data.

``accounts`` has apps and users (``callback`` is where an app's pushes go), ``codes`` and ``sessions`` the two lives
that a login is made of, ``user_keys`` the newer kind of key; ``sealing`` and ``signatures`` are the cryptography, and
``sealed_numbers`` and ``payments`` what WeChat remembers so that a backend may ask about it.
"""
