# `make run` serves the assistant, `make test` checks it; both install what they need. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# The gateway's and the developers' environment, and Rasa's (docs/adr/0018).
PYTHON := .venv/bin/python
RASA := .venv-rasa/bin/python
export RASA_TELEMETRY_ENABLED := false

.PHONY: help setup setup-dev run train encoder test test-fast check evaluate thresholds benchmark languages latency profile soak \
	widget widget-figures screenshots first-answer rules-table lock clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## Install what the assistant needs to run
	@scripts/bootstrap.sh runtime

setup-dev: ## Install that and the tools for development
	@scripts/bootstrap.sh dev

run: setup ## Train if the data changed, then serve at http://127.0.0.1:8080 (PORT=... changes it)
	@$(PYTHON) -m bot.run.launcher

train: setup ## Train the model if the data changed
	@$(PYTHON) -m bot.run.training

encoder: setup ## Fit the sentence encoder to changed examples, from where it is (about 10 minutes)
	@$(RASA) -m bot.tuning

test: setup-dev ## Run every check and test, in both environments
	@scripts/test.sh

test-fast: setup-dev ## Run the quick tests in .venv (under a minute)
	@scripts/test.sh --fast

check: setup-dev ## Lint, types, import directions, spelling, YAML and shell only
	@scripts/check.sh

# Quiet libraries: these load Rasa into their own process.
encoder evaluate thresholds benchmark languages: export PYTHONWARNINGS := ignore
encoder evaluate thresholds benchmark languages: export TF_CPP_MIN_LOG_LEVEL := 3

evaluate: setup-dev train ## Measure what people get; fails where too much is confidently wrong
	@$(RASA) -m evaluation.evaluate

thresholds: setup-dev ## Fit the bounds of the decision on examples held out, into data/fitted.yml (minutes)
	@$(RASA) -m evaluation.thresholds

benchmark: setup-dev ## Compare this pipeline with the alternatives (hours the first time; then only what changed)
	@$(RASA) -m benchmarks.comparison

languages: setup-dev ## Measure the language identification on MASSIVE
	@$(RASA) -m evaluation.languages

latency: setup-dev train ## Measure latency, throughput and memory of the whole assistant (about 3 minutes)
	@$(PYTHON) -m benchmarks.latency

profile: setup-dev train ## Show where a message spends its time (about 4 minutes)
	@$(PYTHON) -m benchmarks.profile

soak: setup-dev train ## Send 20,000 messages and watch memory and latency (about 6 minutes)
	@$(PYTHON) -m benchmarks.soak

widget: ## Build the chat widget's bundle (needs Node.js 18 or newer)
	@scripts/widget.sh build

widget-figures: setup-dev ## Measure the chat widget in Chromium (Lighthouse only where there is Node.js)
	@scripts/chromium.sh
	@! command -v npm >/dev/null || npm ci --silent --prefix benchmarks/lighthouse
	@$(PYTHON) -m benchmarks.widget

screenshots: setup-dev train ## Take the pictures of the widget for the documentation
	@scripts/chromium.sh
	@$(PYTHON) -m scripts.screenshots --docs

first-answer: ## Time the way from a clean clone to the first answer
	@scripts/first_answer.sh

rules-table: setup ## Print every dated amount and limit with its source
	@$(PYTHON) -m bot.rules.table

lock: setup-dev ## Resolve the dependencies of both environments anew
	@scripts/lock.sh

clean: ## Remove the environments, the model and everything else that was made
	rm -rf .venv .venv-rasa .venv-tools models var .rasa widget/node_modules benchmarks/lighthouse/node_modules
