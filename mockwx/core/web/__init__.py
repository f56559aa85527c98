"""Logins that go through pages: OAuth, QR codes, and the addresses that they lead through."""
