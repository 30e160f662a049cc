"""A server of a folder on this machine that answers for parts of files, for the tests.

``python ranges.py FOLDER`` tells the port that it listens on.
"""

import http.server
import re
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1])


class Parts(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD, with ``Range`` where it is asked for."""

    def do_GET(self) -> None:
        """The file, or a part of it."""
        self.answer(has_body=True)

    def do_HEAD(self) -> None:
        """What would come."""
        self.answer(has_body=False)

    def answer(self, *, has_body: bool) -> None:
        """Answer for one file."""
        path = FOLDER / self.path.lstrip("/")
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first = int(asked[1]) if asked else 0
        last = min(int(asked[2] or len(data)), len(data) - 1) if asked else len(data) - 1
        self.send_response(206 if asked else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last - first + 1))
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.end_headers()
        if has_body:
            self.wfile.write(data[first : last + 1])

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Parts)
sys.stdout.write(f"{server.server_address[1]}\n")
sys.stdout.flush()
server.serve_forever()
