#!/usr/bin/env bash
# Lint, formatting, types, import directions, spelling, shell and YAML.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
failed=()

check() { # name, command
    local name=$1
    shift
    echo "==> $name"
    "$@" || failed+=("$name")
}

check "ruff" .venv/bin/ruff check .
check "formatting" .venv/bin/ruff format --check .
check "types" scripts/types.sh ${TYPES:+"$TYPES"}
check "import directions" .venv/bin/lint-imports
check "spelling" .venv/bin/codespell -D - -D scripts/american.txt
check "YAML" .venv/bin/yamllint --strict .
check "shell" .venv/bin/shellcheck scripts/*.sh .ci/run

if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[@]}"
    exit 1
fi
