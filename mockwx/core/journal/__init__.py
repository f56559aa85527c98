"""Every exchange, in order, and the one door through which exchanges and other carriers of secrets are shown.

Rules of this room: the journal itself keeps secrets whole, since canaries look for them and a store must be able to
give a world back. What people, reports or WeChat's own rid/get see of an exchange comes from ``entries`` or ``har``,
what they see of other values from ``shown``; the masks are used by these alone, and by nobody outside.
"""
