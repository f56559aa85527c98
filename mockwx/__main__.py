"""``python -m mockwx`` is the command line."""

from mockwx.cli import main

if __name__ == "__main__":
    main()
