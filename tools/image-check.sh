#!/bin/sh
# Build the Dockerfile without a Docker engine, start the image as Docker would, wait for its health check, stop it.
# Needs Debian and root. All that it keeps is in one cache folder; remove that to begin afresh.
# shellcheck disable=SC1091,SC2013,SC2016,SC2046,SC2086 # settings of the image and of pip are several words each
set -eu
cd "$(dirname "$0")/.."

SUITE=bookworm
HEALTHY_WITHIN=60 # seconds
STOPPED_WITHIN=10 # seconds
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/waymark/image-check
BASE=localhost/waymark-base:$SUITE
IMAGE=localhost/waymark:check-$$
export BUILDAH_ISOLATION=chroot

say() { echo "image-check: $1"; }
fail() {
    echo "image-check failed: $1" >&2
    exit 1
}
seconds() { echo $(($(date +%s) - began)); }
# Runs a step in silence: one line when it is done, or the end of its output and one line that names it.
step() {
    name=$1 began=$(date +%s)
    shift
    if ! "$@" >"$scratch/log" 2>&1 </dev/null; then
        tail -n 20 "$scratch/log" >&2
        [ ! -e "$scratch/bot.log" ] || tail -n 20 "$scratch/bot.log" >&2
        fail "could not $name"
    fi
    say "$name: done in $(seconds) s"
}
tidy() {
    [ -z "${unshared:-}" ] || kill -KILL "$unshared" 2>/dev/null || true
    image_tool rm "$container" >/dev/null 2>&1 || true
    image_tool rmi "$IMAGE" >/dev/null 2>&1 || true
    rm -rf "$scratch"
}
image_tool() { buildah --storage-driver vfs --root "$CACHE/storage" --runroot "$CACHE/run" "$@"; }
image_says() { image_tool inspect --type image --format "$1" "$IMAGE"; }

has_tools() { command -v buildah && command -v debootstrap && command -v ip; } >/dev/null
install_tools() {
    apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            buildah debootstrap iproute2
}

# The mirror that this machine's own apt uses.
apt_mirror() {
    here=$(. /etc/os-release && echo "$VERSION_CODENAME")
    apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' |
        awk -v here="$here" '$1 == here && $2 == "main" { print $3; exit }'
}
make_base() {
    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates \
        "$SUITE" "$scratch/base" "$(apt_mirror)" &&
        rm -rf "$scratch/base/var/cache/apt" "$scratch/base/var/lib/apt/lists" &&
        bare=$(image_tool from scratch) &&
        image_tool add --quiet "$bare" "$scratch/base" / &&
        image_tool commit --quiet --rm "$bare" "$BASE"
}

