#!/bin/bash
# The JavaScript test tools, pinned in tests/package-lock.json.
set -eu
cd "$(dirname "$0")"
if [ -f node_modules/.ok ] && [ node_modules/.ok -nt package-lock.json ]; then
	exit 0
fi
npm ci --no-audit --no-fund --silent
touch node_modules/.ok
