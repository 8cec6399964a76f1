"""Knows the partner organisations by their keys."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional

import yaml
from aiohttp import web

from bot.gateway.errors import Problem
from bot.gateway.limits import RateLimit
from bot.wording.i18n import words


@dataclass(frozen=True)
class Partner:
    """A partner organisation: its name, the SHA-256 of its key and its rate limit, None for none."""

    name: str
    key_sha256: str
    limit: Optional[RateLimit]


def load_partners(dev_key_file: Optional[Path], keys_file: Optional[Path]) -> List[Partner]:
    """Read the partners from the operator's file, and the development key's.

    Raises:
        ValueError: an entry lacks its key or has a field nobody knows; names the file, the partner and the fix.
    """
    partners = []
    if dev_key_file is not None:
        key = dev_key_file.read_text(encoding="ascii").strip()
        partners.append(Partner("development", digest(key), limit=None))
    if keys_file is not None:
        for name, entry in (yaml.safe_load(keys_file.read_text(encoding="utf-8")) or {}).items():
            unknown = set(entry) - {"key_sha256", "per_minute"}
            if unknown or "key_sha256" not in entry:
                raise ValueError(f"{keys_file}: '{name}' needs key_sha256 and may have per_minute, nothing else")
            partners.append(Partner(name, entry["key_sha256"].lower(), RateLimit(entry.get("per_minute", 600))))
    return partners


def digest(key: str) -> str:
    """Return the SHA-256 of a key, in hexadecimal."""
    return hashlib.sha256(key.encode()).hexdigest()


def authenticated(request: web.Request, partners: List[Partner]) -> Partner:
    """Return the partner whose key the request carries, counted against its limit.

    Raises:
        Problem: 401 without a valid key, 429 over the limit.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    given = digest(key.strip())
    for partner in partners:
        if scheme.lower() == "bearer" and hmac.compare_digest(partner.key_sha256, given):
            if partner.limit is not None:
                partner.limit.count("all")
            return partner
    raise Problem(
        401,
        words("common.errors.unauthorised", "en"),
        "Authorization",
        "Send the header 'Authorization: Bearer <partner key>' with a valid key.",
        headers={"WWW-Authenticate": 'Bearer realm="kuntoutusneuvo"'},
    )
