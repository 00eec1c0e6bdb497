"""The store of bytes: everything that arrived and everything that was issued, under its sha256, never changed."""

from __future__ import annotations

import uuid

import fsspec

from jujur.domain.errors import RecordError
from jujur.record.canonical import sha256_hex


class RawStore:
    """Content-addressed bytes at a file, S3 or other fsspec URL."""

    def __init__(self, url: str) -> None:
        self._fs, self._root = fsspec.core.url_to_fs(url)

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"

    def put(self, data: bytes) -> str:
        """Keeps ``data`` and returns its sha256; keeping the same bytes twice is one file."""
        sha256 = sha256_hex(data)
        path = self._path(sha256)
        if not self._fs.exists(path):
            # Written aside first: a crash must not leave half a file under a digest that promises the whole.
            aside = f"{path}.{uuid.uuid4().hex}.part"
            self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            self._fs.pipe_file(aside, data)
            self._fs.mv(aside, path)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes with this digest. Raises RecordError if they are missing or were changed."""
        try:
            data = bytes(self._fs.cat_file(self._path(sha256)))
        except FileNotFoundError as error:
            raise RecordError(f"Berkas mentah {sha256} tidak ada di simpanan.") from error
        if sha256_hex(data) != sha256:
            raise RecordError(f"Berkas mentah {sha256} telah berubah di simpanan.")
        return data

    def problem(self, sha256: str) -> str | None:
        """What is wrong with the file of this digest, as an Indonesian sentence; None when it is whole."""
        try:
            self.get(sha256)
        except RecordError as error:
            return str(error)
        return None

    def digests(self) -> list[str]:
        """The digests of all files that are kept, in order; what a crash left half-written is none of them."""
        names = (path.rsplit("/", 1)[-1] for path in self._fs.find(self._root))
        return sorted(name for name in names if len(name) == 64)
