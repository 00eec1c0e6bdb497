"""docker-compose.yml, Dockerfile and .env.example agree with each other and keep no secret.

Whether they work is shown by scripts/containers/check_compose.sh, which needs a container engine.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE_TEXT = (PROJECT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE_TEXT)["services"]
EXAMPLE = (PROJECT / ".env.example").read_text()
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
OBLIGATORY = set(re.findall(r"^([A-Z_]+)=$", EXAMPLE, re.MULTILINE))
VARIABLES = re.findall(r"\$\{([A-Z_]+)(:[-?])?([^}]*)\}", COMPOSE_TEXT)
OURS = [name for name, service in SERVICES.items() if str(service["image"]).startswith("${JUJUR_IMAGE")]


def test_every_secret_is_obligatory_and_has_no_default():
    secrets = {name for name, _, _ in VARIABLES if re.search(r"PASSWORD|SECRET|_KEY$", name)}
    assert secrets
    assert secrets <= OBLIGATORY
    for name, operator, _ in VARIABLES:
        assert (operator == ":?") == (name in OBLIGATORY), name


def test_the_example_names_every_variable_and_holds_no_value():
    named = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    machine_made = {"JUJUR_IMAGE", "JUJUR_CODE_VERSION", "JUJUR_RAW_URL", "JUJUR_RECEIVE_EVERY_SECONDS"}
    assert {name for name, _, _ in VARIABLES} - machine_made <= named


def test_defaults_in_the_example_are_those_of_the_compose_file():
    shown = dict(re.findall(r"^#([A-Z_]+)=(.+)$", EXAMPLE, re.MULTILINE))
    defaults = {name: default for name, operator, default in VARIABLES if operator == ":-"}
    assert shown == {name: defaults[name] for name in shown}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_restarts_and_can_tell_whether_it_is_well(name):
    service = SERVICES[name]
    is_once = name == "airflow-init"
    assert service["restart"] == ("no" if is_once else "unless-stopped")
    assert is_once or "test" in service["healthcheck"]


@pytest.mark.parametrize("name", OURS)
def test_all_our_services_see_one_desk_and_one_airflow(name):
    service = SERVICES[name]
    assert service["environment"] == SERVICES["scheduler"]["environment"]
    assert "${JUJUR_DATA:-jujur}:/var/lib/jujur" in service["volumes"]


def test_only_the_api_server_listens_outside_and_only_it_and_init_see_passwords():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["api-server"]
    assert SERVICES["api-server"]["ports"] == ["${JUJUR_LISTEN:-127.0.0.1:8080}:8080"]
    seeing = {name for name in SERVICES if any("login:" in volume for volume in SERVICES[name]["volumes"])}
    assert seeing == {"airflow-init", "api-server"}


def test_the_image_has_the_debian_packages_that_set_up_installs():
    set_up = (PROJECT / "scripts" / "setup.sh").read_text()
    wanted = set(re.search(r'^run_packages="(.*)"', set_up, re.MULTILINE)[1].split()) - {"python3-venv"}
    assert all(re.search(rf"\s{re.escape(package)}\s", DOCKERFILE) for package in wanted)


def test_the_image_runs_as_nobody_special_from_locked_packages():
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    installs = re.findall(r"pip install (.*)", DOCKERFILE)
    assert installs
    assert all("--require-hashes" in line or "--no-deps --no-build-isolation" in line for line in installs)


@pytest.mark.parametrize(
    "path", ["Dockerfile", "docker-compose.yml", ".env.example", "requirements.lock", "requirements-pip.lock"]
)
def test_no_package_index_and_no_registry_host_is_named(path):
    text = (PROJECT / path).read_text()
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host|PIP_(EXTRA_)?INDEX_URL", text)


def test_what_goes_to_the_engine_is_listed_by_name():
    lines = [
        line
        for line in (PROJECT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert lines[0] == "*"
    copied = {
        word
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
        for word in line.split()
    }
    for path in copied:
        parents = {str(parent) for parent in [Path(path), *Path(path).parents]}
        assert any(f"!{parent}" in lines for parent in parents), path
        assert (PROJECT / path).exists(), path
