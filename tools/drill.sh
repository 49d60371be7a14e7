#!/bin/sh
# The drill: back up what DATABASE_URL names while the bot runs, restore it elsewhere with a copy of the key, look
# whether it opens, and throw it away. Its word is the file with the copy of the key, or an empty PostgreSQL database.
set -eu
cd "$(dirname "$0")/.."
umask 077
: "${DATABASE_URL:=sqlite:///data/waymark.db}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say() { echo "drill: $1"; }
fail() {
    echo "drill failed: $1" >&2
    exit 1
}

sqlite() {
    [ -r "$1" ] || fail "name the file with the copy of the key; if you can't find it, you have no backup."
    DATABASE_URL=$DATABASE_URL ./waymark backup "$scratch/copy.db"
    elsewhere="sqlite:////${scratch#/}/restored/waymark.db"
    DATABASE_URL=$elsewhere DATA_KEY_FILE=$1 ./waymark restore "$scratch/copy.db"
    DATABASE_URL=$elsewhere DATA_KEY_FILE=$1 ./waymark migrate
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$scratch/other.key"
    if DATABASE_URL=$elsewhere DATA_KEY_FILE=$scratch/other.key ./waymark migrate 2>/dev/null; then
        fail "another key opens it, too."
    fi
    say "with another key it does not open."
}
rows() { psql "$1" -Atqc "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM deliveries)"; }
postgresql() {
    [ -n "$1" ] || fail "name an empty PostgreSQL database."
    pg_dump --format=custom --dbname="$DATABASE_URL" >"$scratch/copy.dump"
    pg_restore --no-owner --exit-on-error --dbname "$1" "$scratch/copy.dump"
    DATABASE_URL=$1 ./waymark migrate
    [ "$(rows "$DATABASE_URL")" = "$(rows "$1")" ] || say "people wrote meanwhile: the rows are not the same."
    say "people and deliveries in the copy: $(rows "$1")."
}

case $DATABASE_URL in postgresql*) postgresql "${1:-}" ;; *) sqlite "${1:-}" ;; esac
say "the backup can be restored."
