#!/usr/bin/env python3
"""Who may log in: the desk's officers and ``admin``.

``users`` prints Airflow's setting; ``passwords`` gives everyone without one a random password (init does it before the
api-server first starts, so that Airflow never prints one to its log); ``show`` prints them; ``reset NAME`` makes a new one.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path

from jujur.settings import places
from jujur.settings.officers import load_officers

ADMIN = "admin"
FILE = Path(
    os.environ.get("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE", "/var/lib/jujur-login/passwords.json")
)


def names() -> list[str]:
    """Everyone who may log in, the administrator first."""
    return [ADMIN, *(officer.id for officer in load_officers(places.desk_dir()))]


def users() -> str:
    """Airflow's list: an officer may answer questions, only the administrator may change settings."""
    return ",".join(f"{name}:{'admin' if name == ADMIN else 'user'}" for name in names())


def known() -> dict[str, str]:
    """Passwords by name, as the file has them."""
    return dict(json.loads(FILE.read_text())) if FILE.exists() else {}


def keep(passwords: dict[str, str]) -> None:
    """Writes the file for its owner's eyes only; whoever left the desk is gone from it."""
    draft = FILE.with_name(f".{FILE.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(json.dumps({name: passwords[name] for name in names()}) + "\n")
    draft.replace(FILE)


def main() -> int:
    """One of the acts named above."""
    act, name = (*sys.argv[1:], "", "")[:2]
    if act == "users":
        print(users())
    elif act == "passwords":
        keep({name: secrets.token_urlsafe(12) for name in names()} | known())
    elif act == "reset" and name in names():
        keep(known() | {name: secrets.token_urlsafe(12)})
        print(f"{name:<24}{known()[name]}")
    elif act == "show":
        for name, password in known().items():
            print(f"{name:<24}{password}")
    else:
        print(f"login.py users | passwords | show | reset NAME ({', '.join(names())})", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
