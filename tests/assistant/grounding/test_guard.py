"""The guard: what the cited text carries passes, and what it does not is named. The law here is made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding import Guard, Outcome, ReasonKind, SourceText
from corpus.knowledge import Knowledge
from ingest.embedding import Embedder

REF = "lov/2099-01-01-1#4-2"
TEXT = """\
Læreren skal uten ugrunnet opphold varsle kommunen når det er grunn til å tro at en elev er skadet på skoleveien.

Kommunen kan gi opplysninger om skaden til foreldrene, med mindre eleven er fylt 15 år og motsetter seg det. \
Taushetsplikt er ikke til hinder for at opplysningene gis.

Foreldrene kan klage til statsforvalteren innen fire uker. Klagen har ikke oppsettende virkning."""


@pytest.fixture(scope="module")
def guard(knowledge: Knowledge, embedder: Embedder) -> Guard:
    return Guard(knowledge, embedder)


@pytest.mark.parametrize(
    "sentence",
    [
        "Læreren må varsle kommunen uten ugrunnet opphold når det er grunn til å tro at en elev er skadet.",
        "Læraren skal straks varsle kommunen når det er grunn til å tru at ein elev er skadd på skulevegen.",
        "The teacher must notify the municipality without undue delay when there is reason to believe that a pupil has "
        "been injured on the way to school.",
        "Foreldrene kan klage til statsforvalteren innen 4 uker.",
        "Foreldra kan klage til statsforvaltaren innan fire veker.",
        "The parents may complain to the county governor within four weeks.",
        "Kommunen kan gi foreldrene opplysninger om skaden, med mindre eleven er 15 år og sier nei.",
        "Etter § 4-2 andre ledd hindrer ikke taushetsplikten at kommunen gir opplysningene.",
        "Taushetsplikt «er ikke til hinder for at opplysningene gis».",
    ],
)
def test_a_faithful_sentence_passes(guard: Guard, sentence: str) -> None:
    found = guard.verify(sentence, [SourceText(ref=REF, text=TEXT)])
    assert found.holds, found


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Foreldrene kan klage til statsforvalteren innen tre uker.", ReasonKind.NUMBER),
        ("Foreldra kan klage til statsforvaltaren innan 5 veker.", ReasonKind.NUMBER),
        ("The parents may complain to the county governor within six weeks.", ReasonKind.NUMBER),
        ("Kommunen kan gi foreldrene opplysninger, med mindre eleven er fylt 16 år.", ReasonKind.NUMBER),
        ("Foreldrene kan klage til statsforvalteren etter § 4-7.", ReasonKind.REFERENCE),
        ("Etter barnevernsloven § 4-2 kan foreldrene klage til statsforvalteren.", ReasonKind.REFERENCE),
        ("Etter § 4-2 sjette ledd kan foreldrene klage til statsforvalteren.", ReasonKind.REFERENCE),
        ("Under the School Road Safety Act the parents may complain to the county governor.", ReasonKind.REFERENCE),
        ("Foreldrene kan klage til politiet innen fire uker.", ReasonKind.PARTY),
        ("Helsepersonell skal varsle kommunen når det er grunn til å tro at en elev er skadet.", ReasonKind.PARTY),
        ("Læreren kan varsle kommunen når det er grunn til å tro at en elev er skadet.", ReasonKind.MODALITY),
        ("Læreren skal ikke varsle kommunen når det er grunn til å tro at en elev er skadet.", ReasonKind.MODALITY),
        ("The teacher may notify the municipality when a pupil has been injured.", ReasonKind.MODALITY),
        ("Foreldrene kan ikke klage til statsforvalteren innen fire uker.", ReasonKind.MODALITY),
        ("Læreren skal varsle kommunen «så snart det passer for skolen».", ReasonKind.QUOTATION),
        ("Loven sier: «Kommunen kan gi opplysninger om skaden til foreldrene».", ReasonKind.EXCEPTION),
    ],
)  # fmt: skip
def test_a_broken_sentence_is_caught_for_what_is_broken(guard: Guard, sentence: str, kind: ReasonKind) -> None:
    found = guard.verify(sentence, [SourceText(ref=REF, text=TEXT)])
    assert not found.holds
    assert kind in {reason.kind for reason in found.reasons}, found


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        # the party exchanged for another that the text names elsewhere
        ("Kommunen kan klage til statsforvalteren innen fire uker.", ReasonKind.ALTERED),
        # the limit left out at the end
        ("Kommunen kan gi opplysninger om skaden til foreldrene.", ReasonKind.CONDITION),
    ],
)  # fmt: skip
def test_a_near_copy_is_caught_by_what_was_changed(guard: Guard, sentence: str, kind: ReasonKind) -> None:
    found = guard.verify(sentence, [SourceText(ref=REF, text=TEXT)])
    assert kind in {reason.kind for reason in found.reasons}, found


def test_each_of_several_sentences_is_weighed_alone(guard: Guard) -> None:
    first, second = (
        "Foreldrene kan klage til statsforvalteren innen fire uker.",
        "Klagen har ikke oppsettende virkning.",
    )
    source = SourceText(ref=REF, text=TEXT)
    assert guard.verify(f"Ja. {first} {second}", [source]).holds
    assert not guard.verify(f"Ja. {first} {second.replace('ikke ', '')}", [source]).holds


def test_what_a_model_writes_must_be_borne_by_one_sentence(guard: Guard) -> None:
    source = SourceText(ref=REF, text=TEXT)
    said = "Læreren skal uten ugrunnet opphold varsle kommunen når det er grunn til å tro at en elev er skadet."
    assert guard.verify(said, [source], strict=True).holds
    loose = "Læreren skal varsle statsforvalteren når det er grunn til å tro at en elev er skadet."
    assert not guard.verify(loose, [source], strict=True).holds


def test_a_reference_that_leads_nowhere_is_not_found(guard: Guard) -> None:
    for ref in ("lov/2023-06-09-30#99-9", "no reference at all", "lov/1800-01-01-1#1"):
        assert guard.verify("Skolen skal melde fra.", [SourceText(ref=ref)]).outcome is Outcome.NOT_FOUND
    assert guard.verify("Skolen skal melde fra.", []).outcome is Outcome.NOT_FOUND


def test_without_text_our_own_words_are_the_source(guard: Guard) -> None:
    source = SourceText(ref="lov/2023-06-09-30#24-3")
    said = "Skolen skal melde til barnevernet uten ugrunnet opphold når det er grunn til å tro at et barn mishandles."
    assert guard.verify(said, [source]).holds
    assert not guard.verify(said.replace("skal", "kan"), [source]).holds


@given(text=st.text(alphabet="\n .,§–!?", min_size=1, max_size=12))
@settings(max_examples=20, deadline=None)
def test_a_source_of_signs_alone_is_no_source(guard: Guard, text: str) -> None:
    found = guard.verify("Kommunen skal svare innen 3² uker.", [SourceText(ref="", text=text)])
    assert found.outcome is Outcome.NOT_FOUND
