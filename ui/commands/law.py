"""``ingest``, ``show``, ``sources``: the law's own text, one provision, and what is known of."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from assistant import Assistant, load_settings
from assistant.text_state import open_texts, text_state
from corpus.loading import load
from corpus.models import Language
from ingest.embedders import make_embedder
from ingest.texts import TextStore
from ui.opening import open_assistant
from ui.plain import hit_lines, provision_text, text_lines
from ui.progress import index_progress

app = typer.Typer()


@app.command()
def ingest(
    where: Annotated[
        list[str] | None,
        typer.Argument(
            help="Folders, archives, documents (PDF, DOCX, HTML, text) or addresses. Default: Lovdata's open data."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Keep every act, not only the sources listed.")] = False,
    rebuild: Annotated[bool, typer.Option(help="Build the index of the knowledge again as well.")] = False,
    dense: Annotated[
        bool,
        typer.Option(
            "--dense",
            help="Compute vectors of the text now, so that it is found by meaning as well. What is read in already "
            "is not read again unless you name it.",
        ),
    ] = False,
) -> None:
    """Read the law's own text, and documents of your own, so that answers can quote them."""
    from ui.ingesting import embed_all, ingest_all

    settings = load_settings()
    if rebuild:
        with index_progress() as on_progress:
            Assistant.open(settings, on_progress, rebuild=True)
    if where or everything or not dense or TextStore.open(settings.data_dir / "texts") is None:
        ingest_all(settings, where or [], everything=everything)
    if dense:
        embed_all(settings)


@app.command()
def show(
    ref: Annotated[str, typer.Argument(help="The provision's address, such as lov/1999-07-02-64#33.")],
    language: Annotated[Language, typer.Option(help="nb, nn or en.")] = Language.NB,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show one provision: our words for it, its status, and its text where that is loaded."""
    found = open_assistant().provision(ref, language)
    print(found.model_dump_json(indent=2) if as_json else provision_text(found))


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="Words, or a reference such as «barnevernsloven § 13-4».")],
    count: Annotated[int, typer.Option(help="Most places to show.", min=1, max=50)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Find provisions by words: those with a digest, and the law's own text where it is loaded."""
    hits = open_assistant().search(words, count=count)
    print(json.dumps([hit.model_dump() for hit in hits], ensure_ascii=False, indent=2) if as_json else hit_lines(hits))


@app.command()
def status() -> None:
    """Tell how much of the law's own text is loaded, and how far the search by meaning in it has come."""
    settings = load_settings()
    texts = open_texts(settings, make_embedder(settings.embedder, settings.threads))
    print(text_lines(text_state(settings, texts)))


@app.command()
def sources() -> None:
    """List every law, regulation and document that the assistant knows."""
    settings = load_settings()
    day = settings.day()
    for source in load(settings.corpus_dir, settings.data_dir).sources.values():
        print(f"{source.id}\t{source.short.nb}\t{source.status(day).value}\t{source.url or ''}")
