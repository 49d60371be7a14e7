# `make run` opens the playground (or the real bot, with BOT_TOKEN); `make test` runs every test.
# Only make and Python 3.11 or newer are needed; both make their own .venv.

# Compiled files are kept: without them each process of a test reads all of the code anew.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help run quick test check format lint types content bench bench-peers torture image-check audit lock clean

help:
	@echo "make run          open Waymark in a browser; with BOT_TOKEN set, run the real bot"
	@echo "make quick        run the tests without the slow ones; the inner loop"
	@echo "make test         run every test"
	@echo "make check        format check, lint, types, tests and the content check"
	@echo "make content      check the content alone"
	@echo "make format       format the code"
	@echo "make torture      let everything go wrong for five minutes, and count what came of it"
	@echo "make bench        run the benchmarks (about an hour and a half)"
	@echo "make bench-peers  install aiogram, to be measured beside us"
	@echo "make image-check  build the Dockerfile with buildah and start it once (Debian, as root)"
	@echo "make audit        compare the locks with the project, then ask the advisory service about each package"
	@echo "make lock         write the requirements files anew (needs uv)"

run: $(VENV)/run.stamp
	@$(BIN)/python -m bot run

quick: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not slow and not postgresql" --ignore tests/browser --ignore tests/machines

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal
	$(BIN)/python -m bot check

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

content: $(VENV)/run.stamp
	@$(BIN)/python -m bot check

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench.hops
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.bookmarks
	$(BIN)/python -m bench.reminders
	$(BIN)/python -m bench.reminder_worker
	$(BIN)/python -m bench.turns
	$(BIN)/python -m bench.flat

bench-peers: $(VENV)-bench/bench.stamp

torture: $(VENV)/dev.stamp
	$(BIN)/python -m bench.torture

image-check:
	sh tools/image-check.sh

# In an environment of its own, so that nothing of it runs beside the bot. --strict: what nobody could look up is a failure.
audit: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -q tests/security/test_dependencies.py
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	build/audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/run.txt

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --quiet pyproject.toml -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --quiet --group pyproject.toml:dev -c requirements/run.txt -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --quiet --group pyproject.toml:bench -o requirements/bench.txt

clean:
	rm -rf $(VENV) $(VENV)-bench build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/run.stamp: requirements/run.txt
	@sh tools/install.sh "$(PYTHON)" "$(VENV)" requirements/run.txt
	@touch $@

$(VENV)-bench/bench.stamp: requirements/bench.txt
	@sh tools/install.sh "$(PYTHON)" "$(VENV)-bench" requirements/bench.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@sh tools/install.sh "$(PYTHON)" "$(VENV)" requirements/dev.txt
	@touch $@
