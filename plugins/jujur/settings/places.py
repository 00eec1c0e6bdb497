"""Where things are: folders and addresses, from the environment or the defaults. Stdlib only.

=====================  =========================================  ==============================
variable               meaning                                    default
=====================  =========================================  ==============================
JUJUR_HOME             folder of everything that the desk writes  ``var`` below the working folder
JUJUR_DESK             which folder of ``config/``, or a path     ``pagar-alam``
JUJUR_DATABASE_URL     SQLAlchemy address of the record           ``sqlite:///…/jujur.sqlite``
JUJUR_RAW_URL          fsspec address of the raw files            ``file://…/raw``
JUJUR_SMTP_URL         outgoing mail                              ``smtp://127.0.0.1:2525``
JUJUR_CODE_VERSION     what to print as the version of the code   package version and git commit
JUJUR_TSA_URL          authority that stamps ledger heads         none: "belum bercap waktu"
JUJUR_TSA_CERT         PEM file with the authority's chain        needed with JUJUR_TSA_URL
JUJUR_SEAL_KEYS        folder of the desk's own signing keys      ``keys`` below JUJUR_HOME
JUJUR_SEAL_HANDOVER    folder for a certified signer outside      none: the desk's own keys sign
JUJUR_SEAL_CERT        PEM file with the outside signer's chain   needed with JUJUR_SEAL_HANDOVER
=====================  =========================================  ==============================
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from jujur.domain.errors import ConfigurationError
from jujur.settings.environment import variable

_PACKAGE = Path(__file__).resolve().parents[1]


def project_root() -> Path:
    """The folder with ``sql/``, ``reports/``, ``config/``: the checkout, or the copy inside the package."""
    checkout = _PACKAGE.parents[1]
    if (checkout / "sql").is_dir() and (checkout / "config").is_dir():
        return checkout
    return _PACKAGE / "_assets"


def home() -> Path:
    """The folder that the desk writes to; it need not exist yet."""
    return Path(variable("JUJUR_HOME") or "var").absolute()


def desk_dir() -> Path:
    """The configuration folder of the desk.

    :raises ConfigurationError: there is no such folder.
    """
    chosen = variable("JUJUR_DESK") or "pagar-alam"
    folder = Path(chosen) if "/" in chosen else config_dir() / chosen
    if not folder.is_dir():
        raise ConfigurationError(
            f"Folder konfigurasi {folder} tidak ada; periksa variabel lingkungan JUJUR_DESK."
        )
    return folder.absolute()


def config_dir() -> Path:
    """The folder that holds every desk and the forms and rules they share."""
    return project_root() / "config"


def reports_dir() -> Path:
    """Templates, styles and fonts."""
    return project_root() / "reports"


def sql_dir() -> Path:
    """The SQL statements."""
    return project_root() / "sql"


def inbox_dir() -> Path:
    """The drop folder: ``<team id>/<file>``."""
    return home() / "inbox"


def database_url() -> str:
    """The record's address for SQLAlchemy."""
    return variable("JUJUR_DATABASE_URL") or f"sqlite:///{home()}/jujur.sqlite"


def raw_url() -> str:
    """The raw file store's address for fsspec."""
    return variable("JUJUR_RAW_URL") or f"file://{home()}/raw"


def smtp_url() -> str:
    """The mail server that takes outgoing messages."""
    return variable("JUJUR_SMTP_URL") or "smtp://127.0.0.1:2525"


@dataclass(frozen=True, slots=True)
class TimestampAuthority:
    """Where ledger heads are stamped (RFC 3161), and the pinned certificates (PEM) that an answer must verify against."""

    url: str
    certificates: bytes


def timestamp_authority() -> TimestampAuthority | None:
    """The authority that the environment names, or None.

    :raises ConfigurationError: only one of address and certificates is given, the address is no web address, or the file is
        not there: a timestamp that cannot be verified would be none.
    """
    url, file = variable("JUJUR_TSA_URL"), variable("JUJUR_TSA_CERT")
    if url is None and file is None:
        return None
    if url is None or file is None:
        raise ConfigurationError(
            "JUJUR_TSA_URL dan JUJUR_TSA_CERT harus diisi bersama, atau tidak sama sekali."
        )
    if not url.startswith(("http://", "https://")):
        raise ConfigurationError(f"JUJUR_TSA_URL={url!r} bukan alamat http atau https.")
    try:
        return TimestampAuthority(url, Path(file).read_bytes())
    except OSError as error:
        raise ConfigurationError(f"JUJUR_TSA_CERT={file!r} tidak terbaca: {error.strerror}.") from error


def seal_keys_dir() -> Path:
    """The folder of the desk's own signing keys; it need not exist yet."""
    return Path(variable("JUJUR_SEAL_KEYS") or home() / "keys").absolute()


@dataclass(frozen=True, slots=True)
class OutsideSigning:
    """The folder in which editions are handed to a certified signer, and the pinned certificates (PEM) of that signer."""

    folder: Path
    certificates: bytes


def outside_signing() -> OutsideSigning | None:
    """The outside signer that the environment names, or None: then the desk's own keys sign.

    :raises ConfigurationError: only one of folder and certificates is given, or the certificates cannot be read.
    """
    folder, file = variable("JUJUR_SEAL_HANDOVER"), variable("JUJUR_SEAL_CERT")
    if folder is None and file is None:
        return None
    if folder is None or file is None:
        raise ConfigurationError(
            "JUJUR_SEAL_HANDOVER dan JUJUR_SEAL_CERT harus diisi bersama, atau tidak sama sekali."
        )
    try:
        return OutsideSigning(Path(folder).absolute(), Path(file).read_bytes())
    except OSError as error:
        raise ConfigurationError(f"JUJUR_SEAL_CERT={file!r} tidak terbaca: {error.strerror}.") from error


def code_version() -> str:
    """The version printed in an edition, e.g. ``0.1.0+3fa4b2c1d0e2``.

    ``-ubahan`` at its end marks an uncommitted change of a tracked file.
    """
    chosen = variable("JUJUR_CODE_VERSION")
    if chosen:
        return chosen
    commit = _commit(project_root())
    return f"{_package_version()}+{commit}" if commit else _package_version()


def _package_version() -> str:
    try:
        return metadata.version("jujur")
    except metadata.PackageNotFoundError:
        return "0"


@lru_cache
def _commit(root: Path) -> str | None:
    """The commit of the checkout ``root``, or None. Cached: one process runs one version of the code."""
    if not (root / ".git").exists():
        return None
    command = [
        "git",
        "-C",
        str(root),
        "describe",
        "--always",
        "--abbrev=12",
        "--exclude=*",
        "--dirty=-ubahan",
    ]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() or None
