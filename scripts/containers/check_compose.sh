#!/usr/bin/env bash
# Brings docker-compose.yml up for real and shows that it works: nothing starts without its secrets; every service becomes
# healthy; both DAGs are listed without import errors; one reporting day goes through (workbooks in the inbox, Celery worker,
# PostgreSQL, two officers, PDFs by mail); a backup is restored onto empty volumes. Exit 0 only if all of it happened.
# Everything it made but the image is removed again.
#
#   scripts/containers/check_compose.sh [--stand-ins] [--keep]
#
# --stand-ins   build stand-ins for the database images from Debian packages (no image registry is reachable);
#               the engine must already have debian:bookworm-slim and python:3.11-slim-bookworm
# --keep        leave it running
set -euo pipefail
cd "$(dirname "$0")/../.."

stand_ins='' keep=''
for argument in "$@"; do
  case $argument in
    --stand-ins) stand_ins=1 ;;
    --keep) keep=1 ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done

begin=$SECONDS
project=jujur-check-$$
folder=$(mktemp -d)
port=${CHECK_PORT:-18080}
say() { printf '%5d s  %s\n' $((SECONDS - begin)) "$*"; }
fail() { say "FAILED: $*"; exit 1; }
if docker compose version >/dev/null 2>&1; then program=(docker compose); else program=(docker-compose); fi
compose() {
  "${program[@]}" --project-name "$project" --env-file "$folder/env" \
    --file docker-compose.yml --file scripts/containers/compose.check.yml "$@"
}
inside() { compose exec -T "$@"; }

finish() {
  status=$?
  if [ "$status" != 0 ] && [ -e "$folder/up" ]; then
    compose ps || true
    compose logs --no-color --tail=25 2>&1 | cut -c1-240 || true
  fi
  if [ -n "$keep" ]; then
    echo "Left running as project $project, environment in $folder/env."
  else
    [ ! -e "$folder/up" ] || compose down --volumes --timeout 20 >"$folder/down" 2>&1 || { cat "$folder/down"; status=1; }
    rm -rf "$folder"
  fi
  exit "$status"
}
trap finish EXIT

# A question to the REST API, as the administrator: ask PATH EXPRESSION (Python, the answer is called told)
ask() {
  python3 - "http://127.0.0.1:$port" "$folder/passwords" "$1" "$2" <<'P'
import sys
sys.path.insert(0, "scripts/containers")
from check_day import Site
from pathlib import Path
url, passwords, path, expression = sys.argv[1:]
known = dict(line.split() for line in Path(passwords).read_text().splitlines())
print(eval(expression, {"told": Site(url, known, []).ask("GET", path)}))
P
}
# Waits until a command succeeds: wait_for SECONDS WHAT COMMAND…
wait_for() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >"$folder/wait" 2>&1; do
    [ $SECONDS -lt $until ] || { tail -n 5 "$folder/wait"; fail "not in time: $what"; }
    sleep 2
  done
  say "$what"
}

# 1. Nothing starts without its secrets.
scripts/containers/new_env.sh >"$folder/full"
for name in $(sed -n 's/^\([A-Z_]*\)=.*/\1/p' .env.example); do
  sed "s/^JUJUR_SMTP_URL=.*/JUJUR_SMTP_URL=smtp:\/\/outside:2525/; s/^$name=.*/$name=/" "$folder/full" >"$folder/env"
  if compose config >/dev/null 2>&1; then fail "starts without $name"; fi
done
sed 's/^JUJUR_SMTP_URL=.*/JUJUR_SMTP_URL=smtp:\/\/outside:2525/' "$folder/full" >"$folder/env"
cat >>"$folder/env" <<E
JUJUR_IMAGE=jujur:check
JUJUR_LISTEN=127.0.0.1:$port
JUJUR_RECEIVE_EVERY_SECONDS=5
JUJUR_CODE_VERSION=check
E
compose config --quiet
say "refuses to start when any of the $(grep -c '^[A-Z_]*=' .env.example) obligatory settings is empty"