# All that pip is told on this machine, the environment first, as one pip.conf.
pip_settings() {
    echo "[global]"
    "${PYTHON:-python3}" -m pip config list 2>/dev/null |
        sed -n "s/\\\\n/ /g; s/^[^.]*\.\([^=]*\)='\(.*\)'\$/\1 = \2/p" | awk '!seen[$1]++'
}
# That file, and the files and folders that it names, shown to the build where they are here.
pip_volumes() {
    echo "--volume $scratch/pip.conf:/etc/pip.conf:ro"
    for word in $(sed 's/^[^=]*= *//' "$scratch/pip.conf"); do
        path=${word#file://}
        path=${path%/} path=${path%/simple} # an index points at the files beside it
        case $path in /*) [ ! -e "$path" ] || echo "--volume $path:$path:ro" ;; esac
    done | sort -u
}
build() {
    pip_settings >"$scratch/pip.conf"
    # Docker's own image format is the only one that keeps HEALTHCHECK.
    image_tool build --format docker --pull=never --build-arg "BASE=$BASE" --tag "$IMAGE" \
        $(pip_volumes) . &&
        image_tool from --pull=never --name "$container" "$IMAGE"
}
is_lean() { [ ! -e "$root/venv/bin/pip" ] && [ ! -e "$root/app/tests" ] && [ ! -e "$root/app/.env" ]; }

# Starts a command in the image: own processes and network, a read-only root, a small /tmp, two volumes with
# the owner that the image gives them, the image's own user, no capability. The playground is not in the image, and
# there is no Telegram here: it is lent to the bot in /tmp.
start() {
    exec unshare --mount --pid --net --ipc --fork --kill-child sh -ec '
        root=$1 volumes=$2 playground=$3
        shift 3
        for name in data keys; do
            mkdir -p "$volumes/$name"
            chown --reference="$root/$name" "$volumes/$name"
            chmod --reference="$root/$name" "$volumes/$name"
        done
        mount --bind "$root" "$root"
        mount -o remount,bind,ro "$root"
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount -t tmpfs -o size=16m,mode=1777,noexec,nosuid,nodev tmpfs "$root/tmp"
        mkdir -p "$root/tmp/lent/playground"
        mount --bind "$playground" "$root/tmp/lent/playground"
        mount --bind "$volumes/data" "$root/data"
        mount --bind "$volumes/keys" "$root/keys"
        ip link set lo up
        exec "$@"' start "$root" "$scratch" "$PWD/playground" $inside "$@"
}
# Runs a command beside the bot, in its namespaces.
beside() { nsenter --target "$bot" --mount --pid --net --ipc $inside "$@"; }

keeps_its_data() {
    (start $entry migrate) && (start $entry migrate) &&
        [ "$(stat -c %a "$scratch/keys/waymark.key")" = 600 ] &&
        [ -s "$scratch/data/waymark.db" ] &&
        ! grep -q 'SQLite format 3' "$scratch/data/waymark.db"
}
# The bot is the only child of unshare, and process 1 in its own namespace.
find_bot() {
    until bot=$(cat "/proc/$unshared/task/$unshared/children") && [ -n "$bot" ]; do
        [ -d "/proc/$unshared" ] && [ "$(seconds)" -lt "$HEALTHY_WITHIN" ] || return 1
        sleep 0.1
    done
    bot=${bot% }
}
becomes_healthy() {
    find_bot || return 1
    until beside $health >/dev/null 2>&1; do
        if [ ! -d "/proc/$bot" ] || [ "$(seconds)" -ge "$HEALTHY_WITHIN" ]; then
            beside $health
            return
        fi
        sleep 0.5
    done
}
answers() {
    beside python -c 'from urllib.request import urlopen; urlopen("http://127.0.0.1:8080/", timeout=5)'
}
stops_cleanly() {
    kill -TERM "$bot"
    while [ -d "/proc/$bot" ]; do
        [ "$(seconds)" -lt "$STOPPED_WITHIN" ] || return 1
        sleep 0.1
    done
    wait "$unshared" && ! grep Traceback "$scratch/bot.log"
}
megabytes() { du --summarize --block-size=1M "$1" | cut -f1; }

[ "$(id -u)" = 0 ] || fail "it must run as root"
[ -e /etc/debian_version ] || fail "it needs Debian"
scratch=$(mktemp -d) container=waymark-check-$$
chmod 711 "$scratch" # the image's user has to reach the volumes
trap tidy EXIT
trap 'exit 130' INT TERM

has_tools || step "install the tools" install_tools
image_tool inspect --type image "$BASE" >/dev/null 2>&1 || step "make the Debian base, kept in $CACHE" make_base
step "build the image" build

root=$(image_tool mount "$container")
step "keep installer, tests and secrets out" is_lean
user=$(image_says '{{.OCIv1.Config.User}}')
case $user in [1-9]*:[1-9]*) ;; *) fail "the image runs as the user \"$user\"" ;; esac
entry=$(image_says '{{range .OCIv1.Config.Entrypoint}}{{.}} {{end}}')
command=$(image_says '{{range .OCIv1.Config.Cmd}}{{.}} {{end}}')
health=$(image_says '{{range .Docker.Config.Healthcheck.Test}}{{.}} {{end}}')
health=${health#CMD } health=${health% }
inside="chroot $root env -i --chdir=$(image_says '{{.OCIv1.Config.WorkingDir}}')
    $(image_says '{{range .OCIv1.Config.Env}}{{.}} {{end}}') PYTHONPATH=/tmp/lent
    setpriv --reuid=${user%:*} --regid=${user#*:} --clear-groups
    --no-new-privs --inh-caps=-all --bounding-set=-all"

step "make a key and an encrypted database, as user $user on a read-only root" keeps_its_data
start $entry $command >"$scratch/bot.log" 2>&1 </dev/null &
unshared=$!
step "become healthy by its own check, $health" becomes_healthy
step "answer on 127.0.0.1" answers
memory=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$bot/status")
step "stop within $STOPPED_WITHIN s of SIGTERM, with exit code 0" stops_cleanly
say "the image is $(megabytes "$root") MB (venv $(megabytes "$root/venv"), app $(megabytes "$root/app")); the bot used $memory MB of memory"
