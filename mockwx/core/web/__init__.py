"""Logins that go through pages: OAuth and QR codes, and the hosts, addresses and forms that they lead through.

``oauth`` and ``qrcodes`` are lives; ``wechat_client`` is how a link says whose phone it is; the others only read
and write text.
"""
