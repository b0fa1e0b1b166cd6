"""``python -m ui`` is the command ``pliktkompass``."""

from ui.cli import main

main()
