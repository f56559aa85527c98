"""Plays the steps of scenarios against the backend under test, and judges what it answers."""
