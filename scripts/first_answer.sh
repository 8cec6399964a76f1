#!/usr/bin/env bash
# Times the way from a clean clone to the first answer, stage by stage. Usage: scripts/first_answer.sh [--cold]
# --cold downloads every package again, as on a new machine; without it, uv's cache on this machine is used.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
patience=3600 # seconds a stage may take

stop() {
    if [ -n "${run:-}" ] && kill -0 "$run" 2>/dev/null; then
        # make tells the launcher, which stops what it started. Told twice, the launcher would not finish that.
        kill -TERM "$run" 2>/dev/null || true
        wait "$run" 2>/dev/null || true
        kill -KILL -- "-$run" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

now() { date +%s.%N; }
stage() { # name: seconds since the stage before
    local moment
    moment=$(now)
    awk -v name="$1" -v from="$last" -v to="$moment" 'BEGIN { printf "%-34s %7.1f s\n", name, to - from }'
    last=$moment
}
until_true() { # waits until a command succeeds
    local deadline=$((SECONDS + patience))
    until "$@" >/dev/null 2>&1; do
        if ! kill -0 "$run" 2>/dev/null || [ "$SECONDS" -gt "$deadline" ]; then
            printf 'make run did not get there. The end of what it said:\n' >&2
            tail -n 20 "$work/run.log" >&2
            exit 1
        fi
        sleep 0.1
    done
}

read -r port rasa actions < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for each in sockets:
    each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in sockets))')
address=http://127.0.0.1:$port
[ "${1:-}" = --cold ] && export UV_CACHE_DIR="$work/cache"
unset KUNTOUTUSNEUVO_VAR VIRTUAL_ENV

first=$(now)
last=$first
git clone --quiet --no-hardlinks "$root" "$work/clone"
cd "$work/clone"
printf 'commit %s, %s\n' "$(git rev-parse --short HEAD)" "$([ "${1:-}" = --cold ] && echo 'no package cache' || echo "packages from uv's cache where it has them")"
stage "clone"
PORT=$port RASA_PORT=$rasa ACTION_PORT=$actions setsid make run >"$work/run.log" 2>&1 </dev/null &
run=$!
until_true test -e .venv-rasa/.installed
stage "environments"
until_true test -e models/kuntoutusneuvo.sha256
stage "training"
until_true curl -fs "$address/readyz"
stage "start"
answer=$(curl -fs "$address/api/v1/messages" \
    -H "Authorization: Bearer $(cat var/dev-partner-key)" -H "Content-Type: application/json" \
    -d '{"conversation_id": null, "text": "Paljonko taksimatka maksaa?"}')
stage "first answer"
last=$first
stage "from clone to first answer"
printf 'topic of the answer: %s\n' "$(python3 -c 'import json, sys; print(json.loads(sys.argv[1])["topic"])' "$answer")"
