#!/usr/bin/env bash
# Shows that the same content gives the same report elsewhere (P35): two fresh containers of two Debian releases, with another
# Python, zlib, Pango, HarfBuzz, locale, time zone, user, hash seed, folder and order of input, one with fonts of its own and one
# without any, install the locked requirements and build the fixed editions of tests/golden; the second does so again with
# zlib-ng, and this machine too when it has a .venv. Compares sha256 of the PDFs and of the PDFs once decompressed
# (plugins/jujur/verifier/decompressed.py), and lets each container's verifier rebuild what the others made. Exit 0 only if
# all are the same once decompressed and every rebuild passes (docs/decisions/0052).
#
#   scripts/containers/check_bytes.sh [--stand-ins] [--keep]
#
# --stand-ins   make images that are missing from Debian packages (needs root and debootstrap), for a machine without an image registry
# --keep        leave the containers and their files for a look inside
# BYTES_IMAGES="A B"   the two images
# BYTES_CACHE=FOLDER   pip's cache, kept between runs
# BYTES_CA=FILE        certificates that pip trusts instead of its own, for a machine behind a proxy that opens TLS
set -euo pipefail
cd "$(dirname "$0")/../.."

stand_ins='' keep=''
for argument in "$@"; do
  case $argument in
    --stand-ins) stand_ins=1 ;;
    --keep) keep=1 ;;
    *) sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
read -r -a images <<<"${BYTES_IMAGES:-python:3.11-slim-bookworm python:3.13-slim-trixie}"
[ "${#images[@]}" = 2 ] || { echo "BYTES_IMAGES wants two images" >&2; exit 2; }
script=scripts/containers/editions_of_a_place.py

begin=$SECONDS
work=$(mktemp -d)
cache=${BYTES_CACHE:-$work/cache}
mkdir -p "$cache"
say() { printf '%5d s  %s\n' $((SECONDS - begin)) "$*"; }
finish() {
  if [ -n "$keep" ]; then
    echo "Left for a look: docker exec -it jujur-bytes-$$-first bash (and -second); $work"
  else
    docker rm -f "jujur-bytes-$$-first" "jujur-bytes-$$-second" >/dev/null 2>&1 || true
    rm -rf "$work"
  fi
}
trap finish EXIT

[ -z "$stand_ins" ] || for image in "${images[@]}"; do scripts/containers/standins/python.sh "$image"; done

# What all places build is what the files are now, whatever happens to them meanwhile.
git ls-files --cached --others --exclude-standard -z -- plugins reports config sql tests/golden scripts 'requirements*.lock' |
  while IFS= read -r -d '' path; do if [ -e "$path" ]; then printf '%s\0' "$path"; fi; done |
  tar --null -T - -c -f "$work/tree.tar"

# place NAME IMAGE FOLDER USER UID LOCALE ZONE SEED: a container with the program, its packages and a user of its own.
place() {
  name=jujur-bytes-$$-$1 folder=$3 user=$4
  local options=(-v "$cache:/pip-cache" -e PIP_CACHE_DIR=/pip-cache -e PIP_DISABLE_PIP_VERSION_CHECK=1)
  [ -z "${BYTES_CA:-}" ] || options+=(-v "$BYTES_CA:/ca.crt:ro" -e PIP_CERT=/ca.crt)
  docker run -d --init --name "$name" "${options[@]}" "$2" sleep infinity >/dev/null
  root 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends locales tzdata \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b fontconfig' >"$work/$1.log" 2>&1
  root "localedef -i ${6%%.*} -f UTF-8 $6 && useradd --uid $5 --home-dir '$folder' $user && install -d -o $user '$folder/made'"
  docker exec -i "$name" tar -C "$folder" -x --no-same-owner <"$work/tree.tar"
  root "cd '$folder' && python3 -m venv venv && venv/bin/python -m pip install -q --no-compile --require-hashes -r requirements-pip.lock \
    && venv/bin/python -m pip install -q --no-compile --require-hashes -r requirements.lock" >>"$work/$1.log" 2>&1 || { tail -n 20 "$work/$1.log"; exit 1; }
  say "$1 place: $2, $(root 'fc-list | wc -l') fonts of its own, which no report may use"
  printf '%s\n' "$folder" "$user" "$6" "$7" "$8" >"$work/$1.place"
}
root() { docker exec -i "$name" bash -euo pipefail -c "$1"; }
# within NAME ARGUMENT…: the script, run there by its user.
within() {
  local folder user language zone seed
  { read -r folder; read -r user; read -r language; read -r zone; read -r seed; } <"$work/$1.place"
  docker exec -i --user "$user" --workdir / -e HOME=/tmp -e "LANG=$language" -e "LC_ALL=$language" -e "TZ=$zone" \
    -e "PYTHONHASHSEED=$seed" -e PYTHONDONTWRITEBYTECODE=1 "jujur-bytes-$$-$1" "$folder/venv/bin/python" "$folder/$script" "${@:2}"
}
# fetch NAME FROM TO, give NAME FROM TO: a folder out of a container, or into it.
fetch() { docker cp -q "jujur-bytes-$$-$1:$2" "$work/$3"; }
give() { docker cp -q "$work/$2" "jujur-bytes-$$-$1:$3"; }

failed=
place first "${images[0]}" '/srv/desk satu' petugas 20001 de_DE.UTF-8 Asia/Jakarta 1 &
first=$!
place second "${images[1]}" '/home/Ruang 2/Pemilu & Pilkada' penguji 31337 tr_TR.UTF-8 America/St_Johns 4711
docker exec --workdir '/home/Ruang 2/Pemilu & Pilkada' "jujur-bytes-$$-second" venv/bin/python -m pip install -q --only-binary :all: zlib-ng
wait "$first"
docker exec "jujur-bytes-$$-first" rm -rf /usr/share/fonts
within first build '/srv/desk satu/made/own'
within second build '/home/Ruang 2/Pemilu & Pilkada/made/own' --turned
within second build '/home/Ruang 2/Pemilu & Pilkada/made/ng' --turned --zlib-ng
fetch first '/srv/desk satu/made/own' first
fetch second '/home/Ruang 2/Pemilu & Pilkada/made/own' second
fetch second '/home/Ruang 2/Pemilu & Pilkada/made/ng' zlib-ng
say "built, in the second place once more with zlib-ng"

places=("$work/first" "$work/second" "$work/zlib-ng")
if [ -x .venv/bin/python ]; then
  mkdir "$work/tree"
  tar -C "$work/tree" -xf "$work/tree.tar"
  .venv/bin/python "$work/tree/$script" build "$work/host"
  places+=("$work/host")
  say "this machine: built"
fi
python3 "$script" compare "${places[@]}" || failed="$failed compare"

# Each verifier rebuilds what others made.
rebuilt() {
  say "$2's files, rebuilt by the $1 place:"
  give "$1" "$2" "/tmp/$2"
  within "$1" rebuild "/tmp/$2" || failed="$failed $1-rebuilds-$2"
}
rebuilt first second
rebuilt first zlib-ng
rebuilt second first
if cmp -s "$work/second/1.pdf" "$work/zlib-ng/1.pdf"; then failed="$failed zlib-ng-made-the-same-bytes"; fi
[ -z "$failed" ] || { say "FAILED:$failed"; exit 1; }
say "all of it succeeded"
