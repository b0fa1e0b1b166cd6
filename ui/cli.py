"""The command ``pliktkompass``. An error that the project knows is one plain line, never a traceback."""

from __future__ import annotations

import sys

import typer

from corpus.errors import PliktkompassError
from ui.commands import asking, cases, checking, guiding, knowledge, law, serving, verifying

app = typer.Typer(
    name="pliktkompass",
    help="Answers questions on Norwegian confidentiality, reporting and collaboration law, with the provisions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for feature in (asking, guiding, verifying, serving, law, knowledge, cases, checking):
    app.add_typer(feature.app)


def main() -> None:
    """Run the command line; known errors end with status 2 and one message."""
    try:
        app()
    except PliktkompassError as error:
        print(f"pliktkompass: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
