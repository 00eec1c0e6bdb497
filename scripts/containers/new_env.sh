#!/usr/bin/env bash
# Prints an .env for docker-compose.yml: .env.example with a random secret in every empty line that wants one.
#   scripts/containers/new_env.sh > .env
set -euo pipefail
umask 077
cd "$(dirname "$0")/../.."
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
while IFS= read -r line; do
  case $line in
    AIRFLOW_FERNET_KEY=) echo "$line$(head -c 32 /dev/urandom | base64 | tr '+/' '-_')" ;;
    *_PASSWORD= | *_SECRET=) echo "$line$(random)" ;;
    *) echo "$line" ;;
  esac
done <.env.example
