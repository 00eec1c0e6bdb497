#!/usr/bin/env bash
# Entry of every container. Airflow's list of users is the desk's list of officers and one administrator, so that
# officers.yaml stays the only place that names them; then the command takes this process's place.
set -euo pipefail
if [ "${1:-}" = airflow ] && [ -z "${AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS:-}" ]; then
  AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS=$(python /opt/jujur/bin/login.py users)
  export AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS
fi
exec "$@"
