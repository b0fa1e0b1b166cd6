"""Exercises: what is listed and shown, and how an answer is compared with its key."""

from __future__ import annotations

import contextlib
import datetime as dt
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assistant import Answer, AnswerStatement, Citation, Settings
from assistant.cases import Cases, Draft, DraftTask
from assistant.cases.drafting import draft_from_file
from assistant.cases.feedback import Agreement, Found
from assistant.cases.library import shelf
from assistant.cases.likeness import units
from assistant.cases.stance import Stance, StanceReader
from assistant.printing import Format, render
from assistant.understanding import Understanding
from corpus.errors import DocumentError, ExportError, NotFoundError, QuestionError
from corpus.knowledge import Knowledge
from corpus.models import Case, Language, Status, Verdict
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


def answered(question: str, role: str | None) -> Answer:
    """The assistant, answering anything so. Its real answers are tested where it is."""
    del question, role
    cite = Citation(
        n=1, source="lov/2023-06-09-30", section="24-3", subsection=2, label="", title="", status=Status.IN_FORCE
    )
    said = (AnswerStatement(text="Ja, du må melde.", citations=(1,)), AnswerStatement(text="Straks.", citations=(1,)))
    return Answer(language=Language.NB, verdict=Verdict.MUST_REPORT, summary="Ja", statements=said, citations=(cite,))


@pytest.fixture(scope="module")
def cases(knowledge: Knowledge, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Cases:
    """The exercises alone: they need no index."""
    own = Settings(data_dir=tmp_path_factory.mktemp("cases"), today=DAY, _env_file=None)  # type: ignore[call-arg]
    return Cases(knowledge, own, embedder, Understanding(knowledge, own.max_question), answered)


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


def test_an_answer_that_says_nothing_gets_nothing(cases: Cases) -> None:
    assert cases.score("tretti-dager-borte", 1, "Vet ikke").score == 0


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


# --- a trainer's own --------------------------------------------------------------------------------

TEXT = """Bekymring på fjerde trinn

Del 1
Ali er ni år og har sluttet å spise på skolen. Læreren undrer seg.
1. Må læreren melde fra til barnevernet nå?

Del 2
Ali forteller at han blir slått hjemme. «Må du si det til noen?» spør han.
2. Må læreren melde fra nå?
"""


def test_a_text_becomes_an_exercise_with_stages_tasks_and_a_proposed_key(cases: Cases) -> None:
    case = cases.propose_from_file(TEXT.encode(), "min.txt", ("teacher",))
    assert case.title.nb == "Bekymring på fjerde trinn"
    assert [part.nb.splitlines()[0][:7] for part in case.story] == ["Ali er ", "Ali for"]
    assert [(task.stage, task.ask.nb) for task in case.tasks] == [
        (1, "Må læreren melde fra til barnevernet nå?"),
        (2, "Må læreren melde fra nå?"),
    ]
    assert case.proposed
    assert [str(cite) for cite in case.tasks[0].key.points[0].cites] == ["lov/2023-06-09-30#24-3/2"]


def test_questions_at_the_end_of_a_paragraph_are_the_tasks(cases: Cases) -> None:
    text = "Ali er ni år og forteller læreren at han blir slått hjemme. Må hun melde fra? Kan hun vente til mandag?"
    case = cases.propose_from_file(text.encode(), "min.txt", ("teacher",))
    assert [task.ask.nb for task in case.tasks] == ["Må hun melde fra?", "Kan hun vente til mandag?"]


def test_a_proposal_is_saved_as_a_file_that_is_read_again(cases: Cases, knowledge: Knowledge, tmp_path: Path) -> None:
    case = cases.propose_from_file(TEXT.encode(), "min.txt", ("teacher",))
    path = cases.save(case, tmp_path / "min.yaml")
    assert "FORSLAG" in path.read_text(encoding="utf-8").splitlines()[0]
    again = shelf(knowledge, tmp_path).one(case.id)
    assert again == case
    assert cases.score(again, 1, GOOD).proposed


def test_nothing_is_overwritten_and_no_half_file_remains(cases: Cases, tmp_path: Path) -> None:
    case = cases.propose_from_file(TEXT.encode(), "min.txt", ("teacher",))
    mine = tmp_path / "min.yaml"
    mine.write_text("mitt", encoding="utf-8")
    with pytest.raises(ExportError, match="already"):
        cases.save(case, mine)
    with pytest.raises(ExportError, match="folder"):
        cases.save(case, tmp_path / "borte" / "min.yaml")
    with pytest.raises(ExportError, match="PLIKTKOMPASS_CASES_DIR"):
        cases.save(case)
    assert [file.name for file in tmp_path.iterdir()] == ["min.yaml"]
    assert mine.read_text(encoding="utf-8") == "mitt"


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "tom.txt", "empty"),
        (b"   \n 12 34 \n", "tall.txt", "next to no text"),
        (("Ali er ni år og går i fjerde. " * 2000).encode(), "lang.txt", "about eight pages"),
        (b"PK\x03\x04 word/ og ikke mer", "odelagt.docx", "not a readable Word document"),
        ("Må du melde fra til barnevernet om dette barnet og søsknene?".encode(), "bare.txt", "no story"),
    ],
)
def test_a_file_that_cannot_become_an_exercise_is_told_why(cases: Cases, data: bytes, name: str, told: str) -> None:
    with pytest.raises(DocumentError, match=told):
        cases.propose_from_file(data, name, ("teacher",))


