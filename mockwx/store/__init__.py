"""Where worlds are kept: in memory now; each world by its name."""
