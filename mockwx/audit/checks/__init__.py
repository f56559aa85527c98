"""The checks: a folder for each area, a small file for each check."""
