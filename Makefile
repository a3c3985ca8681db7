# make run and make test are all one needs; make help lists the rest.
PYTHON ?= python3
BOOTSTRAP := $(PYTHON) -I walmartgpt/bootstrap.py
RUN := .venv/bin/python
TESTERS ?= 2
APPS := accounts api bulk content domain engines evaluation files jobs learning models_registry terminal training walmartgpt
export PORT HOST

.DEFAULT_GOAL := help
.PHONY: help run setup train-setup test bench lint types contracts check lock messages

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## the whole system on http://127.0.0.1:8000 (PORT=, HOST=, WALMARTGPT_DATA= change that)
	@exec $(BOOTSTRAP) requirements.txt -m walmartgpt.supervisor

setup: ## what the tests and checks need
	@$(BOOTSTRAP) requirements-dev.txt
	@$(BOOTSTRAP) requirements-train.txt

train-setup: ## what training models on this machine needs (torch in the build that pip finds)
	@$(BOOTSTRAP) requirements.txt
	@$(BOOTSTRAP) requirements-train.txt

test: setup ## every test, on the embedded system or on DATABASE_URL and REDIS_URL (ARGS= for pytest)
	@$(RUN) -m pytest -n $(TESTERS) --dist loadgroup $(ARGS)

bench: ## the figures that the documentation gives
	@exec $(BOOTSTRAP) requirements.txt -m benchmarks $(ARGS)

lint: setup ## style of the code and the templates
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m djlint --lint --quiet templates

types: setup ## types, strictly
	$(RUN) -m mypy $(APPS) benchmarks manage.py tests

contracts: setup ## which layer may import which
	.venv/bin/lint-imports

check: setup ## Django's own checks as in production, missing migrations, stale translations
	$(RUN) manage.py check --deploy --fail-level WARNING
	$(RUN) manage.py makemigrations --check --dry-run
	for po in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o - $$po | cmp - $${po%.po}.mo || exit 1; done

lock: setup ## new locked versions for every platform
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --no-header --no-emit-index-url --no-emit-find-links -q requirements.in -o requirements.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --no-header --no-emit-index-url --no-emit-find-links -q requirements-dev.in -c requirements.txt -o requirements-dev.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --no-annotate --upgrade --no-header --no-emit-index-url --no-emit-find-links -q requirements-train.in -c requirements-dev.txt -o - | grep -Ev '^(nvidia|cuda|triton)' >requirements-train.new && mv requirements-train.new requirements-train.txt

messages: setup ## collects and compiles the translations (needs gettext)
	$(RUN) manage.py makemessages --locale tr --no-location --ignore .venv --ignore var
	for po in locale/*/LC_MESSAGES/*.po; do msgattrib --no-obsolete --sort-output --width=100 $$po | sed '/^"POT-Creation-Date/d; /^"Report-Msgid/d' >$$po.new && mv $$po.new $$po; done
	$(RUN) manage.py compilemessages --locale tr --ignore .venv
