#!/usr/bin/env bash
# Sets up the two environments of the lock files: .venv (gateway and developers) and .venv-rasa (Rasa and the actions).
# Usage: scripts/bootstrap.sh runtime|dev
# Does nothing where both already hold what their lock files say. Needs any Python 3, or uv; gets the rest itself.
set -euo pipefail
cd "$(dirname "$0")/.."

UV_VERSION=0.13.9
# The Pythons that the gateway has been run on, the preferred first. Rasa runs on 3.10 and no newer one.
GATEWAY_PYTHONS="3.13 3.12 3.11"
RASA_PYTHONS="3.10"
TOOLS=.venv-tools
# The system's certificates, as pip and curl use them: an organisation may have added its own.
export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true}

kind=${1:-runtime}
case $kind in
    runtime) suffix="" ;;
    dev) suffix="-dev" ;;
    *) echo "Usage: $0 runtime|dev" >&2; exit 2 ;;
esac

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf '\nNot done: %s\n' "$*" >&2; exit 1; }

digest() { sha256sum "$1" | cut -d' ' -f1; }

# An environment's note `.installed` has a line for each kind that it satisfies: the kind and its lock file's digest.
installed() { # folder, name of the locks
    [ -x "$1/bin/python" ] && grep -qsx "$kind $(digest "requirements/$2$suffix.lock")" "$1/.installed"
}

# Whether a program is a Python of a version that has what a system's stripped-down one may lack. A pyenv shim on PATH
# may exist and still refuse to run, so each is tried.
is_python() { # program, version
    [ -n "$1" ] && [ -x "$1" ] && "$1" -c "
import ssl, sqlite3, sys, zlib
sys.exit('%d.%d' % sys.version_info[:2] != '$2')" >/dev/null 2>&1
}

# The first of some versions that is on PATH, else under pyenv, else that uv has or can fetch.
find_python() { # versions, the preferred first
    local version candidate
    for version in $1; do
        for candidate in "$(command -v "python$version" || true)" "$(command -v python3 || true)" \
            "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/"python$version"; do
            if is_python "$candidate" "$version"; then
                echo "$candidate"
                return
            fi
        done
    done
    for version in $1; do
        candidate=$("$uv" python find --no-project "$version" 2>/dev/null || true)
        if is_python "$candidate" "$version"; then
            echo "$candidate"
            return
        fi
    done
    version=${1%% *}
    say "There is no Python $version here: uv fetches it" >&2
    "$uv" python install "$version" >&2 || return 0
    candidate=$("$uv" python find --no-project "$version" 2>/dev/null || true)
    if is_python "$candidate" "$version"; then echo "$candidate"; fi
}

any_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python3.9 python \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3; do
        candidate=$(command -v "$candidate" || true)
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
}

works() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }

# uv: the one on PATH, else the project's own, else brought into the project's own tools folder.
find_uv() {
    local candidate python
    for candidate in "$(command -v uv || true)" "$TOOLS/bin/uv"; do
        if works "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    python=$(any_python)
    [ -n "$python" ] || fail "there is neither a Python 3 nor uv here. Install either (on Debian and Ubuntu:
  apt-get install python3 python3-venv) and try again. Everything else is fetched."
    say "Bringing uv $UV_VERSION, the package installer, into $TOOLS with $python" >&2
    rm -rf "$TOOLS"
    # Debian's Python may lack what a virtual environment needs (python3-venv), and have pip all the same.
    if "$python" -m venv "$TOOLS" >/dev/null 2>&1 && "$TOOLS/bin/python" -m pip install -q "uv==$UV_VERSION" >&2; then
        :
    elif rm -rf "$TOOLS" && "$python" -m pip install -q --target "$TOOLS" "uv==$UV_VERSION" >&2; then
        :
    else
        rm -rf "$TOOLS"
        fail "uv could not be installed with $python.
It needs venv or pip (on Debian and Ubuntu: apt-get install python3-venv), and a package index that can be reached.
A uv installed in any other way is used as well, where it is on PATH."
    fi
    works "$TOOLS/bin/uv" || fail "the uv in $TOOLS does not run on this machine. Install uv, put it on PATH and try again."
    echo "$TOOLS/bin/uv"
}

set_up() { # folder, name of the locks, versions of Python, what it is for
    local folder=$1 name=$2 versions=$3 purpose=$4 lock=requirements/$2$suffix.lock python=""
    for version in $versions; do
        if is_python "$folder/bin/python" "$version"; then python=$folder/bin/python; fi
    done
    if [ -z "$python" ]; then
        python=$(find_python "$versions")
        [ -n "$python" ] || fail "no working Python was found $purpose: it takes ${versions// / or }.
Looked on PATH, under pyenv (${PYENV_ROOT:-$HOME/.pyenv}) and asked uv, which could not fetch one.
Install it in one of these ways and try again:
  $uv python install ${versions%% *}
  pyenv install ${versions%% *}"
        say "$folder, $purpose: $("$python" --version) ($python)"
        rm -rf "$folder"
        "$uv" venv --quiet --no-project --python "$python" "$folder" || fail "could not create $folder with $python."
    fi
    say "Installing the packages of $lock into $folder"
    rm -f "$folder/.installed"
    # Compiled here, so that the first start is as quick as the next.
    "$uv" pip sync --python "$folder/bin/python" --require-hashes --compile-bytecode "$lock" \
        || fail "the packages of $lock could not be installed; see above."
    # The development packages hold all of the runtime's, so `make run` after `make test` installs nothing.
    {
        echo "runtime $(digest "requirements/$name.lock")"
        [ "$kind" = runtime ] || echo "dev $(digest "requirements/$name-dev.lock")"
    } >"$folder/.installed"
}

if installed .venv gateway && installed .venv-rasa rasa; then
    exit 0
fi
say "Setting up two environments (about 2.3 GB, a minute or two the first time)"
uv=$(find_uv)
installed .venv gateway || set_up .venv gateway "$GATEWAY_PYTHONS" "for the gateway"
installed .venv-rasa rasa || set_up .venv-rasa rasa "$RASA_PYTHONS" "for Rasa and the actions"
