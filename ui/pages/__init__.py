"""The web pages. The chat is Gradio; the others are made on the server, with native controls and no script."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from ui.pages import cases, checking, guiding, own_case, plain, sources
from ui.pages.layout import PREFIX

_STATIC = Path(__file__).parents[1] / "static"


def install(app: FastAPI) -> None:
    """Add the server-rendered pages in each language. The chat answers for all other paths and comes after them."""
    for prefix in PREFIX.values():
        # «/ovelser/egen» comes before «/ovelser/{case}», which would take it for an exercise.
        for feature in (guiding, own_case, cases, checking, sources, plain):
            app.include_router(feature.router, prefix=prefix, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
