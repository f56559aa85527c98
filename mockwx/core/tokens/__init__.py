"""What an app may do for a while: access tokens, JS-SDK tickets, quotas.

``token_life`` says how long any token lives and why one is dead; tokens of users are in ``web.oauth``, those of
agents in ``wecom``, those of platforms in ``platforms``.
"""
