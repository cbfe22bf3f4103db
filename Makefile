# Hereabouts. `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: -r
POT := app/translations/messages.pot
EXTRACT := $(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keyword lazy --keyword lazy_gettext \
	--add-location file --sort-by-file --no-wrap --omit-header

.DEFAULT_GOAL := help
.PHONY: help run test check lint types words words-checked bench assets lock

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## Serve the site on http://127.0.0.1:8000, made ready first where needed
	@exec $(BIN)/python -m app.serving

test: $(VENV)/test.stamp ## Run unit, page and browser tests
	@CHROMIUM=$$($(BIN)/python -m tests.find_browser) || exit 1; export CHROMIUM; \
	if [ -n "$$CHROMIUM" ]; then $(BIN)/python -m pytest; else $(BIN)/python -m pytest -m "not browser"; fi

check: lint types words-checked test ## All that must hold before a change is taken: lint, types, words, tests

lint: $(VENV)/test.stamp
	@$(BIN)/ruff check && $(BIN)/ruff format --check --quiet

types: $(VENV)/test.stamp
	@$(BIN)/mypy

words: $(VENV)/run.stamp ## Gather every word a person sees, for translators
	@mkdir -p $(dir $(POT)) && $(EXTRACT) --output-file $(POT) .

words-checked: $(VENV)/run.stamp
	@new=$$(mktemp) && $(EXTRACT) --output-file "$$new" . && \
	{ cmp -s "$$new" $(POT) || { echo "The words for translators are out of date: run make words." >&2; rm "$$new"; exit 1; }; } && rm "$$new"

bench: $(VENV)/test.stamp ## Measure: one table for each question, in an instance folder of its own
	@for script in benchmarks/[!_]*.py; do $(BIN)/python -m benchmarks.$$(basename "$$script" .py) || exit 1; done

assets: ## Build app/static/dist anew (the only thing that needs Node)
	@command -v npm >/dev/null || { echo "Node with npm is needed for this, and for nothing else." >&2; exit 1; }
	@cd assets && npm ci --silent --ignore-scripts && npm run --silent build

lock: ## Choose the newest dependencies that fit and write both lock files (needs uv)
	@command -v uv >/dev/null || { echo "uv is needed for this, and for nothing else." >&2; exit 1; }
	@uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		pyproject.toml --output-file requirements.lock
	@uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		pyproject.toml --group test --constraints requirements.lock --output-file requirements-test.lock

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: install python3, or say which with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing: on Debian and Ubuntu, apt install python3-venv." >&2; exit 1; }
	@echo "Making $(VENV) and installing what Hereabouts needs into it. This happens once." >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock | $(VENV)/bin/python
	@$(PIP) requirements.lock && touch $@

$(VENV)/test.stamp: requirements-test.lock | $(VENV)/bin/python
	@$(PIP) requirements-test.lock && touch $@ $(VENV)/run.stamp
