"""The scenario language: its shape as models, and the single values."""
