"""What is read from a message: who asks, from where, what is told, and how it goes on from what was said before."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.question import Question
from assistant.understanding import Understanding
from corpus.errors import QuestionError
from corpus.knowledge import Knowledge


@pytest.fixture(scope="module")
def understanding(knowledge: Knowledge) -> Understanding:
    return Understanding(knowledge, longest=4000)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Jeg er helsesykepleier. Læreren sier at hun ikke tør.", "school_nurse"),
        ("Jordmor i kommunen. En gravid røyker hasj, hva gjør jeg?", "midwife"),
        ("Skolelege: lærer spør meg hvilken medisin en elev går på.", "school_nurse"),
        ("Fastlegen ringte oss og ville vite hvordan det går. Kan vi svare?", None),
        ("Rektor som ikke vil melde, har hun lov til det?", None),
        ("A kindergarten teacher called our clinic. Can I answer as a public health nurse?", "school_nurse"),
        ("Jeg er ikke lærer, jeg er tannpleier.", "dental_staff"),
        ("Kva kan vi i barnevernet seie til skulen?", "child_welfare_worker"),
        ("Krisesenteret: faren til et barn ringer. Kan vi svare?", "crisis_centre_staff"),
        ("Barnevernet her: kan vi ringe fastlegen?", "child_welfare_worker"),
        ("montessoriskule, må vi møte i ansvarsgruppa?", "private_school_staff"),
        ("Et barn viser tegn på vold. Hva gjør jeg? Hilsen Kari, lærer", "teacher"),
        ("Helsestasjonen vår har ingen rutiner med fastlegene. Er det et krav?", "school_nurse"),
        ("Jeg er vikar i en barnehage. Har jeg taushetsplikt?", "kindergarten_staff"),
        ("Eg er lærling i barnehage, gjeld meldeplikta meg?", "kindergarten_staff"),
        ("Som rektor lurer jeg på om jeg kan stoppe en melding.", "school_leader"),
        ("Vi er to miljøterapeuter på en barnevernsinstitusjon. Kan vi ringe politiet?", "institution_staff"),
        ("En elev er trist. Skal jeg ringe helsesykepleier?", None),
        ("Fastlegen til jenta svarer ikke. Kan jeg purre?", None),
        ("Kan rektor nekte meg å sende bekymringsmelding?", None),
        ("Kontaktlæraren hennar har ikkje gjort noko. Må eg melde då?", None),
    ],
)
def test_the_asker_is_who_says_so_and_never_who_rings(understanding: Understanding, text: str, role: str) -> None:
    assert understanding.read(text).role == role


@pytest.mark.parametrize(
    ("text", "role", "sought"),
    [
        ("Må en jordmor melde fra til barnevernet?", "midwife", "Må jeg melde fra til barnevernet?"),
        ("Har tannpleiere meldeplikt?", "dental_staff", "Har jeg meldeplikt?"),
        ("Stemmer det at tannleger ikke har meldeplikt?", "dental_staff", "Stemmer det at jeg ikke har meldeplikt?"),
        ("Har ein tolk teieplikt?", "interpreter", "Har eg teieplikt?"),
        ("Does a school nurse have to report to child welfare?", "school_nurse", None),
        ("Kan en forelder kreve å få se elevmappa?", None, None),
        ("Kan en advokat fortelle foreldrene hva barnet sa?", "lawyer", "Kan jeg fortelle foreldrene hva barnet sa?"),
        ("Kan en advokat gi oss opplysninger om en elev?", None, None),
        ("Kan rektor nekte meg å melde?", None, None),
    ],
)
def test_a_question_about_a_role_in_general_is_read_as_if_he_asked(
    understanding: Understanding, text: str, role: str | None, sought: str | None
) -> None:
    question = understanding.read(text)
    assert question.role == role
    assert sought is None or question.sought == sought


def test_what_the_asker_says_of_herself_beats_the_role_that_was_chosen(understanding: Understanding) -> None:
    assert understanding.read("Jeg er tannlege. Må jeg melde?", "teacher").role == "dental_staff"
    assert understanding.read("Jeg jobber på en skole. Må jeg melde?", "teacher").role == "teacher"
    assert understanding.read("Tannlegen ringte. Må jeg melde?", "teacher").role == "teacher"


@pytest.mark.parametrize(
    ("text", "works_at"),
    [
        ("Helsestasjonen ringte krisesenteret for å høre om mor bor der. Kan vi bekrefte?", {"crisis_centre"}),
        ("Politiet spør barnevernet om en gutt. Kan vi svare?", {"child_welfare"}),
        ("Faren til en elev ringte. Kan jeg svare ham?", {"pupil"}),
        ("Politiet vil ha opplysninger om en pasient", {"patient"}),
    ],
)
def test_where_the_asker_works_is_told_by_who_was_rung_and_whom_she_speaks_of(
    understanding: Understanding, text: str, works_at: set[str]
) -> None:
    assert understanding.read(text).services == works_at


def test_a_service_that_was_rung_is_no_recipient(understanding: Understanding) -> None:
    question = understanding.read("Helsestasjonen ringte krisesenteret. Kan vi svare?")
    assert "crisis_centre" not in question.recipients
    assert question.recipients


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Jenta er 14 år", 14),
        ("A boy of 15, turning 16 in spring. His parents say they decide until he is 18.", 15),
        ("Ho er tretten år", 13),
        ("14", 14),
        ("Det er 20 barn i gruppa", None),
        ("Mora er 42 år", None),
        ("Jente 16 vil ikke at mor skal vite", 16),
        ("gutt (14) har sagt det", 14),
        ("Ola (12) er redd", 12),
        ("10-åringen vil snakke alene", 10),
        ("ho er femten og går på vgs", 15),
        ("Far slo ungen for fem år siden", None),
        ("Jenta er 14 år. For 3 år siden skjedde det", 14),
        ("Jeg er lærer på 4. trinn. Barnet er 9", 9),
        ("hun fyller 16 neste måned og er 15", 15),
        ("Jeg har jobbet her i 15 år", None),
        ("Elev 3 av 5 er syk", None),
    ],
)
def test_the_age_is_the_childs_today(understanding: Understanding, text: str, age: int | None) -> None:
    assert understanding.read(text).age == age


@pytest.mark.parametrize(
    ("text", "ranges", "told"),
    [
        ("elev i 4. klasse", ["<12"], True),
        ("elev på 9. trinn", ["12-15"], True),
        ("elev på 9. trinn", [">=15"], None),
        ("elev i tiende klasse", [">=16"], None),
        ("et spedbarn med blåmerker", ["<12"], True),
        ("en elev", ["<12"], None),
    ],
)
def test_a_class_tells_the_age_where_all_of_it_has_one_rule(
    understanding: Understanding, text: str, ranges: list[str], told: bool | None
) -> None:
    assert understanding.read(text).has_age(ranges) is told


def test_parents_refuse_whoever_they_are_parents_of(understanding: Understanding) -> None:
    assert understanding.read("Foreldrene til 10-åringen sier nei. Kan vi henvise?").facts["parents_object"] == "yes"


@pytest.mark.parametrize(
    ("text", "givers"),
    [
        ("Kan barnevernet gi meg opplysninger om eleven?", {"child_welfare"}),
        ("Får skolen vite fra BUP hvordan det går?", {"specialist_health"}),
        ("Kan vi innhente opplysninger fra fastlegen?", {"gp"}),
        ("Kan vi be fastlegen om opplysninger?", {"gp"}),
        ("Har vi krav på å få vite noe fra barnevernet?", {"child_welfare"}),
        ("Can child welfare tell us what happened?", {"child_welfare"}),
        ("Kan jeg gi opplysninger til barnevernet?", set()),
        ("Kan politiet kreve journalen av oss?", set()),
        ("Barnevernet ber om opplysninger fra oss. Må vi svare?", set()),
    ],
)
def test_who_gives_to_the_asker_is_told_from_who_receives(
    understanding: Understanding, text: str, givers: set[str]
) -> None:
    assert understanding.read(text).givers == givers


def followed(understanding: Understanding, before: str, now: str) -> Question:
    return understanding.read(now, earlier=(before,))


FIRST = "Jeg er lærer. En elev blir slått hjemme. Må jeg melde fra til barnevernet?"


@pytest.mark.parametrize("now", ["og hvis hun er 15?", "men foreldrene nekter", "Jeg er ikke lærer, jeg er tannlege."])
def test_a_message_that_only_tells_something_asks_the_same_again(understanding: Understanding, now: str) -> None:
    question = followed(understanding, FIRST, now)
    assert question.text == understanding.read(FIRST).text
    assert question.latest is None


def test_what_is_told_later_counts(understanding: Understanding) -> None:
    assert followed(understanding, FIRST, "og hvis hun er 15?").age == 15
    assert followed(understanding, FIRST, "Jeg er ikke lærer, jeg er tannlege.").role == "dental_staff"
    assert followed(understanding, FIRST, "what if I work at a private school?").role == "private_school_staff"
    assert followed(understanding, FIRST, "Beklager, jeg mente barnehage").role == "kindergarten_staff"
    assert followed(understanding, FIRST, "Hva hvis det er rektor som slår?").role == "teacher"


def test_a_question_that_leans_on_the_one_before_is_read_with_it(understanding: Understanding) -> None:
    question = followed(understanding, FIRST, "Må jeg si det til foreldrene før jeg sender meldingen?")
    assert question.role == "teacher"
    assert question.latest == "Må jeg si det til foreldrene før jeg sender meldingen?"


def test_a_new_question_stands_alone(understanding: Understanding) -> None:
    question = followed(understanding, FIRST, "Hvem har rett til barnekoordinator når familien flytter til ny kommune?")
    assert question.latest is None
    assert not question.facts
    assert "lærer" not in question.text


def test_the_asker_stays_who_she_is_when_she_asks_of_something_else(understanding: Understanding) -> None:
    earlier = ("Jeg er jordmor. Må jeg melde til barnevernet?",)
    question = understanding.read("Ny sak: ektemannen til en pasient vil ha kopi av journalen. Greit?", None, earlier)
    assert question.role == "midwife"
    assert question.latest is None
    assert understanding.read("Jeg er lærer. Kan jeg si det til rektor?", None, earlier).role == "teacher"


def test_a_short_question_may_lean_on_the_one_before(understanding: Understanding) -> None:
    earlier = ("Vi i barnevernet har fått en melding fra en lærer. Hva skal vi svare?",)
    question = understanding.read("hvor mange uker har vi nå på oss?", None, earlier)
    assert question.leaning is not None
    assert "lærer" in question.leaning.text
    assert understanding.read("hvor mange kroner i lønn har en lærer nå?", None, earlier).leaning is None
    assert understanding.read("hvor mange uker har vi nå på oss?").leaning is None


@pytest.mark.parametrize(
    ("now", "reply"), [("Nei", "no"), ("ja", "yes"), ("Jepp!", "yes"), ("Nei, men hvorfor?", None)]
)
def test_a_bare_yes_or_no_is_a_reply(understanding: Understanding, now: str, reply: str | None) -> None:
    assert followed(understanding, FIRST, now).reply == reply


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=80))
def test_any_text_is_read_or_refused(understanding: Understanding, before: str, now: str) -> None:
    for earlier in ((), (before,)):
        with suppress(QuestionError):
            assert understanding.read(now, earlier=earlier).masked >= 0
