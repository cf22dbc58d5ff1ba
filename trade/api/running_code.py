"""Which code is running: what is remembered of answers holds only for the code that gave them."""

import hashlib
from functools import cache
from pathlib import Path

import django
import rest_framework
from django.conf import settings

_PACKAGES = ("config", "cooperation", "trade")
_SHAPING = (".py", ".mo", ".sql")


@cache
def running_code() -> str:
    """A hash of our sources and translations as this process found them when first asked."""
    digest = hashlib.sha256(f"{django.VERSION} {rest_framework.VERSION}".encode())
    for package in _PACKAGES:
        for file in sorted(Path(settings.BASE_DIR, package).rglob("*")):
            if file.suffix in _SHAPING:
                digest.update(str(file.relative_to(settings.BASE_DIR)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
