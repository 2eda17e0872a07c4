# What a person types: `make build` (set up, run the main job), `make test` (set up, run every check), `make clean`.
# The environment lives in .venv and is made anew only when requirements.lock has changed.

SHELL := /bin/bash
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: build test test-fast docs wheel corpus bench bench-reading chaos campaign layouts traps bench-faults mutants rules setup lint types sql-lint dbt-parse unit lock clean model unit-sql model-sql bi bi-check

build: setup
	$(BIN)/yusuan build

# The checks that run no test use one core each, so they go beside each other.
test: setup
	$(MAKE) --no-print-directory --jobs=2 --output-sync lint types sql-lint dbt-parse
	$(MAKE) --no-print-directory unit

# Under a minute: no build, no dbt, no OCR. What it leaves out is marked `slow` (tests/conftest.py).
test-fast: setup lint
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

# How well a folder of documents is read: make corpus CORPUS=folder [SCRATCH=home to keep] [OUT=folder for the page]
corpus: setup
	@test -n "$(CORPUS)" || { echo "make corpus CORPUS=folder: name a folder of documents" >&2; exit 2; }
	$(BIN)/python -m yusuan.corpus "$(CORPUS)" $(if $(SCRATCH),--home "$(SCRATCH)") $(if $(OUT),--out "$(OUT)")

# What a nightly build costs: make bench [SIZES="100 1000 10000"] [CASES="full unchanged new rule"] [SCRATCH=folder] [CORPUS=home]
bench: setup
	$(BIN)/python -m yusuan.benchmarks.nightly $(SIZES) $(if $(CASES),--cases $(CASES)) $(if $(SCRATCH),--scratch "$(SCRATCH)") $(if $(CORPUS),--corpus "$(CORPUS)")

# What reading costs beside the plain loop of pdfplumber, in one run: make bench-reading [PAPERS="files or folders"]
bench-reading: setup
	$(BIN)/python -m yusuan.benchmarks.reading_speed $(PAPERS)

# Tables under misleading headers with one planted error each: make layouts [TABLES=n] [SEED=n]
layouts: setup
	$(BIN)/python -m tests.layouts --tables $(or $(TABLES),2000) --seed $(or $(SEED),7)

# Papers with one trap each, of what is seen and what is not: make traps [PAPERS=n] [SEED=n]
traps: setup
	$(BIN)/python -m tests.traps --papers $(or $(PAPERS),1000) --seed $(or $(SEED),5)

# Absurd documents beside the bundled ones, which stay equal to the digit: make chaos SCRATCH=folder [DOCUMENTS=n] [SEED=n]
chaos: setup
	@test -n "$(SCRATCH)" || { echo "make chaos SCRATCH=folder: name a folder to build in" >&2; exit 2; }
	$(BIN)/python -m tests.chaos --home "$(SCRATCH)" --documents $(or $(DOCUMENTS),40) --seed $(or $(SEED),1)

# Kills, full disks, hostile files, mutated papers, and what came of each: make campaign [CASE=name] [TIMES=n] [MINUTES=n] [SCRATCH=folder] [KEEP=folder]
campaign: setup
	$(BIN)/python -m tests.campaign $(if $(CASE),--case $(CASE)) $(if $(TIMES),--times $(TIMES)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SCRATCH),--folder "$(SCRATCH)") $(if $(KEEP),--keep "$(KEEP)")

# What becomes of figures changed or damaged on purpose: make bench-faults [CORPUS=folder] [SCRATCH=home already built] [TRIALS=n]
bench-faults: setup
	$(BIN)/python -m yusuan.benchmarks $(if $(CORPUS),"$(CORPUS)") $(if $(SCRATCH),--home "$(SCRATCH)") $(if $(TRIALS),--trials $(TRIALS))

# A page per rule in docs/rules, from a build over many papers whose breaks were reviewed: make rules DATABASE=yusuan.duckdb
rules: setup
	@test -n "$(DATABASE)" || { echo "make rules DATABASE=file: name the yusuan.duckdb of a build over the papers" >&2; exit 2; }
	$(BIN)/python -m yusuan.corpus.rule_pages "$(DATABASE)" --breaks tests/corpus/breaks.csv --out docs/rules

