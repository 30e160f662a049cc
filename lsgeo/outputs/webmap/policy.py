"""The page's Content-Security-Policy: only the scripts and styles written at build time run."""

from __future__ import annotations

import base64
import hashlib
import re

_BODY = r"<{tag}>(.*?)</{tag}>"


def with_policy(html: str) -> str:
    """`html` with a policy first in its head that admits exactly its own scripts and styles.

    Scripts and styles are admitted by the SHA-256 of their text; nothing is fetched from
    anywhere. Data blocks (``<script type=…>``) never run and need no hash.
    """
    rules = [
        "default-src 'none'",
        f"script-src {_hashes(html, 'script')}",
        f"style-src {_hashes(html, 'style')}",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    meta = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'
    return html.replace("<head>", f"<head>\n{meta}", 1)


def _hashes(html: str, tag: str) -> str:
    bodies = re.findall(_BODY.format(tag=tag), html, flags=re.S)
    digests = (hashlib.sha256(body.encode("utf-8")).digest() for body in bodies)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)
