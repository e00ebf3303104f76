# The course in a few words: `make help`.
# Every target sets up .venv by itself; Windows has no make, see README.md.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && echo $$p && break; done)
PORT ?= 8000
BIN = .venv/bin

.PHONY: help serve test book pdf exercises demo bench pins clean environment
.DEFAULT_GOAL := help

help: ## show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /:/' | \
	awk -F: '{ printf "  make %-10s %s\n", $$1, $$2 }'

environment:
	@if [ -z "$(PYTHON)" ]; then \
	echo "make: no Python 3.11, 3.12 or 3.13 was found; install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@$(PYTHON) .ci/environment.py

serve: book exercises ## build the book and the exercises, and serve them
	@$(BIN)/python .ci/serve.py _build/html $(PORT)

book: environment ## build the book into _build/html
	@echo "==> Building the book (its chapters run; about two minutes the first time)"
	@$(BIN)/jupyter-book build . --all -W --keep-going -n

pdf: book ## print the book into one PDF, by Chromium
	@$(BIN)/python .ci/pdf.py

exercises: environment ## build the nbgrader course into _build/exercises
	@echo "==> Building the exercises"
	@$(BIN)/dlcourse release --course _build/exercises

demo: environment ## grade an invented class of 60, and show its report
	@$(BIN)/python -m tests.demo

test: environment ## run every test, a file at a time on each core
	@$(BIN)/python -m pytest -n logical --dist loadfile

bench: environment ## run the benchmarks and print their table
	@$(BIN)/python -m tests.bench

pins: ## renew every version in requirements.txt
	@echo "==> Resolving the newest versions that pyproject.toml allows"
	@$(PYTHON) -m venv _build/pins && _build/pins/bin/pip install -q uv
	@_build/pins/bin/uv pip compile pyproject.toml --extra dev --universal \
	--python-version 3.11 --upgrade --quiet --no-annotate \
	--custom-compile-command "make pins" --output-file requirements.txt

clean: ## remove everything that was built
	@rm -rf _build .venv book/exercises *.egg-info \
	.pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
