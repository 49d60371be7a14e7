#!/bin/sh
# Make the virtual environment where it is missing, and install one hash-locked file into it.
# Usage: install.sh PYTHON VENV REQUIREMENTS. Every failure is one line that says what to do.
python=$1 venv=$2 requirements=$3

say() { echo "$1" >&2; exit 1; }

if [ ! -x "$venv/bin/python" ]; then
    command -v "$python" >/dev/null 2>&1 ||
        say "Python is missing: install Python 3.11 or newer, or say where it is: make PYTHON=/path/to/python3"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        say "$("$python" --version 2>&1) is too old: Waymark needs Python 3.11 or newer (make PYTHON=/path/to/python3)"
    "$python" -m venv "$venv" >/dev/null 2>&1 ||
        say "The folder $venv could not be made: is the module venv installed (Debian: apt install python3-venv), and is there room?"
fi

echo "Installing $requirements (once; this needs the network) ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
    --only-binary=:all: \
    -r "$requirements" >"$log" 2>&1 && exit 0
if grep -qiE 'no matching distribution|could not find a version' "$log" && ! grep -qiE 'name resolution|unreachable|retr|connection|timed out|proxy' "$log"; then
    say "There is no ready-made package for $("$venv/bin/python" --version 2>&1) on $(uname -sm): Waymark needs Python 3.11 to 3.14 and 64 bits. ($requirements)"
fi
if grep -qiE 'name resolution|network is unreachable|connection|timed out|retries|no matching distribution|proxy' "$log"; then
    say "The packages could not be fetched: is there a network? ($requirements)"
fi
say "The install of $requirements failed: $(grep -i error "$log" | tail -1)"
