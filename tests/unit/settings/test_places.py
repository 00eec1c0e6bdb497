"""Where things are: defaults, overrides, and no guess in silence."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from jujur.domain.errors import ConfigurationError
from jujur.settings import clock, environment, places

VARIABLES = (
    "JUJUR_HOME",
    "JUJUR_DESK",
    "JUJUR_DATABASE_URL",
    "JUJUR_RAW_URL",
    "JUJUR_SMTP_URL",
    "JUJUR_CODE_VERSION",
    "JUJUR_SEAL_KEYS",
    "JUJUR_SEAL_HANDOVER",
    "JUJUR_SEAL_CERT",
)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_lie_below_the_working_folder(tmp_path: Path) -> None:
    assert places.home() == tmp_path / "var"
    assert places.database_url() == f"sqlite:///{tmp_path}/var/jujur.sqlite"
    assert places.raw_url() == f"file://{tmp_path}/var/raw"
    assert places.inbox_dir() == tmp_path / "var" / "inbox"
    assert places.smtp_url() == "smtp://127.0.0.1:2525"


def test_environment_overrides_each_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUJUR_HOME", "/srv/jujur")
    monkeypatch.setenv("JUJUR_DATABASE_URL", "postgresql://desk/jujur")
    monkeypatch.setenv("JUJUR_RAW_URL", "s3://raw")
    monkeypatch.setenv("JUJUR_SMTP_URL", "smtp://mail:25")
    monkeypatch.setenv("JUJUR_CODE_VERSION", "9.9")
    assert places.home() == Path("/srv/jujur")
    assert (places.database_url(), places.raw_url()) == ("postgresql://desk/jujur", "s3://raw")
    assert (places.smtp_url(), places.code_version()) == ("smtp://mail:25", "9.9")


def test_root_holds_config_and_sql() -> None:
    assert (places.config_dir() / "forms").is_dir()
    assert places.sql_dir().is_dir()


def test_unknown_desk_is_told_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUJUR_DESK", "kolaka")
    with pytest.raises(ConfigurationError, match=r"kolaka.*JUJUR_DESK"):
        places.desk_dir()


def test_uncommitted_change_shows_in_the_code_version(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments],
            check=True,
        )

    git("init", "-q")
    (tmp_path / "file").write_text("one")
    git("add", "file")
    git("commit", "-qm", "one")
    clean = places._commit(tmp_path)
    (tmp_path / "file").write_text("two")
    places._commit.cache_clear()
    assert clean is not None
    assert places._commit(tmp_path) == f"{clean}-ubahan"


def test_no_clock_file_means_no_shift(tmp_path: Path) -> None:
    assert clock.read_shift(tmp_path) == timedelta(0)


def test_shift_survives_to_the_microsecond(tmp_path: Path) -> None:
    shift = timedelta(days=-1014, microseconds=1)
    clock.write_shift(tmp_path / "new", shift)
    assert clock.read_shift(tmp_path / "new") == shift
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["clock.json"]


@pytest.mark.parametrize(
    "text", ["", "{}", '{"shift_microseconds": "1"}', '{"shift_microseconds": true}', "[]"]
)
def test_broken_clock_file_is_never_read_as_zero(tmp_path: Path, text: str) -> None:
    (tmp_path / "clock.json").write_text(text)
    with pytest.raises(ConfigurationError, match=r"clock\.json"):
        clock.read_shift(tmp_path)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "ten", "١٠"])
def test_pace_must_be_a_whole_number(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("JUJUR_RECEIVE_EVERY_SECONDS", text)
    with pytest.raises(ConfigurationError, match="JUJUR_RECEIVE_EVERY_SECONDS"):
        environment.whole_number("JUJUR_RECEIVE_EVERY_SECONDS")


def test_calendar_and_officers_load_without_heavy_libraries() -> None:
    program = (
        "import sys\n"
        "from jujur.settings import calendar, clock, officers, places\n"
        "calendar.load_calendar(places.desk_dir()); officers.load_officers(places.desk_dir())\n"
        "heavy = {'pydantic', 'pandas', 'airflow', 'sqlalchemy', 'great_expectations'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    plugins = Path(places.__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": str(plugins)}, cwd="/")


def test_signing_keys_lie_in_the_home_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUJUR_HOME", str(tmp_path / "rumah"))
    assert places.seal_keys_dir() == tmp_path / "rumah" / "keys"
    monkeypatch.setenv("JUJUR_SEAL_KEYS", str(tmp_path / "lain"))
    assert places.seal_keys_dir() == tmp_path / "lain"


def test_an_outside_signer_needs_its_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.outside_signing() is None
    monkeypatch.setenv("JUJUR_SEAL_HANDOVER", str(tmp_path / "serah"))
    with pytest.raises(ConfigurationError, match="bersama"):
        places.outside_signing()
    monkeypatch.setenv("JUJUR_SEAL_CERT", str(tmp_path / "luar.pem"))
    with pytest.raises(ConfigurationError, match="tidak terbaca"):
        places.outside_signing()
    (tmp_path / "luar.pem").write_bytes(b"PEM")
    assert places.outside_signing() == places.OutsideSigning(tmp_path / "serah", b"PEM")