def test_a_document_with_a_macro_is_refused(cases: Cases) -> None:
    out = BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(DocumentError, match="macro"):
        cases.propose_from_file(out.getvalue(), "makro.docm", ("teacher",))


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        (Draft(story=("Noe skjedde.",), roles=("skipskokk",)), "skipskokk"),
        (Draft(story=("Noe.", "  "), roles=("teacher",)), "part of the story is empty"),
        (Draft(story=("Ring mor på 90 12 34 56.",), roles=("teacher",)), "telefon"),
        (Draft(story=("Noe skjedde.",), roles=("teacher",), tasks=(DraftTask(ask="Må hun?", stage=2),)), "part 2"),
        (Draft(story=("Noe skjedde.",)), "Name at least one role"),
    ],
)
def test_a_form_that_cannot_become_an_exercise_is_told_why(cases: Cases, draft: Draft, told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        cases.propose(draft)


def test_a_story_without_questions_gets_the_usual_ones(cases: Cases) -> None:
    case = cases.propose(Draft(story=("Ali forteller at han blir slått.",), roles=("teacher",)))
    assert all(task.ask.nb.endswith("?") for task in case.tasks)
    assert len(case.tasks) >= 2


@given(
    st.lists(
        st.text(max_size=200) | st.sampled_from(["Del 2", "1. ?", "?", "Må hun?", "«Må du?»", "Tittel"]), max_size=12
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_becomes_an_exercise_or_a_known_error(lines: list[str]) -> None:
    with contextlib.suppress(DocumentError):
        draft = draft_from_file(("Ali er ni år og går på skolen i en liten by.\n" + "\n".join(lines)).encode(), "x.txt")
        assert draft.story
        assert all((task.stage or 1) <= len(draft.story) for task in draft.tasks)


# --- on paper ---------------------------------------------------------------------------------------


def test_the_participants_sheet_tells_nothing_of_the_key(cases: Cases, knowledge: Knowledge) -> None:
    text = render(cases.sheet(BRUISES), Format.TEXT).decode()
    plain = " ".join(text.split())
    case = knowledge.cases[BRUISES]
    assert all(" ".join(part.nb.split()) in plain for part in case.story)
    assert all(task.ask.nb in plain for task in case.tasks)
    assert not any(point.nb in plain for task in case.tasks for point in task.key.points)


@pytest.mark.parametrize("language", [Language.NB, Language.NN])
def test_the_key_has_every_point_with_its_law(cases: Cases, knowledge: Knowledge, language: Language) -> None:
    plain = " ".join(render(cases.sheet(BRUISES, language, key=True), Format.TEXT).decode().split())
    for task in knowledge.cases[BRUISES].tasks:
        for point in task.key.points:
            assert point.text[language] in plain
    assert "24-3" in plain
    assert "22.11.2026" in plain


@pytest.mark.parametrize("form", [Format.DOCX, Format.PDF])
def test_sheets_are_made_for_word_and_for_print(cases: Cases, form: Format) -> None:
    content = render(cases.sheet(BRUISES, key=True), form)
    text = (
        "".join(cell.text for table in docx.Document(BytesIO(content)).tables for cell in table._cells)
        if form is Format.DOCX
        else "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    )
    assert "Meldeplikten er personlig" in " ".join(text.split())


def test_a_proposal_is_marked_on_its_key(cases: Cases) -> None:
    case: Case = cases.propose(Draft(story=("Ali forteller at han blir slått.",), roles=("teacher",)))
    assert "FORSLAG" in render(cases.sheet(case, key=True), Format.TEXT).decode()
