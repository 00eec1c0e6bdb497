#!/usr/bin/env bash
# Runs once, when PostgreSQL starts on an empty volume: two databases, each with an owner who cannot enter the other.
set -euo pipefail
for name in airflow jujur; do
  variable=${name^^}_DATABASE_PASSWORD
  psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 -v name="$name" -v password="${!variable}" --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
