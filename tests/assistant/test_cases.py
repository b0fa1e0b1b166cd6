"""Exercises: what is listed and shown, and how an answer is compared with its key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from assistant import Settings
from assistant.cases import Cases
from assistant.cases.feedback import Agreement, Found
from assistant.cases.library import shelf
from assistant.cases.likeness import units
from assistant.cases.stance import Stance, StanceReader
from assistant.language import LanguageDetector
from corpus.errors import NotFoundError, QuestionError
from corpus.knowledge import Knowledge
from corpus.models import Language
from ingest.embedding import Embedder

DAY = dt.date(2026, 11, 22)
BRUISES = "blaamerker-paa-tredje-trinn"
GOOD = (
    "Ja, Marit må sende bekymringsmelding til barnevernet i dag. Gutten forteller selv at han får juling, så det er "
    "grunn til å tro at han blir mishandlet. Hun trenger ikke bevise noe. Etter opplæringslova § 24-3 går meldeplikten "
    "foran taushetsplikten, og hun skal ikke be mor om lov først."
)
MIDDLING = "Ja, jeg tror hun må melde dette. Det er litt usikkert om det er nok."
WRONG = (
    "Nei, hun bør ringe mor først og høre hva som har skjedd. Hun må ha foreldrenes samtykke før hun kan gå til "
    "barnevernet, ellers bryter hun taushetsplikten."
)


@pytest.fixture(scope="module")
def cases(knowledge: Knowledge, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Cases:
    """The exercises alone: they need no index."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("cases"), today=DAY, _env_file=None)  # type: ignore[call-arg]
    return Cases(knowledge, settings, embedder, LanguageDetector(knowledge).detect)


def test_every_exercise_is_listed_with_its_id(cases: Cases, knowledge: Knowledge) -> None:
    assert [case.id for case in cases.list()] == list(knowledge.cases)


def test_the_key_is_shown_only_where_asked_for(cases: Cases) -> None:
    shown = cases.one(BRUISES)
    assert all(task.key is None for task in shown.tasks)
    assert not shown.discuss
    with_key = cases.one(BRUISES, with_key=True)
    assert all(task.key and task.key.points and task.key.wrong for task in with_key.tasks)
    assert with_key.discuss
    assert with_key.mistakes


def test_a_rule_that_differs_by_role_is_told_as_the_roles_own(cases: Cases) -> None:
    key = cases.one(BRUISES, with_key=True).tasks[0].key
    assert key is not None
    assert key.points[0].citations[0].label == "opplæringslova § 24-3 andre ledd"


def test_a_case_is_shown_in_bokmal_where_it_is_not_in_the_wanted_language(cases: Cases) -> None:
    assert cases.one(BRUISES, Language.NN).language is Language.NN
    assert cases.one("politiet-ringer-helsesykepleieren", Language.NN).language is Language.NB


def test_an_unknown_exercise_or_task_is_told(cases: Cases) -> None:
    with pytest.raises(NotFoundError, match="finnes-ikke"):
        cases.one("finnes-ikke")
    with pytest.raises(NotFoundError, match="no task 9"):
        cases.score(BRUISES, 9, "Ja.")


@pytest.mark.parametrize(("answer", "told"), [("", "empty"), (" … ", "empty"), ("å" * 9000, "limit")])
def test_an_answer_that_cannot_be_compared_is_refused(cases: Cases, answer: str, told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        cases.score(BRUISES, 1, answer)


def test_better_answers_score_higher(cases: Cases) -> None:
    good, middling, wrong = (cases.score(BRUISES, 1, answer) for answer in (GOOD, MIDDLING, WRONG))
    assert good.score > middling.score > wrong.score
    assert (good.agreement, middling.agreement, wrong.agreement) == (
        Agreement.AGREES,
        Agreement.AGREES,
        Agreement.OPPOSITE,
    )


def test_what_was_found_missed_and_wrong_is_told_with_its_law(cases: Cases) -> None:
    good, wrong = cases.score(BRUISES, 1, GOOD), cases.score(BRUISES, 1, WRONG)
    assert [point.found for point in good.points if point.found is Found.FOUND]
    assert any(point.found is Found.MISSED for point in good.points)
    assert [cite.ref for cite in good.provisions.found] == ["lov/2023-06-09-30#24-3"]
    assert wrong.wrong
    assert all(told.instead and told.citations for told in wrong.wrong)
    assert not wrong.provisions.found


def test_a_repealed_provision_is_told_as_wrong_with_what_replaced_it(cases: Cases) -> None:
    told = cases.score(BRUISES, 1, "Ja, hun må melde etter opplæringslova 1998 § 15-3.")
    assert [cite.ref for cite, _ in told.provisions.wrong] == ["lov/1998-07-17-61#15-3"]
    assert "gjelder ikke lenger" in told.provisions.wrong[0][1]


def test_an_answer_is_read_in_its_own_language(cases: Cases) -> None:
    told = cases.score(
        BRUISES, 1, "Ja, ho må melde frå med ein gong. Ho treng ikkje prov, og ikkje samtykke frå foreldra."
    )
    assert told.language is Language.NN
    assert told.agreement is Agreement.AGREES


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Hun må melde.", {Stance.MUST}),
        ("Hun har plikt til å melde.", {Stance.MUST}),
        ("Hun må ikke fortelle det.", {Stance.MUST_NOT}),
        ("Det har hun ikke plikt til.", {Stance.NEED_NOT}),
        ("Hun trenger ikke samtykke.", {Stance.NEED_NOT}),
        ("Det kan jeg ikke si.", {Stance.MUST_NOT}),
        ("Ho kan dele det.", {Stance.MAY}),
        ("Ho bør melde.", {Stance.SHOULD}),
        ("She does not have to report.", {Stance.NEED_NOT}),
        ("Eleven er åtte år.", set()),
    ],
)
def test_how_a_sentence_puts_the_rule(knowledge: Knowledge, text: str, stances: set[Stance]) -> None:
    assert set(StanceReader(knowledge).read(text).stances) == stances


def test_a_leading_no_denies_the_question_and_not_what_follows(knowledge: Knowledge) -> None:
    reading = StanceReader(knowledge).read("Nei, hun må ha samtykke.")
    assert reading.leads is False
    assert not reading.denied


def test_a_sentence_is_also_looked_at_clause_by_clause() -> None:
    found = units("Ja, hun må melde med en gang, og hun trenger ikke samtykke fra noen. Ferdig.")
    assert [unit.within for unit in found] == [None, 0, 0, None]


def test_a_file_of_ones_own_that_is_wrong_keeps_nothing_else_away(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "gal.yaml").write_text("- id: gal\n  title: {nb: Gal}\n", encoding="utf-8")
    text = Path("corpus/cases/first.yaml").read_text(encoding="utf-8").replace(BRUISES, "min-egen")
    (tmp_path / "min.yaml").write_text(text, encoding="utf-8")
    found = shelf(knowledge, tmp_path)
    assert "min-egen" in found.own
    assert any("gal.yaml" in problem for problem in found.problems)
    assert any("already the id" in problem for problem in found.problems)
    assert set(knowledge.cases) <= set(found.cases)


def test_a_folder_that_does_not_exist_is_told(knowledge: Knowledge, tmp_path: Path) -> None:
    assert "does not exist" in shelf(knowledge, tmp_path / "borte").problems[0]
