"""The exercises on the command line and in the API."""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from assistant import Assistant
from assistant.cases import Feedback
from corpus.errors import ExportError, NotFoundError, QuestionError
from corpus.knowledge import Knowledge
from ui.cli import app

CASE = "blaamerker-paa-tredje-trinn"
GOOD = "Ja, Marit må sende bekymringsmelding nå. Hun trenger ikke samtykke fra foreldrene, jf. opplæringslova § 24-3."
WRONG = "Nei, hun må ha samtykke fra foreldrene før hun kan melde til barnevernet."


def run(*arguments: str, sent: str = "") -> Result:
    """The command in this process; an error that the project knows is raised."""
    done = CliRunner().invoke(app, ["case", *arguments], input=sent)
    if isinstance(done.exception, Exception):
        raise done.exception
    return done


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, assistant: Assistant) -> Path:
    """A folder for exercises of one's own, and the index that the session has built."""
    folder = tmp_path / "egne"
    folder.mkdir()
    monkeypatch.setenv("PLIKTKOMPASS_CASES_DIR", str(folder))
    monkeypatch.setenv("PLIKTKOMPASS_DATA_DIR", str(assistant.settings.data_dir))
    return folder


def test_the_list_names_every_exercise(knowledge: Knowledge) -> None:
    assert [case["id"] for case in json.loads(run("list", "--json").stdout)] == list(knowledge.cases)
    assert [line.split("\t")[0] for line in run("list").stdout.splitlines()] == list(knowledge.cases)


def test_showing_tells_the_key_only_where_asked(knowledge: Knowledge) -> None:
    point = knowledge.cases[CASE].tasks[0].key.points[1].nb[:20]
    assert point not in run("show", CASE).stdout
    assert point in run("show", CASE, "--key").stdout
    assert json.loads(run("show", CASE, "--json").stdout)["tasks"][0]["key"] is None


def test_an_unknown_exercise_is_told() -> None:
    with pytest.raises(NotFoundError, match="case list"):
        run("show", "finnes-ikke")


def test_a_group_is_led_stage_by_stage(knowledge: Knowledge) -> None:
    told = run("run", CASE, "--group", sent="\n" * 20).stdout
    stages = [part.nb[:20] for part in knowledge.cases[CASE].story]
    places = [told.index(stage) for stage in stages]
    assert places == sorted(places)
    assert told.index(knowledge.cases[CASE].tasks[0].key.points[0].nb[:20]) < places[1]


def test_alone_each_answer_is_scored_and_an_empty_one_skipped() -> None:
    told = run("run", CASE, sent=f"{GOOD}\n\n\n\n").stdout
    assert told.count("av 100") == 2  # the one that was answered, and the mean
    assert "§ 24-3" in told


def test_one_answer_can_be_scored_by_a_script() -> None:
    scores = [
        Feedback.model_validate_json(run("run", CASE, "--task", "1", "--answer", said, "--json").stdout).score
        for said in (GOOD, WRONG)
    ]
    assert scores[0] > scores[1]


@pytest.mark.parametrize("form", ["docx", "pdf", "text"])
def test_a_sheet_is_exported(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"ark.{form}"
    run("export", CASE, "--format", form, "--out", str(out), "--key")
    assert out.stat().st_size > 500


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_a_folder_without_rights_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "stengt"
    closed.mkdir(mode=0o500)
    with pytest.raises(ExportError, match="may write"):
        run("export", CASE, "--out", str(closed / "ark.pdf"))


@pytest.mark.parametrize(("out", "told"), [(".", "is a folder"), ("borte/ark.pdf", "folder exists")])
def test_an_export_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path, out: str, told: str) -> None:
    with pytest.raises(ExportError, match=told):
        run("export", CASE, "--out", str(tmp_path / out))
    assert [path.name for path in tmp_path.iterdir()] == ["egne"]


def test_an_exercise_of_ones_own_is_proposed_saved_and_listed(own: Path, tmp_path: Path) -> None:
    text = tmp_path / "min.txt"
    text.write_text(
        "En egen øvelse\n\nJeg er lærer. Ali er ni år og forteller at faren slår ham hjemme.\n\n"
        "Må læreren melde fra til barnevernet?\n",
        encoding="utf-8",
    )
    told = run("new", "--from", str(text), "--role", "teacher").stdout
    assert "PROPOSAL" in told
    (file,) = own.iterdir()
    assert "proposed: true" in file.read_text(encoding="utf-8")
    listed = {case["id"]: case for case in json.loads(run("list", "--json").stdout)}
    assert listed["en-egen-øvelse"]["own"]
    assert listed["en-egen-øvelse"]["proposed"]
    key = json.loads(run("show", "en-egen-øvelse", "--key", "--json").stdout)["tasks"][0]["key"]
    assert key["verdict"] == "must_report"
    assert key["points"][0]["citations"]


def test_a_text_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="cannot be read"):
        run("new", "--from", str(tmp_path / "borte.docx"))


# --- the API ----------------------------------------------------------------------------------------


def test_the_api_lists_shows_and_scores(client: httpx.Client, knowledge: Knowledge) -> None:
    assert [case["id"] for case in client.get("/api/cases").json()] == list(knowledge.cases)
    assert client.get(f"/api/cases/{CASE}").json()["tasks"][0]["key"] is None
    assert client.get(f"/api/cases/{CASE}", params={"key": True, "language": "nn"}).json()["language"] == "nn"
    scored = client.post(f"/api/cases/{CASE}/score", json={"task": 1, "answer": GOOD}).json()
    assert Feedback.model_validate(scored).agreement == "agrees"


def test_the_api_gives_a_sheet_as_a_file(client: httpx.Client) -> None:
    response = client.get(f"/api/cases/{CASE}/sheet", params={"format": "pdf", "key": True})
    assert response.headers["content-type"] == "application/pdf"
    assert f"{CASE}-key.pdf" in response.headers["content-disposition"]
    assert response.content.startswith(b"%PDF")


def test_the_api_proposes_a_key(client: httpx.Client) -> None:
    draft = {
        "story": ["Ali forteller læreren at faren slår ham."],
        "roles": ["teacher"],
        "tasks": [{"ask": "Må hun melde?"}],
    }
    made = client.post("/api/case-proposals", json=draft).json()
    assert made["case"]["proposed"]
    assert "FORSLAG" in made["yaml"]
    file = {"file": ("min.txt", "Ali er ni år. Han forteller læreren at faren slår ham. Må hun melde?".encode())}
    assert client.post("/api/case-proposals/file", files=file, data={"role": "teacher"}).json()["case"]["tasks"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/cases/borte", 404), (f"/api/cases/{CASE}/sheet?format=odt", 422), ("/api/cases/borte/sheet", 404)],
)
def test_the_api_tells_what_is_wrong(client: httpx.Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_a_file_that_cannot_be_read_is_the_senders_to_mend(client: httpx.Client) -> None:
    response = client.post("/api/case-proposals/file", files={"file": ("min.pdf", b"nothing")})
    assert response.status_code == 422
    assert "min.pdf" in response.json()["detail"]
