#!/usr/bin/env bash
# Every check and test, in both environments, with progress; ends with one clear line.
# Usage: scripts/test.sh [--fast] [pytest's arguments]. --fast: only what is quick and needs .venv alone, without checks.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
failed=()

finish() {
    if [ ${#failed[@]} -gt 0 ]; then
        printf '\n'
        printf 'FAILED: %s\n' "${failed[@]}"
        exit 1
    fi
    printf '\n%s\n' "$1"
    exit 0
}

if [ "${1:-}" = --fast ]; then
    shift
    .venv/bin/python -m pytest --quiet --numprocesses 2 -m "not service and not slow" --ignore tests/browser "$@" \
        || failed+=("tests in .venv")
    finish "The quick tests passed. make test runs the others."
fi

# An environment alone cannot reach the floor of coverage: both are added up at the end.
tests_in() { # environment, name of its coverage data
    echo "==> tests in $1"
    COVERAGE_FILE=.coverage.$2 "$1/bin/python" -m pytest --cov --cov-report= --cov-fail-under=0 "${@:3}"
    case $? in
        0) ;;
        5) [ $# -gt 2 ] || failed+=("no test in $1") ;; # those that were asked for are of the other environment
        *) failed+=("tests in $1") ;;
    esac
}

TYPES=--report scripts/check.sh || failed+=("checks")
echo "==> widget"
scripts/widget.sh check || failed+=("widget")
echo "==> model"
.venv/bin/python -m bot.run.training || failed+=("training")
echo "==> browser"
scripts/chromium.sh
rm -f .coverage .coverage.*
tests_in .venv gateway "$@"
tests_in .venv-rasa rasa "$@"
if [ $# = 0 ]; then
    echo "==> coverage of both"
    .venv/bin/coverage combine --quiet
    .venv/bin/coverage report --skip-covered --skip-empty || failed+=("coverage")
fi
finish "All checks and tests passed."