# 2. Images.
[ -z "$stand_ins" ] || scripts/containers/standins/build.sh 2>/dev/null
compose build >"$folder/build" 2>&1 || { tail -n 40 "$folder/build"; fail "the image is not built"; }
say "image built: $(docker image inspect jujur:check --format '{{.Config.User}} {{.Size}}' | awk '{printf "user %s, %.0f MB", $1, $2 / 1e6}')"
if docker run --rm --entrypoint sh jujur:check -c 'touch /opt/jujur/x || touch /opt/jujur/venv/x || find / -xdev -name ".env*" | grep .' >/dev/null 2>&1; then
  fail "the image's program files can be changed, or an .env was built in"
fi

# 3. Up.
touch "$folder/up"
compose up -d >"$folder/log" 2>&1 || { tail -n 30 "$folder/log"; fail "docker-compose up"; }
say "docker-compose up returned"
services="postgres redis api-server scheduler dag-processor triggerer worker"
is_healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$(compose ps -q "$1")")" = healthy ]; }
for service in $services; do wait_for 240 "$service is healthy" is_healthy "$service"; done
init=$(docker ps -aq --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=airflow-init")
[ "$(docker inspect --format '{{.State.ExitCode}}' "$init")" = 0 ] || fail "airflow-init"
docker logs "$init" 2>&1 | tail -n 3 | sed 's/^/         | /'

# 4. The DAGs, by the REST API and by the command.
inside api-server python /opt/jujur/bin/login.py show >"$folder/passwords"
has_dags() { [ "$(ask /api/v2/dags ' "".join(sorted(dag["dag_id"] + " " for dag in told["dags"]))')" = "publish_daily_report receive_submissions " ]; }
wait_for 120 "DAGs publish_daily_report and receive_submissions are listed" has_dags
[ "$(ask /api/v2/importErrors 'told["total_entries"]')" = 0 ] || { ask /api/v2/importErrors told; fail "import errors"; }
inside scheduler airflow dags list --columns dag_id,fileloc,is_paused 2>/dev/null | sed -n '/^dag_id/,$s/^/         | /p'
inside scheduler airflow dags list-import-errors 2>/dev/null | grep -q 'No data found' || fail "airflow dags list-import-errors"
say "no import errors, by REST and by the command"

# 5. One reporting day: inbox, Celery worker, PostgreSQL, two officers, mail.
python3 -B scripts/containers/check_day.py "http://127.0.0.1:$port" "$folder/passwords" \
  "${program[@]}" --project-name "$project" --env-file "$folder/env" \
  --file docker-compose.yml --file scripts/containers/compose.check.yml || fail "the reporting day"
say "one reporting day went through"

# 6. The backup of docs/operations.md brings everything back on a new server: all volumes are removed in between.
inside worker jujur ledger verify >"$folder/ledger"
mails() { inside outside sh -c 'ls /var/lib/jujur/mail/new | wc -l'; }
mails >"$folder/mails"
for name in jujur airflow; do inside postgres pg_dump -U postgres -Fc "$name" >"$folder/$name.dump"; done
inside worker tar -C /var/lib/jujur -c . >"$folder/jujur.tar"
compose down --volumes --timeout 30 >"$folder/log" 2>&1 || fail "docker-compose down"
say "backup taken ($(du -ch "$folder"/*.dump "$folder/jujur.tar" | tail -n 1 | cut -f1)), everything removed"
compose up -d >"$folder/log" 2>&1 || { tail -n 30 "$folder/log"; fail "docker-compose up again"; }
compose stop api-server scheduler dag-processor triggerer worker >"$folder/log" 2>&1 || fail "docker-compose stop"
for name in jujur airflow; do
  inside postgres pg_restore -U postgres --clean --if-exists --role="$name" --no-owner -d "$name" <"$folder/$name.dump" \
    || fail "pg_restore $name"
done
compose run --rm -T --no-deps worker tar -C /var/lib/jujur -x <"$folder/jujur.tar" 2>"$folder/log" || { cat "$folder/log"; fail "tar"; }
compose up -d >"$folder/log" 2>&1 || { tail -n 30 "$folder/log"; fail "docker-compose up after the restore"; }
for service in $services; do wait_for 240 "$service is healthy again" is_healthy "$service"; done
inside worker jujur ledger verify | cmp - "$folder/ledger" || fail "the ledger is not what it was"
sleep 20
mails | cmp - "$folder/mails" || fail "mail was sent again"
say "restored: $(cat "$folder/ledger") No mail was sent again."
say "all of it succeeded"
