"""Verbs: what a phone tells its mini program, what WeChat does by itself, what time does."""
