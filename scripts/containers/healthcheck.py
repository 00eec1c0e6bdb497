#!/usr/bin/env python3
"""Exit 0 if a service of ours is well: ``healthcheck.py api-server|scheduler|dag-processor|triggerer|worker``.

The api-server is asked directly; it knows the heartbeats of the others from the database. A worker must answer a ping
through the broker. Standard library and celery only: a health check that loads Airflow would take seconds of a processor
every time.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import urllib.request

KEYS = {"scheduler": "scheduler", "dag-processor": "dag_processor", "triggerer": "triggerer"}


def is_airflow_well(service: str) -> bool:
    """What the api-server says about itself or another service."""
    host = "localhost" if service == "api-server" else "api-server"
    with urllib.request.urlopen(f"http://{host}:8080/api/v2/monitor/health", timeout=5) as answer:
        told = json.load(answer)
    # The api-server is well if it reaches its database.
    return (told.get(KEYS.get(service, "metadatabase")) or {}).get("status") == "healthy"


def is_worker_well() -> bool:
    """Whether the worker of this container answers."""
    from celery import Celery

    app = Celery(broker=os.environ["AIRFLOW__CELERY__BROKER_URL"])
    return bool(app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=5))


def main() -> int:
    """0 well, 1 not."""
    try:
        is_well = is_worker_well() if sys.argv[1] == "worker" else is_airflow_well(sys.argv[1])
    except (OSError, ValueError) as error:
        print(error)
        return 1
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
