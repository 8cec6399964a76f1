#!/usr/bin/env bash
# Resolves pyproject.toml into the two lock files; the development one agrees with the other on every shared package.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venv-tools/bin/uv)
options=(--python-version 3.10 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet)
"$uv" pip compile pyproject.toml "${options[@]}" -o requirements.lock
"$uv" pip compile pyproject.toml "${options[@]}" --group dev --constraint requirements.lock -o requirements-dev.lock
