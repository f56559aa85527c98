"""Text → plain values, each with its file, line and column."""
