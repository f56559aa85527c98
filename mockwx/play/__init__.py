"""Plays the steps of scenarios against the backend under test, and judges what it answers.

The way of a step: ``scenario.step_parsing`` reads it from the file once, as a ``Step``; the player fills in its
variables and makes of it one request to the backend, or one control call (``POST phone/login``), whose verb of the same
name (``verbs``) changes the world.
"""
