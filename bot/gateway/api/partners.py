"""Knows the partner organisations by their keys, and lets nobody else use the API."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

import yaml
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.errors import Problem
from bot.gateway.limits import RateLimit
from bot.wording.i18n import words


@dataclass(frozen=True)
class Partner:
    """A partner organisation: its name, the SHA-256 of its key and its rate limit, None for none."""

    name: str
    key_sha256: str
    limit: RateLimit | None


PARTNERS = web.AppKey("partners", list[Partner])
# The partner that a request comes from.
PARTNER = web.RequestKey("partner", Partner)


def load_partners(dev_key_file: Path | None, keys_file: Path | None) -> list[Partner]:
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


@web.middleware
async def partners_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Pass on what a partner sends, counted against its limit, and refuse all else."""
    partner = _partner(request)
    if partner.limit is not None:
        partner.limit.count("all")
    request[PARTNER] = partner
    return await handler(request)


def _partner(request: web.Request) -> Partner:
    """Return the partner whose key the request carries.

    Raises:
        Problem: 401 without a valid key.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    given = digest(key.strip())
    for partner in request.config_dict[PARTNERS]:
        if scheme.lower() == "bearer" and hmac.compare_digest(partner.key_sha256, given):
            return partner
    raise Problem(
        401,
        words("common.errors.unauthorised", "en"),
        "Authorization",
        "Send the header 'Authorization: Bearer <partner key>' with a valid key.",
        headers={"WWW-Authenticate": 'Bearer realm="kuntoutusneuvo"'},
    )
