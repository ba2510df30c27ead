# The one door: make run, make test. Each target makes the environment that it needs.

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3 2>/dev/null))
PORT ?= 8000
DEMO ?= 1
DATA_DIR ?= var
run: export DEMO := $(DEMO)
run: export DATA_DIR := $(DATA_DIR)
# PySpark is 300 MB and of no use without Java: only where there is Java do the tests bring it.
TESTED := $(if $(shell command -v java),requirements-scale.txt,requirements-dev.txt)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check fix words bench bench-all load clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/for-run  ## serve on http://127.0.0.1:8000 (PORT=, DEMO=0 for real use, DATA_DIR=)
	@umask 077 && mkdir -p $(DATA_DIR) && { test -s $(DATA_DIR)/secret-key || \
	  $(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))" > $(DATA_DIR)/secret-key ; }
	@SECRET_KEY_FILE=$(DATA_DIR)/secret-key exec $(BIN)/dueregard serve --port $(PORT)

test: $(VENV)/for-test  ## everything that .ci/run runs
	@$(BIN)/python tests/everything.py

check: $(VENV)/for-test  ## style, types, import contracts, migrations, settings
	@$(BIN)/python tests/everything.py --only check

fix: $(VENV)/for-test  ## let the formatter and the linter mend what they can
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

words: $(VENV)/for-test  ## what there is to translate, into src/dueregard/locale (LOCALE=cy begins a language)
	@$(BIN)/python -m dueregard.kit.words $(LOCALE)

bench: $(VENV)/for-test  ## the figures behind every claim of speed, as ratios within one run
	@$(BIN)/python -m benchmarks

bench-all: $(VENV)/for-test  ## the same at the largest sizes that are claimed (minutes)
	@$(BIN)/python -m benchmarks --all

load: $(VENV)/for-test  ## 50 people save at once for a minute, the server is killed in the middle: is anything lost?
	@$(BIN)/python -m benchmarks.load

clean:  ## remove the environment (never the data)
	@rm -rf $(VENV)

$(VENV)/for-run: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "dueregard needs Python 3.11 or 3.12: install it, or name it by PYTHON=" ; exit 2 ; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "dueregard needs Python's venv: on Debian, apt install python3-venv" ; exit 2 ; }
	@test -e $(VENV)/for-test || { echo "Installing what dueregard needs (a few minutes, once)..." ; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt ; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/for-test: $(TESTED) pyproject.toml
	@test -n "$(PYTHON)" || { echo "dueregard needs Python 3.11 or 3.12: install it, or name it by PYTHON=" ; exit 2 ; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "dueregard needs Python's venv: on Debian, apt install python3-venv" ; exit 2 ; }
	@echo "Installing what the tests need (a few minutes, once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(TESTED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
