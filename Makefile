# Targets: demo test check lint bench bench-compare fuzz schemas pictures score. The environment is made
# when it is missing and again when pyproject.toml changes.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
FUZZ ?= -max_total_time=600

.DEFAULT_GOAL := test
.PHONY: demo test check lint bench bench-compare fuzz schemas pictures score

demo: $(VENV)/.installed
	@$(BIN)/nvdx extract fixtures/

test: lint
	$(BIN)/pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

check: $(VENV)/.installed
	$(BIN)/nvdx check fixtures/

bench: $(VENV)/.installed
	@$(BIN)/python -m compileall -q nvdx  # as an installed package is
	$(BIN)/python -m benchmarks.bench

bench-compare: bench
	$(BIN)/python -m benchmarks.compare

fuzz: $(VENV)/.installed-fuzz
	$(BIN)/python fuzz/extract.py $(FUZZ)

schemas: $(VENV)/.installed
	$(BIN)/python -c "from pathlib import Path; from nvdx.commands.schema import write_schemas; write_schemas(Path('schemas'))"

pictures: $(VENV)/.installed-dev
	$(BIN)/python docs/pictures.py

score: $(VENV)/.installed
	@if [ -d $(SHARED)/dev/gold ]; then \
		facts=$$(mktemp) && trap 'rm -f "$$facts"' EXIT && \
		$(BIN)/nvdx extract $(SHARED)/dev/docs > "$$facts" && \
		$(PYTHON) $(SHARED)/score.py $(SHARED)/dev/gold "$$facts" --docs $(SHARED)/dev/docs; \
	else \
		echo "no labelled documents in $(SHARED)/dev, so nothing to score"; \
	fi

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q nvdx
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q nvdx
	@touch $(VENV)/.installed $@

$(VENV)/.installed-fuzz: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	@touch $(VENV)/.installed $@
