#!/usr/bin/env bash
# Every check and test, with progress; ends with one clear line.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()
scripts/check.sh || failed+=("checks")
echo "==> widget"
scripts/widget.sh check || failed+=("widget")
echo "==> model"
.venv/bin/python -m bot.run.training || failed+=("training")
echo "==> browser"
scripts/chromium.sh
echo "==> tests"
.venv/bin/python -m pytest "$@" || failed+=("tests")
if [ ${#failed[@]} -gt 0 ]; then
    printf '\nFAILED: %s\n' "${failed[*]}"
    exit 1
fi
printf '\nAll checks and tests passed.\n'
