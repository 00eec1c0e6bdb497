#!/usr/bin/env bash
# Builds stand-ins for the database images that are not on this machine; see README.md here.
set -euo pipefail
cd "$(dirname "$0")"
for image in postgres:15-bookworm redis:7-bookworm; do
  if docker image inspect "$image" >/dev/null 2>&1; then
    echo "$image: already here"
  else
    docker build -q -t "$image" "${image%%:*}" >/dev/null
    echo "$image: stand-in built from Debian packages"
  fi
done
