"""The whole path on the real knowledge: a question in, a grounded answer out."""

from __future__ import annotations

import pytest

import assistant as public
from assistant import Answer, Assistant, NoticeKind
from corpus.errors import NotFoundError, QuestionError, RefError
from corpus.models import Language, Status, Verdict
from corpus.refs import ProvisionRef

QUESTIONS = (
    "Jeg er lærer. En elev på 14 har fortalt at hun skader seg selv. "
    "Kan jeg si det til helsesykepleier uten å spørre foreldrene?",
    "Kva skal eg gjere når eg trur eit barn i barnehagen blir slått heime?",
    "Does a health nurse have to answer the police?",
    "Hvem har rett til barnekoordinator?",
    "Hva betyr uten ugrunnet opphold?",
    "Hva sier hpl § 33 andre ledd?",
    "Hvor mange kommuner svarte i Fafos undersøkelse?",
    "Jeg jobber i NAV og ser at et barn har det dårlig hjemme",
)


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.ask(question) for question in QUESTIONS]


def test_every_statement_rests_on_something_that_exists(assistant: Assistant, answers: list[Answer]) -> None:
    for answer in answers:
        assert answer.statements
        numbers = {citation.n for citation in answer.citations}
        assert numbers == {n for statement in answer.statements for n in statement.citations}
        for statement in answer.statements:
            assert statement.citations
        for citation in answer.citations:
            ref = ProvisionRef(citation.source, citation.section, citation.subsection)
            assert assistant.knowledge.digest(ref) or ref.provision in assistant.knowledge.findings
            assert citation.status is Status.IN_FORCE
            assert f"[{citation.n}]" in answer.text


@pytest.mark.parametrize(("row", "language"), [(0, Language.NB), (1, Language.NN), (2, Language.EN)])
def test_the_answer_is_in_the_askers_language(answers: list[Answer], row: int, language: Language) -> None:
    assert answers[row].language is language


def test_the_act_is_the_one_that_binds_the_role(assistant: Assistant) -> None:
    question = "Jeg tror et barn blir slått hjemme. Må jeg si fra til barnevernet?"
    sources = {
        role: assistant.ask(question, role).citations[0].source
        for role in ("teacher", "private_school_staff", "kindergarten_staff", "school_nurse", "nav_social")
    }
    assert sources == {
        "teacher": "lov/2023-06-09-30",
        "private_school_staff": "lov/2003-07-04-84",
        "kindergarten_staff": "lov/2005-06-17-64",
        "school_nurse": "lov/1999-07-02-64",
        "nav_social": "lov/2009-12-18-131",
    }


@pytest.mark.parametrize(
    "question",
    [
        "Hvordan klager jeg på en parkeringsbot?",
        "What is the best recipe for waffles?",
        "Kor mykje skatt skal eg betale av ein feriejobb?",
        "Hvem vant VM i fotball i 2022?",
    ],
)
def test_what_is_outside_the_field_is_said_to_be(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained
    assert answer.verdict is Verdict.NOT_COVERED
    assert not answer.statements


def test_danger_now_puts_the_emergency_first(assistant: Assistant) -> None:
    answer = assistant.ask("Faren står utenfor skolen med kniv og truer med å drepe moren nå! Hva gjør jeg?")
    assert answer.urgent
    assert answer.emergency is not None
    assert "112" in {contact.number for contact in answer.emergency.contacts}
    assert answer.text.index("112") < answer.text.index(answer.statements[0].text)


def test_repealed_law_is_told_of_and_todays_is_cited(assistant: Assistant) -> None:
    answer = assistant.ask("Hva krever opplæringslova 1998 § 15-8 om samarbeid?")
    assert "repealed" in {notice.kind for notice in answer.notices}
    assert {citation.source for citation in answer.citations} >= {"lov/2023-06-09-30"}
    assert all(citation.status is Status.IN_FORCE for citation in answer.citations)


def test_law_that_is_coming_is_never_applied(assistant: Assistant) -> None:
    answer = assistant.ask("Hva sier den nye forvaltningsloven § 31 om taushetsplikt?")
    assert "coming" in {notice.kind for notice in answer.notices}
    assert all(citation.status is Status.IN_FORCE for citation in answer.citations)


def test_names_and_numbers_do_not_come_back(assistant: Assistant) -> None:
    answer = assistant.ask("Emma Olsen (01020312345) i 7B har blåmerker. Må jeg som lærer melde fra?")
    assert answer.masked >= 2
    assert "masked" in {notice.kind for notice in answer.notices}
    whole = answer.model_dump_json()
    assert "Emma" not in whole
    assert "Olsen" not in whole
    assert "01020312345" not in whole


def test_a_follow_up_changes_the_answer(assistant: Assistant) -> None:
    before = "Jeg er lærer og tror en elev blir slått hjemme. Må jeg melde fra?"
    after = assistant.ask("Enn hvis jeg jobber på en privatskole?", history=[before])
    assert after.citations[0].source == "lov/2003-07-04-84"


def test_greetings_get_a_greeting(assistant: Assistant) -> None:
    answer = assistant.ask("Hei!")
    assert not answer.abstained
    assert not answer.citations


def test_where_it_is_written_lists_the_provisions(assistant: Assistant) -> None:
    before = "Jeg er lærer og tror en elev blir slått hjemme. Må jeg melde fra?"
    answer = assistant.ask("Hvor står det?", history=[before])
    assert any("§ 24-3" in statement.text for statement in answer.statements)


@pytest.mark.parametrize("question", ["", "   ", "?!", "\x00\x01\x02" * 20, "a" * 20_000])
def test_what_is_no_question_is_refused_plainly(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError):
        assistant.ask(question)


def test_an_unknown_role_is_refused_with_the_roles(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match="school_nurse"):
        assistant.ask("Må jeg melde?", role="wizard")


def test_a_provision_is_laid_open(assistant: Assistant) -> None:
    found = assistant.provision("lov/1999-07-02-64#33")
    assert found.status is Status.IN_FORCE
    assert found.digest
    assert {sub.number for sub in found.subsections} >= {1, 2}


@pytest.mark.parametrize(
    ("ref", "error"), [("lov/1999-07-02-64#999", NotFoundError), ("lov/1900-01-01-1#1", NotFoundError), ("x", RefError)]
)
def test_what_does_not_exist_is_said_not_to(assistant: Assistant, ref: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        assistant.provision(ref)


def test_the_public_names_are_these() -> None:
    assert sorted(public.__all__) == [
        "Answer",
        "AnswerStatement",
        "Assistant",
        "Citation",
        "Emergency",
        "Notice",
        "NoticeKind",
        "Settings",
        "load_settings",
    ]


def test_answers_are_the_same_every_time(assistant: Assistant, answers: list[Answer]) -> None:
    assert assistant.ask(QUESTIONS[0]) == answers[0]


def test_where_somebody_else_gives_to_the_asker_it_is_his_rule_that_answers(assistant: Assistant) -> None:
    asked = "Kan helsesykepleier fortelle meg som kontaktlærer hva eleven sier?"
    answer = assistant.ask(asked)
    assert answer.citations[0].source == "lov/1999-07-02-64"
    assert [notice.kind for notice in answer.notices if "helsesykepleier" in notice.text] == [NoticeKind.ASSUMED_ROLE]
