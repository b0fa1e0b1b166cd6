"""Rules that are named by an old number or act, and whether they still hold."""

from __future__ import annotations

import pytest

from assistant import Assistant, NoticeKind
from assistant.references import ReferenceFinder
from corpus.knowledge import Knowledge


@pytest.mark.parametrize(
    ("question", "today"),
    [
        ("Gjelder barnevernsloven § 6-4 fremdeles?", "lov/2021-06-18-97#13-2"),
        ("Er § 15-8 i opplæringsloven fortsatt hjemmelen for samarbeid?", "lov/2023-06-09-30#24-1"),
        ("Is section 9A-5 of the Education Act still in force?", "lov/2023-06-09-30#12-5"),
        ("Etter § 1-3 i opplæringslova skal opplæringen tilpasses. Er det riktig paragraf?", "lov/2023-06-09-30#11-1"),
        (
            "Malen vår viser til taushetsplikt etter barnevernloven § 6-7. Er det rett paragraf?",
            "lov/2021-06-18-97#13-1",
        ),
    ],
)
def test_what_replaced_a_rule_leads_and_its_end_is_told(assistant: Assistant, question: str, today: str) -> None:
    answer = assistant.ask(question)
    first = answer.citations[0]
    assert f"{first.source}#{first.section}" == today
    assert NoticeKind.REPEALED in {notice.kind for notice in answer.notices}


@pytest.mark.parametrize("section", ["4-25", "1-20"])
def test_a_section_that_todays_act_lacks_is_of_the_act_before_it(knowledge: Knowledge, section: str) -> None:
    (mention,) = ReferenceFinder(knowledge).find(f"barnevernloven § {section}")
    assert mention.ref.source == "lov/1992-07-17-100"


def test_a_law_may_stand_right_after_its_section(knowledge: Knowledge) -> None:
    found = ReferenceFinder(knowledge).find("Er § 33 helsepersonelloven eller § 46 barnehageloven riktig?")
    assert [str(mention.ref) for mention in found] == ["lov/1999-07-02-64#33", "lov/2005-06-17-64#46"]
