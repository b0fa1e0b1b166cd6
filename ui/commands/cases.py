"""``case``: exercises to practise on alone, in a group or on paper, and exercises of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from assistant import Assistant, Settings, load_settings
from assistant.cases import CaseSummary, CaseView, Feedback, sheet, shelf, summaries, view
from assistant.cases.library import Shelf
from assistant.cases.words import case_words
from assistant.printing import Format, save
from corpus.case_checking import check_case
from corpus.errors import ExportError, QuestionError
from corpus.knowledge import Knowledge
from corpus.loading import load
from corpus.models import Language
from ui.case_text import document_text, feedback_text, list_text
from ui.opening import open_assistant

app = typer.Typer()
case_app = typer.Typer(help="Exercises: alone, in a group, on paper, and your own.", no_args_is_help=True)
app.add_typer(case_app, name="case")

_Id = Annotated[str, typer.Argument(help="The exercise's id; «pliktkompass case list» has them.")]
_In = Annotated[Language, typer.Option("--language", help="nb, nn or en, where the exercise is written in it.")]
_Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@case_app.command("list")
def list_cases(language: _In = Language.NB, as_json: _Json = False) -> None:
    """List every exercise with its id, audience, difficulty, time and languages; your own are marked with *."""
    _, knowledge, found = _shelf()
    cases = summaries(knowledge, found, language)
    if as_json:
        print(TypeAdapter(tuple[CaseSummary, ...]).dump_json(cases, indent=2).decode())
    else:
        print(list_text(cases))


@case_app.command()
def show(
    case: _Id,
    key: Annotated[
        bool, typer.Option("--key", help="With what is right, the law it rests on, and what to discuss.")
    ] = False,
    language: _In = Language.NB,
    as_json: _Json = False,
) -> None:
    """Show an exercise: the story and the tasks, and the key where asked for."""
    settings, knowledge, found = _shelf()
    one = found.one(case)
    if as_json:
        print(view(knowledge, one, language, with_key=key).model_dump_json(indent=2))
    else:
        print(document_text(sheet(knowledge, settings, one, language, key=key)), end="")
    for problem in check_case(knowledge, one, settings.day()) if case in found.own and key else ():
        print(problem, file=sys.stderr)


@case_app.command()
def run(
    case: _Id,
    group: Annotated[
        bool, typer.Option("--group", help="For who leads a group: reveal stage by stage, and the keys when you want.")
    ] = False,
    task: Annotated[int | None, typer.Option(help="Only this task, with --answer.")] = None,
    answer: Annotated[str | None, typer.Option(help="The answer to --task, in place of asking for it.")] = None,
    language: _In = Language.NB,
    as_json: _Json = False,
) -> None:
    """Do an exercise: answer in your own words and see what you found, what you missed and what is wrong."""
    if (task is None) is not (answer is None) or (as_json and answer is None) or (group and answer is not None):
        raise typer.BadParameter("give --task and --answer together (then also --json), or neither")
    if group:
        _, knowledge, found = _shelf()
        _lead(view(knowledge, found.one(case), language, with_key=True))
        return
    assistant = open_assistant()
    if task is not None and answer is not None:
        feedback = assistant.cases.score(case, task, answer)
        print(feedback.model_dump_json(indent=2) if as_json else feedback_text(feedback))
        return
    _alone(assistant, assistant.cases.one(case, language))


@case_app.command()
def new(
    source: Annotated[Path, typer.Option("--from", help="Your text: PDF, DOCX, HTML or plain text.")],
    role: Annotated[
        list[str] | None, typer.Option(help="Who is at the table, the first answers; may be repeated.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The file to write (YAML). Default: in PLIKTKOMPASS_CASES_DIR.")
    ] = None,
) -> None:
    """Make an exercise of your own text. The assistant proposes a key, marked as a proposal; you edit the file."""
    try:
        data = source.read_bytes()
    except OSError as error:
        raise QuestionError(f"{source} cannot be read ({error.strerror}). Check the name and the rights.") from error
    assistant = open_assistant()
    made = assistant.cases.propose_from_file(data, source.name, tuple(role or ()))
    path = assistant.cases.save(made, out)
    print(f"{path}: «{made.title.nb}», {len(made.story)} stages, {len(made.tasks)} tasks. The key is a PROPOSAL.")
    for problem in assistant.cases.problems(made):
        print(f"  {problem}")


@case_app.command()
def export(
    case: _Id,
    out: Annotated[Path, typer.Option(help="The file to write.")],
    form: Annotated[Format, typer.Option("--format", help="docx, pdf or text.")] = Format.PDF,
    key: Annotated[bool, typer.Option("--key", help="The key for who leads it, not the participants' sheet.")] = False,
    language: _In = Language.NB,
) -> None:
    """Write an exercise's sheet or its key to a file to print or edit."""
    settings, knowledge, found = _shelf()
    if out.is_dir():
        raise ExportError(f"{out} is a folder. Name the file to write, such as {out / (case + form.suffix)}.")
    save(sheet(knowledge, settings, found.one(case), language, key=key), form, out)
    print(out)


def _shelf() -> tuple[Settings, Knowledge, Shelf]:
    """What there is, without opening the assistant. What is wrong with one's own files is told beside it."""
    settings = load_settings()
    knowledge = load(settings.corpus_dir, settings.data_dir)
    found = shelf(knowledge, settings.cases_dir)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    return settings, knowledge, found


def _alone(assistant: Assistant, case: CaseView) -> None:
    words = case_words(case.language)
    print(f"{case.title}\n{', '.join(case.roles)} · {words.difficulties[case.difficulty]}\n")
    done: list[Feedback] = []
    for stage, story in enumerate(case.story, start=1):
        print(f"{words.sheet.stage.format(number=stage, count=len(case.story))}\n{story}\n")
        for task in case.tasks_at(stage):
            print(f"{words.sheet.task.format(number=task.number)} ({task.role_name}): {task.ask}")
            answer = _read(words.run.answer)
            if not answer:
                print(words.run.skipped + "\n")
                continue
            done.append(assistant.cases.score(case.id, task.number, answer))
            print(f"\n{feedback_text(done[-1])}\n")
    if done:
        print(words.run.total.format(score=round(sum(one.score for one in done) / len(done)), count=len(done)))


def _lead(case: CaseView) -> None:
    words = case_words(case.language)
    print(f"{case.title} · {words.sheet.minutes.format(minutes=case.minutes)}\n")
    for stage, story in enumerate(case.story, start=1):
        print(f"{words.sheet.stage.format(number=stage, count=len(case.story))}\n{story}\n")
        for task in case.tasks_at(stage):
            print(f"{words.sheet.task.format(number=task.number)} ({task.role_name}): {task.ask}")
            _pause(words.run.show_key)
            if task.key is not None:
                print(f"  {task.key.conclusion}")
                for point in task.key.points:
                    print(f"  + {point.text} [{'; '.join(cite.label for cite in point.citations)}]")
                for claim in task.key.wrong:
                    print(f"  ! {claim.text}\n    {claim.instead}")
            print()
        if stage < len(case.story):
            _pause(words.run.next_stage)
    for heading, lines in ((words.sheet.discuss, case.discuss), (words.sheet.mistakes, case.mistakes)):
        print("\n".join((heading, *(f"- {line}" for line in lines))) + "\n")


def _read(prompt: str) -> str:
    """Lines until an empty one or the end of what is sent in."""
    print(prompt)
    lines: list[str] = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line.strip())
    return "\n".join(lines)


def _pause(prompt: str) -> None:
    print(f"[{prompt}]", flush=True)
    sys.stdin.readline()
