"""What WeChat sends to an app's callback, and where mockwx may send at all.

event (``events``) ──▶ request (``requests``, sealed by ``envelopes``) ──▶ delivery and verdict (``deliveries``).
Nothing is sent here: the server sends, to whom ``callback_hosts`` allows.
"""
