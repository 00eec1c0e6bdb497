#!/usr/bin/env bash
# Makes this machine able to run the project: Debian packages that are missing, then .venv from the hash-locked
# requirements. Usage: scripts/setup.sh run|test. What is done already is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

# Why each package is needed:
#   python3-venv                          makes .venv
#   libpango*, libharfbuzz*, fontconfig   WeasyPrint lays out text with them
#   postgresql                            tests run every statement on a real PostgreSQL      (test)
#   poppler-utils, qpdf                   tests read the PDF with readers other than its writer (test)
#   chromium                              bench prints the same HTML with it; tests take pictures of letters (test)
#   libreoffice-calc-nogui, python3-uno   fills in and prints workbooks as a team's computer does (test)
#   fonts-liberation                      the fonts that LibreOffice prints workbooks with (test)
run_packages="python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b fontconfig"
test_packages="postgresql poppler-utils qpdf chromium libreoffice-calc-nogui python3-uno fonts-liberation"

wanted=$run_packages
[ "$purpose" = test ] && wanted="$wanted $test_packages"
missing=""
for package in $wanted; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  line="apt-get install -y --no-install-recommends$missing"
  if [ "$(id -u)" != 0 ]; then
    echo "Debian packages are missing. Run this line, then start again:" >&2
    echo "  sudo $line" >&2
    exit 1
  fi
  echo "Installing Debian packages:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  $line -qq >/dev/null
fi

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Python 3.11 or newer is needed; $("$python" --version) found. Set PYTHON=/path/to/python3.x." >&2
  exit 1
}

stamp_of() { echo ".venv/.installed-$(cat requirements-pip.lock "$1" pyproject.toml | sha256sum | cut -c1-16)"; }
lock=requirements.lock
# What tests need includes what the desk needs.
if [ "$purpose" = test ] || [ -e "$(stamp_of requirements-dev.lock)" ]; then lock=requirements-dev.lock; fi
stamp=$(stamp_of "$lock")
if [ ! -e "$stamp" ]; then
  echo "Making .venv from $lock (a few minutes the first time)"
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet --no-input "$@"; }
  # An old pip cannot check the hashes of packages with extras; this one can, and is hash-locked itself.
  pip install --require-hashes -r requirements-pip.lock
  pip install --require-hashes -r "$lock"
  pip install --no-deps --no-build-isolation -e .
  touch "$stamp"
fi
