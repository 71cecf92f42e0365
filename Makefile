# One command each: `make review`, `make test`, `make lab`. The environment is made once, from the hash-pinned lock.
PYTHON ?= python3
BIN := .venv/bin

review: .venv/ready
	$(BIN)/litreview run params/sample.yml

test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadfile -m "not slow and not benchmark"
	$(BIN)/pytest -m "slow and not benchmark"

lab: .venv/ready
	$(BIN)/litreview lab

# uv where it is at hand (seconds), else plain pip (a minute): the same files, checked against the same hashes.
.venv/ready: requirements.txt pyproject.toml
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	  uv pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps --require-hashes -r requirements.txt && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt && \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

# Anew after a change of the dependencies. Not uv.lock itself: that file names the hosts of the packages.
lock:
	uv lock --quiet
	uv export --quiet --format requirements-txt --no-emit-project --all-groups --no-annotate --no-header -o requirements.txt
	rm uv.lock

.PHONY: review test lab lock