# Small faults planted in a copy of the project, and which of them no test notices: make mutants [DRAW=n] [SEED=n] [ONLY=sql] [WITHIN=pattern] [QUICK=1] [KEEP=folder]
mutants: setup
	$(BIN)/python -m tests.mutants $(if $(DRAW),--draw $(DRAW)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY)) $(if $(WITHIN),--within "$(WITHIN)") $(if $(QUICK),--quick) $(if $(KEEP),--keep "$(KEEP)")

# A model and what follows it, on a copy of the last build: make model SELECT=int_amount [WAREHOUSE=folder of another home]
model: setup
	@test -n "$(SELECT)" || { echo "make model SELECT=model: name a model of dbt" >&2; exit 2; }
	$(if $(WAREHOUSE),YUSUAN_WAREHOUSE="$(abspath $(WAREHOUSE))") $(BIN)/python -m yusuan.warehouse.dbt_trial model "$(SELECT)"

# The unit tests of a model, on made-up rows: make unit-sql SELECT=int_amount
unit-sql: setup
	@test -n "$(SELECT)" || { echo "make unit-sql SELECT=model: name a model of dbt" >&2; exit 2; }
	$(if $(WAREHOUSE),YUSUAN_WAREHOUSE="$(abspath $(WAREHOUSE))") $(BIN)/python -m yusuan.warehouse.dbt_trial unit "$(SELECT)"

# What `make model` left in its copy: make model-sql QUERY="SELECT * FROM stages.document.int_amount LIMIT 5"
model-sql: setup
	@test -n "$$QUERY" || { echo 'make model-sql QUERY="SELECT …": give a query' >&2; exit 2; }
	@$(BIN)/python -m yusuan.warehouse.dbt_trial sql "$$QUERY"

# The dbt project as one page with its lineage, over a copy of the last build: make docs [WAREHOUSE=folder of another home]
docs: setup
	cd dbt && $(if $(WAREHOUSE),YUSUAN_WAREHOUSE="$(abspath $(WAREHOUSE))") ../$(BIN)/dbt docs generate --static --no-compile
	@echo "dbt/target/static_index.html"

# A wheel that carries the models, seeds and suites, to be installed anywhere: make wheel [OUT=folder]
wheel: setup
	$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir "$(or $(OUT),dist)"
	rm -rf build

# Superset with the dashboards of bi/superset over the published file, on this machine only: make bi [SCRATCH=another home]
bi: bi/.venv/requirements.txt
	bi/.venv/bin/python -m bi.set_up $(if $(SCRATCH),--home "$(SCRATCH)")

# While `make bi` runs: every chart against plain SQL, and pictures of both dashboards: make bi-check [SCRATCH=home] [OUT=folder]
bi-check: bi/.venv/requirements.txt
	bi/.venv/bin/python -m bi.check $(if $(SCRATCH),--home "$(SCRATCH)") $(if $(OUT),--out "$(OUT)")

bi/.venv/requirements.txt: bi/requirements.txt
	$(PYTHON) -m venv --clear bi/.venv
	bi/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r bi/requirements.txt
	cp bi/requirements.txt bi/.venv/requirements.txt

setup:
	@cmp -s requirements.lock .venv/requirements.lock || $(MAKE) --no-print-directory .venv-anew

# The version is asked so that the hash of the reading code is kept, whatever the shell says of bytecode: code_hash.py.
.PHONY: .venv-anew
.venv-anew:
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.lock)"
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	cp requirements.lock .venv/requirements.lock
	$(BIN)/python -m compileall -q dagster_project
	$(BIN)/python -m yusuan.warehouse.dbt_manifest
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/yusuan --version

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

sql-lint: setup
	cd dbt && ../$(BIN)/sqlfluff lint --disable-progress-bar models

dbt-parse: setup
	$(BIN)/python -m yusuan.warehouse.dbt_manifest

# One more than there are cores: a test that starts a process waits for it now and then.
unit: setup
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

# Pins only: names and versions, no addresses, no paths.
lock: setup
	$(BIN)/uv pip compile --quiet --no-header --no-annotate --python-version 3.11 --all-extras pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache dbt/target dbt/logs raw/extracted raw/known_files.parquet warehouse/builds warehouse/current warehouse/yusuan.duckdb build dist
