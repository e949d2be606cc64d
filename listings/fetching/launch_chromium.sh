#!/bin/sh
# What Playwright takes for the browser: it can start a program, but not one of another user
exec "$LAUNCHER_PYTHON" -I "${0%/*}/chromium_launcher.py" "$@"
