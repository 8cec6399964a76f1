#!/usr/bin/env bash
# Builds .venv, a locked Python 3.10 environment. Usage: scripts/bootstrap.sh runtime|dev
# Does nothing where the environment already holds what the lock file says.
set -euo pipefail
cd "$(dirname "$0")/.."

UV_VERSION=0.13.9
kind=${1:-runtime}
case $kind in
    runtime) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "Usage: $0 runtime|dev" >&2; exit 2 ;;
esac

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf '\nNot done: %s\n' "$*" >&2; exit 1; }

is_310() { "$1" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

# A working 3.10: on PATH, else from pyenv. A pyenv shim on PATH may exist and still refuse to run, so each is tried.
find_python() {
    local candidate
    for candidate in "$(command -v python3.10 || true)" \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python3.10 "$HOME"/.pyenv/versions/3.10*/bin/python3.10; do
        if [ -n "$candidate" ] && [ -x "$candidate" ] && is_310 "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    if command -v uv >/dev/null; then
        candidate=$(uv python find 3.10 2>/dev/null || { uv python install 3.10 >&2 && uv python find 3.10; } || true)
        if [ -n "$candidate" ] && is_310 "$candidate"; then
            echo "$candidate"
        fi
    fi
}

# The dev environment holds everything of the runtime's, so `make run` after `make test` installs nothing.
wanted=$(sha256sum "$lock" | cut -d' ' -f1)
have=$(cat .venv/.lock-runtime .venv/.lock-dev 2>/dev/null || true)
if [ -x .venv/bin/python ] && grep -qx "$kind $wanted" <<<"$have"; then
    exit 0
fi

python=$(find_python)
[ -n "$python" ] || fail "no working Python 3.10 was found, and Rasa runs on no newer one.
Looked on PATH, under pyenv (${PYENV_ROOT:-$HOME/.pyenv}) and asked uv. Install it in one of these ways and try again:
  uv python install 3.10        (uv: pip install uv)
  pyenv install 3.10"
say "Python 3.10: $python"

if [ ! -x .venv/bin/python ] || ! is_310 .venv/bin/python; then
    rm -rf .venv
    "$python" -m venv .venv || fail "could not create .venv with $python (on Debian: apt-get install python3-venv)."
fi

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    say "Installing uv $UV_VERSION (the package installer) into .venv-tools"
    [ -x .venv-tools/bin/uv ] || { "$python" -m venv .venv-tools && .venv-tools/bin/pip install -q "uv==$UV_VERSION"; } \
        || fail "could not install uv; is the package index reachable?"
    uv=.venv-tools/bin/uv
fi

say "Installing the packages of $lock into .venv (about 2 GB, a minute or two the first time)"
"$uv" pip sync --python .venv/bin/python --require-hashes "$lock" || fail "the packages could not be installed; see above."
say "Compiling them, so that the first start is as quick as the next"
.venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
rm -f .venv/.lock-runtime .venv/.lock-dev
echo "$kind $wanted" > ".venv/.lock-$kind"
if [ "$kind" = dev ]; then
    echo "runtime $(sha256sum requirements.lock | cut -d' ' -f1)" > .venv/.lock-runtime
fi
