#!/usr/bin/env bash
# Lint, formatting, types and import directions.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "==> ruff"
.venv/bin/ruff check .
.venv/bin/ruff format --check .
echo "==> mypy"
.venv/bin/mypy
echo "==> import directions"
.venv/bin/lint-imports
