"""Looking up in the law's own text: acts that the knowledge has nothing on are found and shown all the same."""

from __future__ import annotations

import datetime as dt
from copy import copy
from pathlib import Path

import pytest

from assistant import Assistant
from corpus.errors import NotFoundError
from corpus.models import Language, Status
from corpus.refs import ProvisionRef
from ingest.norwegian import Analyzer
from ingest.passages import Passage
from ingest.texts import store_texts

PLACE = "lov/2000-01-01-1#4"


def passage(section: str, text: str, status: Status = Status.IN_FORCE) -> Passage:
    return Passage(
        ref=ProvisionRef("lov/2000-01-01-1", section, 1),
        text=text,
        heading="Om årer",
        path=("Båtloven", "Kapittel 1"),
        language=Language.NB,
        status=status,
        as_of=dt.date(2026, 7, 2),
        url="https://lovdata.no/dokument/NL/lov/2000-01-01-1",
    )


@pytest.fixture
def reading(assistant: Assistant, tmp_path: Path) -> Assistant:
    """The assistant, with the text of an act that the knowledge does not know."""
    other = copy(assistant)
    passages = [passage("4", "Robåter skal ha to årer."), passage("5", "Robåter skal ha tre årer.", Status.REPEALED)]
    other.texts = store_texts(tmp_path, passages, Analyzer())
    return other


def test_the_laws_text_is_found_where_no_digest_fits(reading: Assistant) -> None:
    hits = reading.search("årer i robåter", Language.NB)
    (hit,) = [hit for hit in hits if not hit.own_words]
    assert (hit.ref, hit.label, hit.title) == (f"{PLACE}/1", "Båtloven § 4", "Om årer")
    assert hit.url == "https://lovdata.no/dokument/NL/lov/2000-01-01-1"
    assert len(hits) == 10


def test_the_text_leaves_the_digests_first(reading: Assistant) -> None:
    hits = reading.search("taushetsplikt i skolen", Language.NB)
    assert hits[0].own_words
    assert [hit.own_words for hit in hits] == sorted((hit.own_words for hit in hits), reverse=True)


def test_a_place_that_only_the_text_has_is_shown(reading: Assistant) -> None:
    shown = reading.provision(PLACE)
    assert (shown.label, shown.text, shown.digest) == ("Båtloven § 4", "Robåter skal ha to årer.", None)


def test_a_place_that_nothing_has_is_not(reading: Assistant) -> None:
    with pytest.raises(NotFoundError, match="not a known source"):
        reading.provision("lov/2000-01-01-2#4")
    with pytest.raises(NotFoundError, match="999"):
        reading.provision("lov/1999-07-02-64#999")


def test_answers_do_not_change_with_the_text_of_other_acts(assistant: Assistant, reading: Assistant) -> None:
    asked = "Hvor mange årer skal en robåt ha?"
    assert reading.ask(asked).abstained
    assert assistant.ask(asked).abstained


def test_a_section_is_found_without_its_sign_and_without_its_act(assistant: Assistant) -> None:
    assert assistant.search("hpl 33", Language.NB)[0].ref == assistant.search("hpl § 33", Language.NB)[0].ref
    numbered = {ref for ref in assistant.knowledge.digests if ref.section == "13-4"}
    first = assistant.search("§ 13-4", Language.NB)[: len(numbered)]
    assert {ProvisionRef.parse(hit.ref) for hit in first} == numbered
