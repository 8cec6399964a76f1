#!/usr/bin/env bash
# Checks the types twice, since there are two environments: what needs Rasa against .venv-rasa, all else against .venv.
# mypy itself is in .venv only. With --report it says as well how many of all functions are typed, which takes longer.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

needs_rasa=(actions bot/encoder bot/nlu bot/rasa_server bot/tuning benchmarks/comparison benchmarks/soak_plot.py benchmarks/stock_server.py evaluation)
needs_rasa+=(tests/actions tests/benchmarks/comparison tests/encoder tests/evaluation tests/nlu tests/rasa_server)
needs_rasa+=(tests/tuning tests/test_catalogue.py)

existing=()
for path in "${needs_rasa[@]}"; do
    if [ -e "$path" ]; then existing+=("$path"); fi
done
report=()
if [ "${1:-}" = --report ]; then
    report=(--linecount-report)
fi
excluded=$(printf '|%s' "${needs_rasa[@]}")
result=0
echo "with .venv:"
.venv/bin/mypy . --exclude "^(${excluded:1})(/|$)" "${report[@]/%/=var/types/gateway}" || result=1
echo "with .venv-rasa:"
.venv/bin/mypy --python-executable .venv-rasa/bin/python --python-version 3.10 "${report[@]/%/=var/types/rasa}" \
    "${existing[@]}" || result=1
if [ ${#report[@]} -gt 0 ]; then
    awk '/ total$/ { all += $3; typed += $4 }
        END { printf "%d of %d functions are typed: %.1f %%\n", typed, all, 100 * typed / all }' var/types/*/linecount.txt
fi
exit $result
