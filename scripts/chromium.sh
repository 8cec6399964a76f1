#!/usr/bin/env bash
# Installs the distribution's Chromium for the browser tests where there is none and it can be done without asking.
# Where it cannot, the tests that need it are skipped and say so.
set -euo pipefail
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium from the distribution"
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } >/dev/null 2>&1 || true
fi
if ! command -v chromium >/dev/null; then
    echo "There is no Chromium, so the browser tests are skipped. Install the system's package \`chromium\`." >&2
fi
