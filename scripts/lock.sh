#!/usr/bin/env bash
# Resolves pyproject.toml into the lock files of the two environments: requirements/{gateway,rasa}{,-dev}.lock. A
# development lock agrees with its runtime lock on every package they share.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/.venv-tools/bin:$PATH
options=(--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet)

lock() { # name of the environment, group of its development packages, options
    local name=$1 group=$2
    shift 2
    echo "==> requirements/$name.lock, requirements/$name-dev.lock"
    uv pip compile pyproject.toml "${options[@]}" "$@" --group "$name" -o "requirements/$name.lock"
    uv pip compile pyproject.toml "${options[@]}" "$@" --group "$name" --group "$group" \
        --constraint "requirements/$name.lock" -o "requirements/$name-dev.lock"
}

# For every Python from 3.11 on; for 3.10 alone.
lock gateway dev --universal --python-version 3.11
lock rasa test --python-version 3.10
