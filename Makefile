# Every command of the project. Only Python 3.11 or newer is expected on the machine.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv/bin
PREPARE = $(or $(PYTHON),$(error Python 3.11 or newer is needed and was not found on PATH)) -m deploy.setup.prepare
# `make run PORT=8123 SIMULATOR_PORT=9123 PEERLEARN_VAR=/tmp/other` reaches settings as environment.
$(foreach name,PORT SIMULATOR_PORT PEERLEARN_VAR DATABASE_URL REDIS_URL,$(if $($(name)),$(eval export $(name))))
# Where it is set, each process compiles Django and all of us anew: 3 s of CPU, hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test network lint format bench lock
.DEFAULT_GOAL := help

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

run: ## Install what is missing, fill the demo data and serve everything on http://localhost:8000 (PORT=... for another)
	@$(PREPARE) run
	@exec $(VENV)/python manage.py runserver --demo

test: ## Run the whole suite: SQLite, PostgreSQL with Redis, browsers
	@$(PREPARE) test
	@exec $(VENV)/python -m deploy.setup.suite

network: ## Test calls on networks that break: TURN, cuts, another address (root)
	@$(PREPARE) network
	@exec $(VENV)/python -m deploy.setup.network

lint: ## Check style, types, templates, import floors, sizes and missing migrations
	@$(PREPARE) lint
	@exec $(VENV)/python -m deploy.setup.lint

format: ## Rewrite Python and templates in the house style
	@$(PREPARE) lint
	@$(VENV)/ruff check --fix-only --quiet .
	@$(VENV)/ruff format .
	@$(VENV)/djlint templates --reformat --quiet || true

bench: ## Measure pages, queries, booking races and first video frame against their floors
	@$(PREPARE) test
	@exec $(VENV)/python -m tests.bench

lock: ## Compile requirements/*.in to hashed *.txt
	@$(PREPARE) tools
	@for name in tools node base dev; do \
		$(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
			requirements/$$name.in -o requirements/$$name.txt || exit 1; done
