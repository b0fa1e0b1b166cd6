"""The store of the sources' own text, on invented law."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.errors import IndexBuildError
from corpus.models import Language
from corpus.refs import ProvisionRef
from ingest.act import ChangeKind
from ingest.norwegian import Analyzer
from ingest.passages import NewWording, Passage, Pending
from ingest.texts import TextStore, not_worked_in, store_texts, words_at


def passage(section: str, subsection: int, text: str, source: str = "lov/2000-01-01-1", **more: object) -> Passage:
    return Passage(
        ref=ProvisionRef(source, section, subsection),
        text=text,
        heading="Om båter",
        path=("Båtloven", "Kapittel 1"),
        language=Language.NB,
        as_of=dt.date(2026, 7, 2),
        **more,  # type: ignore[arg-type]
    )


def change(wording: str, part: str = "", subsections: tuple[int, ...] = ()) -> Pending:
    return Pending(
        note="Endres ved lov 1 jan 2026 nr. 1",
        act="lov/2026-01-01-1",
        in_force_from=dt.date(2026, 7, 1),
        kind=ChangeKind.CHANGED,
        wording=(NewWording(part=part, text=wording, subsections=subsections),),
    )


ACT = [
    passage("1", 1, "Båter skal være tette."),
    passage("1", 2, "Årer skal være to."),
    passage("2 a", 1, "Seil er valgfritt."),
]


def test_text_is_found_by_its_address(tmp_path: Path) -> None:
    store = store_texts(tmp_path, ACT, Analyzer())
    assert [p.text for p in store.passages(ProvisionRef("lov/2000-01-01-1", "1"))] == [p.text for p in ACT[:2]]
    assert words_at(store.passages(ProvisionRef("lov/2000-01-01-1", "1", 2))) == "Årer skal være to."
    assert words_at(store.passages(ProvisionRef("lov/2000-01-01-1", "2a"))) == "Seil er valgfritt."
    assert store.passages(ProvisionRef("lov/2000-01-01-1", "9")) == ()
    assert store.sources() == {"lov/2000-01-01-1": 3}


def test_text_is_found_by_its_words_and_by_its_acts_name(tmp_path: Path) -> None:
    store = store_texts(tmp_path, ACT, Analyzer())
    assert store.search("hvor mange årer", 1)[0][0].ref.subsection == 2
    assert {found.ref.section for found, _ in store.search("båtloven", 5)} == {"1", "2 a"}


def test_a_source_read_again_replaces_itself_and_nothing_else(tmp_path: Path) -> None:
    store_texts(tmp_path, [*ACT, passage("1", 1, "Fly skal kunne lande.", "lov/2001-01-01-1")], Analyzer())
    store = store_texts(tmp_path, [passage("1", 1, "Båter skal være røde.")], Analyzer())
    assert store.sources() == {"lov/2000-01-01-1": 1, "lov/2001-01-01-1": 1}
    assert words_at(store.passages(ProvisionRef("lov/2000-01-01-1", "1"))) == "Båter skal være røde."


def test_nothing_read_leaves_what_was_kept(tmp_path: Path) -> None:
    store_texts(tmp_path, ACT, Analyzer())
    with pytest.raises(IndexBuildError, match="Nothing was read"):
        store_texts(tmp_path, [], Analyzer())
    kept = TextStore.open(tmp_path)
    assert kept is not None
    assert len(kept) == 3


@pytest.mark.parametrize(
    ("pending", "shown"),
    [
        (change("Båter skal være blå."), "Båter skal være blå."),
        (change("Båter skal være grønne.", "§ 1 første ledd", (1,)), "Båter skal være grønne."),
        (change("Årer skal være tre.", "§ 1 andre ledd", (2,)), "Båter skal være tette."),
        (change("Båter.", "§ 1 første ledd første punktum", (1,)), "Båter skal være tette."),
    ],
)
def test_new_wording_stands_where_it_replaces_all_of_the_old(pending: Pending, shown: str) -> None:
    changed = passage("1", 1, "Båter skal være tette.", pending=(pending,))
    assert words_at([changed]) == shown
    assert not_worked_in([changed, changed]) == (pending,)
