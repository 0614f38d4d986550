# `make run` and `make test` need only Python 3.11 or newer and make; they install into .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint clean

# The ten examples read by the offline reader and by the model of the recording, what each found, and how far they agree.
run: .venv/run.stamp
	$(BIN)/extractor batch examples/articles --model offline --out offline.jsonl --restart
	@echo
	$(BIN)/extractor batch examples/articles --replay cassettes/examples.yaml --out results.jsonl --restart
	@echo
	$(BIN)/extractor eval results.jsonl offline.jsonl --articles examples/articles
	@echo
	$(BIN)/extractor extract examples/articles/02-talks-held.md --replay cassettes/examples.yaml

test: .venv/dev.stamp
	$(BIN)/python -m pytest

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

.venv/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[eval]'
	touch $@

.venv/dev.stamp: .venv/run.stamp
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dedupe,dev,eval,otel,pandas,parquet,pdf,plots,polars]'
	touch $@

clean:
	rm -rf .venv offline.jsonl offline.jsonl.* results.jsonl results.jsonl.*
