"""Knows the partner organisations by their keys, and lets nobody else use the API."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pydantic
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.data_files import load_records
from bot.gateway.errors import Problem
from bot.gateway.limits import SECONDS_PER_DAY, RateLimit, extra_cost
from bot.gateway.visitors import WRONG_KEY_LIMIT, count
from bot.wording.i18n import words


@dataclass(frozen=True)
class Partner:
    """A partner organisation.

    Attributes:
        name: its name, which owns its conversations.
        key_sha256: the SHA-256 of its key.
        limit: of its requests in a minute; None for none.
        kept: of the messages whose answers are kept, in a day; None for none.
    """

    name: str
    key_sha256: str
    limit: RateLimit | None
    kept: RateLimit | None = None

    def count_message(self, text: str | None) -> None:
        """Count a message, a request already counted, by what its text costs and by what is kept of it.

        Raises:
            OverLimit: the partner has none left for the day.
        """
        if self.kept is not None:
            self.kept.count(self.name)
        if self.limit is not None:
            self.limit.charge(self.name, extra_cost(text))

    def charge_kept(self, cost: float) -> None:
        """Take what is kept beyond an answer from what is left for the day."""
        if self.kept is not None:
            self.kept.charge(self.name, cost)


PARTNERS = web.AppKey("partners", list[Partner])
# The partner that a request comes from.
PARTNER = web.RequestKey("partner", Partner)


def digest(key: str) -> str:
    """Return the SHA-256 of a key, in hexadecimal."""
    # A header may hold bytes that are no text; those are no partner's key.
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


# The name that the development key's conversations belong to.
DEVELOPMENT = "development"
# A key may be of 64 hexadecimal digits itself: only what says that it is a hash is taken for one.
_DIGEST = re.compile(r"sha256:(?P<hex>[0-9a-f]{64})")
# SHA-256 of texts that are no secret: the empty text, an empty line, and the example of many manuals.
_KNOWN = {digest(text) for text in ("", "\n", "abc")}
_MAKE = "docs/operations.md, Partner keys"


def _is_digest(value: str) -> str:
    found = _DIGEST.fullmatch(value.lower())
    # What is wrong is not repeated: it may be a key.
    if found is None:
        raise ValueError(
            "write sha256: and the SHA-256 of the partner's key, 64 digits from 0 to f. If this is the key itself, it "
            f"is safe no more: make a new one ({_MAKE})"
        )
    if found["hex"] in _KNOWN:
        raise ValueError(f"this is the SHA-256 of nothing or of an example: make a key ({_MAKE})")
    return found["hex"]


@dataclass(frozen=True)
class _Entry:
    """A partner as the operator's file has it."""

    id: str
    key_sha256: Annotated[str, pydantic.AfterValidator(_is_digest)]
    per_minute: Annotated[int, pydantic.Field(strict=True, ge=1)] = 600
    per_day: Annotated[int, pydantic.Field(strict=True, ge=1)] = 60_000


def load_partners(dev_key_file: Path | None, keys_file: Path | None) -> list[Partner]:
    """Read the partners from the operator's file, and the development key's.

    Raises:
        ValueError: a key is empty, an entry lacks one, is wrong or has a field nobody knows, or two partners have one
            name or key; names the file, the partner, the field and the fix.
        OSError: a file cannot be read.
    """
    partners = []
    if dev_key_file is not None:
        partners.append(Partner(DEVELOPMENT, digest(_read_key(dev_key_file)), limit=None))
    if keys_file is not None:
        for name, entry in load_records(keys_file, _Entry).items():
            if not name.strip() or name.strip().casefold() == DEVELOPMENT:
                raise ValueError(
                    f"{keys_file}: '{name}' cannot be a partner's name: the development key has the name "
                    f"'{DEVELOPMENT}', and a name may not be blank. Choose another"
                )
            same = [partner.name for partner in partners if partner.key_sha256 == entry.key_sha256]
            if same:
                raise ValueError(
                    f"{keys_file}: '{name}.key_sha256' is the key of '{same[0]}' too: give each partner its own"
                )
            partners.append(
                Partner(
                    name,
                    entry.key_sha256,
                    RateLimit(entry.per_minute),
                    RateLimit(entry.per_day, seconds=SECONDS_PER_DAY),
                )
            )
    return partners


def _read_key(file: Path) -> str:
    try:
        words = file.read_text(encoding="ascii").split()
    except UnicodeDecodeError:
        words = []
    if len(words) != 1:
        raise ValueError(
            f"{file}: holds no key, which is one word of plain letters, digits and signs: remove the file, and "
            "`make run` makes a new one"
        )
    return words[0]


@web.middleware
async def partners_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Pass on what a partner sends, counted against its limit, and refuse all else."""
    partner = _partner(request)
    if partner.limit is not None:
        partner.limit.count(partner.name)
    request[PARTNER] = partner
    return await handler(request)


def _partner(request: web.Request) -> Partner:
    """Return the partner whose key the request carries.

    Raises:
        Problem: 401 without a valid key.
        OverLimit: the caller has sent too many wrong ones.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    given = digest(key.strip())
    for partner in request.config_dict[PARTNERS]:
        if scheme.lower() == "bearer" and hmac.compare_digest(partner.key_sha256, given):
            return partner
    count(request, WRONG_KEY_LIMIT)
    raise Problem(
        401,
        words("common.errors.unauthorised", "en"),
        "Authorization",
        "Send the header 'Authorization: Bearer <partner key>' with a valid key.",
        headers={"WWW-Authenticate": 'Bearer realm="kuntoutusneuvo"'},
    )
