#!/usr/bin/env bash
# Builds the widget's types and bundle, or checks them: format, types, unit tests, and that the committed ones are what
# the gateway's description and the source give. Usage: scripts/widget.sh build|check
# Only this needs Node.js; the assistant runs without. Where it is missing and cannot be installed, the check is skipped.
set -euo pipefail
cd "$(dirname "$0")/../widget"
OLDEST_NODE=18

has_node() {
    command -v npm >/dev/null && node -e "process.exit(parseInt(process.versions.node) < $OLDEST_NODE ? 1 : 0)" 2>/dev/null
}

if ! has_node && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Node.js and npm from the distribution"
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends nodejs npm; } >/dev/null 2>&1 || true
fi
if ! has_node; then
    echo "The widget needs Node.js $OLDEST_NODE or newer and npm, and they are not here." >&2
    if [ "${1:-}" = check ]; then
        echo "Skipped: the widget's own checks. The committed bundle is used as it is." >&2
        exit 0
    fi
    exit 1
fi

# The packages are those of the lock file, installed anew only when it changes.
wanted=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.lock 2>/dev/null || true)" != "$wanted" ]; then
    npm ci --no-progress
    echo "$wanted" >node_modules/.lock
fi

case ${1:-} in
    build)
        # The gateway describes its endpoints, and the types follow; without the environment they stay as committed.
        if [ -x ../.venv/bin/python ]; then
            (cd .. && .venv/bin/python -m bot.gateway --describe /widget) >openapi.json
            npm run --silent types
        fi
        npm run --silent build
        ;;
    check) npm run --silent lint && npm test --silent && npm run --silent check ;;
    *) echo "Usage: $0 build|check" >&2; exit 2 ;;
esac
