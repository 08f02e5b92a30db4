# Everything a person does here, by name. Needs Python 3.11 or newer and make, nothing else.
# Another Python: `make setup PYTHON=/path/to/python3.12`. More for pytest: `make test ARGS="tests/crisis -k kk"`.

.POSIX:
.SUFFIXES:
.PHONY: help setup demo run test check format bench gallery lock clean

VENV = .venv
PY = $(VENV)/bin/python
PYTHON =
ARGS =
# Two to four processes, whole files to one of them: a file's database and its warm aiogram are made once.
PROCESSES = -n logical --maxprocesses 4 --dist loadfile
LOCK_TOOL = pip-tools==7.6.2
LOCK = .lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-config \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

help: ## show this page
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## prepare .venv from the hash-pinned requirements (every other target does it by itself)
	@if [ -x $(PY) ] && [ "$$(cat $(VENV)/.ready 2>/dev/null)" = "$$(cksum < requirements-dev.txt)" ]; then exit 0; fi; \
	set -e; \
	found=; tried=; \
	for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
		tried="$${tried:-$$candidate: $$("$$candidate" --version 2>&1 || :)}"; \
		if [ -n "$(PYTHON)" ]; then break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Senim needs Python 3.11 or newer; tried $$tried" >&2; \
		echo "Install one, or name it: make setup PYTHON=/path/to/python3.12" >&2; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
		exit 1; \
	fi; \
	echo "Preparing $(VENV) with $$("$$found" --version): the first call takes about one minute."; \
	rm -f $(VENV)/.ready; \
	if $(PY) -c 'import pip' 2>/dev/null; then :; else "$$found" -m venv --clear $(VENV); fi; \
	$(PY) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt; \
	cksum < requirements-dev.txt > $(VENV)/.ready; \
	echo "Ready."

demo: setup ## the whole hotline on this machine: simulator, bot and a seeded world, no token needed
	@$(PY) -m bot demo $(ARGS)

run: setup ## the bot itself (SENIM_BOT_TOKEN in the environment or in .env)
	@$(PY) -m bot run $(ARGS)

test: setup ## all tests, on all cores
	@$(PY) -m pytest $(PROCESSES) $(ARGS)

check: setup ## format, lint, types, and who may import whom
	@$(PY) -m ruff format --check --quiet . || { echo "Not formatted: make format" >&2; exit 1; }
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo --cache-dir .cache/import-linter
	@$(VENV)/bin/lint-imports --no-logo --cache-dir .cache/import-linter --config tests/architecture/circles.toml

format: setup ## put the code into its form and mend what ruff can mend
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format --quiet .

bench: setup ## measure what the README promises
	@$(PY) -m benchmarks $(ARGS)

gallery: setup ## write docs/gallery and docs/flows.md anew from the screens
	@$(PY) -m bot gallery

lock: setup ## compile requirements*.txt anew, with the newest versions (asks the package registry)
	@test -x .lock/bin/pip-compile || { $(PY) -m venv .lock && .lock/bin/python -m pip install --quiet $(LOCK_TOOL); }
	@$(LOCK) --upgrade --output-file requirements.txt requirements.in
	@$(LOCK) --upgrade --output-file requirements-dev.txt requirements-dev.in
	@echo "Written: requirements.txt, requirements-dev.txt. Next: make check test"

clean: ## remove .venv and every cache; data/ and .env stay
	@rm -rf $(VENV) .lock .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
