#!/usr/bin/env bash
# Makes a stand-in for an image python:VERSION-slim-RELEASE out of Debian's own packages, when the image is not there: the
# release's Python, which must be of that version. Needs root, debootstrap, and the mirror of this machine's sources.
set -euo pipefail
image=$1
! docker image inspect "$image" >/dev/null 2>&1 || { echo "$image: already here"; exit 0; }
release=${image##*-} version=${image#*:} version=${version%%-*}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources | head -n 1)
debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv,python3-pip "$release" "$root" "$mirror" >/dev/null
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/archives/*.deb "$root/usr/lib/python$version/EXTERNALLY-MANAGED"
chroot "$root" python3 -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" ||
  { echo "$image: $release has another Python" >&2; exit 1; }
tar -C "$root" -c . | docker import --change 'CMD ["python3"]' --change 'ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt' - "$image" >/dev/null
echo "$image: stand-in built from Debian packages"
