"""A real timestamp authority (RFC 3161) for tests: `openssl ts` behind a local web server, with keys made on the spot."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

CONFIG = """
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[tsa]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ts]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def _openssl(*command: str) -> None:
    done = subprocess.run(["openssl", *command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


class Authority:
    """An authority with a certificate of its own below a root of its own (``ca``, PEM)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.config = folder / "openssl.cnf"
        self.config.write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self.ca = folder / "ca.pem"
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
        for name, issuer in (("ca", []), ("tsa", ["-CA", str(self.ca), "-CAkey", str(folder / "ca.key")])):
            out = ["-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.pem")]
            about = ["-subj", f"/CN=Uji {name}", "-extensions", name, "-config", str(self.config)]
            _openssl("req", "-x509", *key, *issuer, *out, *about, "-days", "2", "-sha256")

    def answer(self, query: bytes) -> bytes:
        """The authority's answer to a request, both DER."""
        asked, answered = self.folder / "query", self.folder / "answer"
        asked.write_bytes(query)
        place = ["-config", str(self.config), "-section", "ts"]
        _openssl("ts", "-reply", *place, "-queryfile", str(asked), "-out", str(answered))
        return answered.read_bytes()

    def verifies(self, token: bytes, message: bytes) -> bool:
        """Whether openssl itself holds a token to be a timestamp of ``message`` by this authority."""
        (self.folder / "token").write_bytes(token)
        (self.folder / "message").write_bytes(message)
        command = ["openssl", "ts", "-verify", "-in", str(self.folder / "token"), "-CAfile", str(self.ca)]
        command += ["-data", str(self.folder / "message")]
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0

    @contextmanager
    def serving(self, instead: bytes | None = None, status: int = 200) -> Iterator[str]:
        """The address of a web server that answers requests, or always gives ``instead``."""
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                answer = authority.answer(query) if instead is None else instead
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/cap"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
