#!/usr/bin/env bash
# Shows that a bare machine is enough: in a fresh python:3.11-slim-bookworm container, with git and make added and nothing
# else, a clone of this repository runs `make demo` (and what else is named). Says what was installed on the way, what was
# written outside the clone, and which processes were left. Exit 0 only if every target succeeded and left nothing running.
#
#   scripts/containers/check_bare.sh [--working-tree] [--keep] [TARGET…]      default target: demo
#
# --working-tree   test the files as they are now, committed or not, instead of a clone of the last commit
# --keep           leave the container for a look inside
# BARE_CA=FILE     certificates that pip trusts instead of its own, for a machine behind a proxy that opens TLS
set -euo pipefail
cd "$(dirname "$0")/../.."

image=${BARE_IMAGE:-python:3.11-slim-bookworm}
name=jujur-bare-$$
source=clone keep=
targets=()
for argument in "$@"; do
  case $argument in
    --working-tree) source=tree ;;
    --keep) keep=1 ;;
    -*) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) targets+=("$argument") ;;
  esac
done
[ ${#targets[@]} -gt 0 ] || targets=(demo)

begin=$SECONDS
say() { printf '%5d s  %s\n' $((SECONDS - begin)) "$*"; }
inside() { docker exec -i "$name" bash -c "$1"; }
finish() { [ -n "$keep" ] && echo "Left for a look: docker exec -it $name bash" || docker rm -f "$name" >/dev/null 2>&1 || true; }
trap finish EXIT

# --init reaps the dead as a real machine's process 1 does.
options=(-v "$PWD/.git:/source.git:ro")
[ -z "${BARE_CA:-}" ] || options+=(-v "$BARE_CA:/bare-ca.crt:ro" -e PIP_CERT=/bare-ca.crt)
docker run -d --init --name "$name" "${options[@]}" "$image" sleep infinity >/dev/null
say "bare container of $image: $(inside 'python3 --version; dpkg -l | grep -c ^ii' | paste -sd, -) Debian packages"
inside 'export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && apt-get install -y -qq --no-install-recommends git make ca-certificates >/dev/null 2>&1'
say "git and make added"

inside 'mkdir /desk'
if [ "$source" = clone ]; then
  inside 'git config --global --add safe.directory "*" && git clone -q /source.git /desk/jujur'
else
  # What a commit of everything would hold, and nothing of .venv, var or caches.
  git ls-files --cached --others --exclude-standard -z | while IFS= read -r -d '' path; do
    [ -e "$path" ] && printf '%s\0' "$path"
  done | tar --null -T - -c --owner=0 --group=0 | inside 'mkdir /desk/jujur && tar -C /desk/jujur -x'
  inside 'cd /desk/jujur && git init -q && git add -A && git -c user.name=check -c user.email=check@example.org commit -qm "working tree"'
fi
say "repository ($source) at $(inside 'git -C /desk/jujur rev-parse --short=12 HEAD'), $(inside 'git -C /desk/jujur ls-files | wc -l') files"
inside 'dpkg-query -W -f "\${Package}\n" | sort >/tmp/packages.before; touch /tmp/before'

failed=
for target in "${targets[@]}"; do
  target_begin=$SECONDS
  say "make $target"
  if inside "cd /desk/jujur && make $target" 2>&1 | sed 's/^/         | /'; then
    say "make $target: exit 0 after $((SECONDS - target_begin)) s"
  else
    say "make $target: FAILED after $((SECONDS - target_begin)) s"
    failed="$failed $target"
  fi
  left=$(docker top "$name" -eo pid,args | sed 1d | grep -vE 'docker-init|sleep infinity' || true)
  [ -z "$left" ] || { say "processes left after make $target:"; echo "$left"; failed="$failed $target(left-processes)"; }
done

say "Debian packages installed by the targets themselves:"
inside 'dpkg-query -W -f "\${Package}\n" | sort | comm -13 /tmp/packages.before - | paste -sd" " | fold -sw 110 | sed "s/^/         | /"'
say "written outside the clone, files by folder (Debian's own folders left out):"
inside 'find / -xdev \( -path /proc -o -path /sys -o -path /usr -o -path /var/lib -o -path /var/cache -o -path /var/log -o -path /etc \
  -o -path /desk/jujur -o -path /bin -o -path /lib -o -path /run \) -prune -o -newer /tmp/before -type f -printf "%h\n" \
  | sed -E "s#^((/[^/]*){1,3}).*#\1#; s#(/tmp/[a-z]+-).*#\1…#" | sort | uniq -c | sort -rn | head -n 15 | sed "s/^/         | /"'
say "changed inside the clone, not ignored:"
inside 'git -C /desk/jujur status --short | head -n 20 | sed "s/^/         | /"'
case " ${targets[*]} " in
  *" demo "*)
    say "var/demo/summary.json:"
    inside 'cd /desk/jujur && python3 - <<P
import json
s = json.load(open("var/demo/summary.json"))
print("         |", s["files"], "files;", len(s["editions"]), "editions;", s["mails"], "; ledger", s["ledger_head"][:16])
print("         | rows", {k: v["received"] for k, v in s["rows"].items()}, "sum", sum(v["received"] for v in s["rows"].values()))
print("         | seconds", s["seconds"])
P' || failed="$failed summary.json" ;;
esac
[ -z "$failed" ] || { say "FAILED:$failed"; exit 1; }
say "all of it succeeded"
