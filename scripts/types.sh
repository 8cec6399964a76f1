#!/usr/bin/env bash
# Checks the types twice, since there are two environments: what needs Rasa against .venv-rasa, all else against .venv.
# mypy itself is in .venv only. Says how many of all functions are fully typed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

needs_rasa=(actions bot/encoder bot/nlu bot/rasa_server bot/tuning benchmarks/comparison benchmarks/soak_plot.py benchmarks/stock_server.py evaluation)
needs_rasa+=(tests/actions tests/benchmarks/comparison tests/encoder tests/evaluation tests/nlu tests/rasa_server)
needs_rasa+=(tests/tuning tests/test_catalogue.py)

existing=()
for path in "${needs_rasa[@]}"; do
    if [ -e "$path" ]; then existing+=("$path"); fi
done
excluded=$(printf '|%s' "${needs_rasa[@]}")
result=0
echo "with .venv:"
.venv/bin/mypy . --exclude "^(${excluded:1})(/|$)" || result=1
echo "with .venv-rasa:"
.venv/bin/mypy --python-executable .venv-rasa/bin/python --python-version 3.10 "${existing[@]}" || result=1
exit $result
