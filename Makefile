# Every path is relative, so the clone may lie anywhere, in a folder with spaces too.

PYTHON ?= python3
PORT ?= 8501
VENV_PYTHON := .venv/bin/python
NODE := .venv/bin/node

# A stamp says that what a requirements file lists is installed. An environment whose Python has gone loses its stamps.
$(shell $(VENV_PYTHON) -c '' 2>/dev/null || rm -f .venv/installed .venv/installed-dev)

.PHONY: help run test test-js fuzz bench pretrain lint lint-python lint-js format clean chromium

help:
	@echo "make run        open the app (PORT=8501)"
	@echo "make test       check everything and run every test"
	@echo "make fuzz       try ten thousand odd inputs of every kind that people bring"
	@echo "make bench      measure speed, as ratios within one run"
	@echo "make pretrain   train the shipped checkpoints from scratch"
	@echo "make lint       check style, format and types; make format mends the first two"
	@echo "make clean      remove the environment and the caches; your runs stay"

run: .venv/installed
	@echo "Unrolled opens at http://localhost:$(PORT) (on your network: http://$$(uname -n):$(PORT)). Ctrl-C ends it."
	@$(VENV_PYTHON) -m streamlit run dashboard/app.py --server.port "$(PORT)" --logger.hideWelcomeMessage true

test: .venv/installed-dev tests/js/node_modules/installed chromium
	@$(MAKE) --no-print-directory --jobs 2 lint test-js
	$(VENV_PYTHON) -m pytest -m "not browser" --numprocesses 3 --dist loadfile --no-loadscope-reorder
	$(VENV_PYTHON) -m pytest -m browser --numprocesses 2 --dist loadgroup --no-loadscope-reorder --reruns 1

test-js: .venv/installed-dev
	$(NODE) --test --test-reporter=dot "tests/js/*.test.js"

fuzz: .venv/installed-dev
	$(VENV_PYTHON) -m pytest tests/fuzz --hypothesis-profile fuzz

bench: .venv/installed-dev chromium
	$(VENV_PYTHON) -m pytest tests/benchmarks -s

pretrain: .venv/installed
	$(VENV_PYTHON) -m core pretrain

lint: lint-python lint-js

lint-python: .venv/installed-dev
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m basedpyright --project .

lint-js: tests/js/node_modules/installed
	$(NODE) tests/js/node_modules/eslint/bin/eslint.js --config tests/js/eslint.config.js --max-warnings 0 assets/components tests/js
	$(NODE) tests/js/node_modules/typescript/bin/tsc --project tests/js

format: .venv/installed-dev
	$(VENV_PYTHON) -m ruff check --fix .
	$(VENV_PYTHON) -m ruff format .

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis tests/browser/failures tests/js/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- what must be there first ----

# $(call apt,PACKAGES) installs Debian packages where that needs no password, and fails elsewhere.
apt = { if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo=sudo; else false; fi \
	&& command -v apt-get >/dev/null && echo "Installing $(1) …" && $$sudo apt-get update -qq \
	&& $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $(1) >/dev/null; }

# $(call stop,SENTENCE) ends make with one sentence.
stop = { echo "$(1)" >&2; exit 1; }

$(VENV_PYTHON):
	@command -v "$(PYTHON)" >/dev/null \
		|| $(call stop,Python is missing ($(PYTHON)). Unrolled needs 3.11 or newer; name yours: make run PYTHON=/path/to/python3)
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| $(call stop,$(PYTHON) is $$("$(PYTHON)" -V 2>&1). Unrolled needs Python 3.11 or newer; name yours: make run PYTHON=python3.12)
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null || { \
		package=$$("$(PYTHON)" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		$(call apt,"$$package") || $(call stop,$(PYTHON) cannot build an environment yet. Install it: sudo apt-get install $$package); }
	"$(PYTHON)" -m venv --clear .venv

.venv/installed: requirements.txt | $(VENV_PYTHON)
	@! $(VENV_PYTHON) -m pip install --dry-run --no-deps --quiet --report - "$$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' $<)" 2>/dev/null \
		| grep -q '"nvidia-\|"cuda-' || [ "$$(uname)" != Linux ] \
		|| echo "The torch that pip finds brings several gigabytes of CUDA libraries, which Unrolled does not use. It works;" \
		"for the small build, press Ctrl-C and read Set-up in the README."
	$(VENV_PYTHON) -m pip install --disable-pip-version-check -r $<
	@echo "Compiling the cells …" && $(VENV_PYTHON) -c 'from core.nn.cells.family import prepare; prepare()'
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(VENV_PYTHON) -m pip install --disable-pip-version-check -r $<
	@touch $@

tests/js/node_modules/installed: tests/js/package-lock.json | .venv/installed-dev
	.venv/bin/npm ci --prefix tests/js
	@mkdir -p $(@D) && touch $@

chromium:
	@[ -n "$$CHROMIUM" ] || command -v chromium-headless-shell >/dev/null || $(call apt,chromium-headless-shell) \
		|| command -v chromium >/dev/null || command -v google-chrome >/dev/null || $(call apt,chromium) \
		|| $(call stop,The browser tests need Chromium. Install it (Debian: sudo apt-get install chromium) or name yours: make test CHROMIUM=/path/to/chrome)
	@! command -v apt-get >/dev/null || fc-list :lang=zh 2>/dev/null | grep -q . || $(call apt,fontconfig fonts-noto-cjk) \
		|| echo "Chinese will show as boxes in screenshots; this mends it: sudo apt-get install fonts-noto-cjk"
