"""`python -m benchmarks.hpms FOLDER`: answers downloads with the files of a folder, in its own process.

The first step of the address names the version: POST /today/api/ctm_ext/api/downloadcomplaints with
complaintStatus "0" gets FOLDER/today/0.json. Its port is the one line it prints."""

import json
import shutil
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TOKEN_ANSWER = json.dumps({"accessToken": "benchmark", "expires": 3600}).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    folder: Path

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/AMMtoken"):
            self._head(len(TOKEN_ANSWER))
            self.wfile.write(TOKEN_ANSWER)
            return
        version = self.path.split("/")[1]
        body = self.folder / version / f"{asked['complaintStatus']}.json"
        self._head(body.stat().st_size)
        with body.open("rb") as file:
            shutil.copyfileobj(file, self.wfile, 256 * 1024)

    def _head(self, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing: a line for each call would be measured too."""


if __name__ == "__main__":
    Handler.folder = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()
