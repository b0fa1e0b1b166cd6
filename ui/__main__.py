"""The command ``pliktkompass``, which is also ``python -m ui``."""

from __future__ import annotations

from ui.lasting import lasting


def main() -> None:
    """Run the command line."""
    with lasting():
        from ui.cli import main as command
    command()


if __name__ == "__main__":
    main()
