"""Limits how much each visitor of the pages sends, told apart by address, behind trusted proxies as well."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Optional, Sequence, Union

from aiohttp import web

from bot.gateway.errors import sentence
from bot.gateway.keys import SETTINGS, WIDGET_LIMIT

Address = Union[IPv4Address, IPv6Address]
Network = Union[IPv4Network, IPv6Network]
UNKNOWN = "?"
# One line of a provider has as many addresses of version 6 as it likes within such a network.
_IPV6_PREFIX = 64


def count(request: web.Request, language: Optional[str]) -> None:
    """Count a request against its visitor's limit.

    Raises:
        Problem: 429 none is left, told in the person's language.
    """
    request.app[WIDGET_LIMIT].count(_visitor(request), sentence("rate_limited", language))


def _visitor(request: web.Request) -> str:
    """Return whom to count a request to: an address, or the network that an address of version 6 belongs to."""
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
    address = _outermost(request.remote, forwarded, request.app[SETTINGS].trusted_proxies)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _IPV6_PREFIX), strict=False))
    return str(address) if address else UNKNOWN


def _outermost(peer: Optional[str], forwarded: str, trusted: Sequence[Network]) -> Optional[Address]:
    """Return the first address, from ours outwards, that is no trusted proxy's: only such a proxy is believed."""
    address = _read(peer or "")
    for entry in reversed(forwarded.split(",")):
        if address is None or not any(address in network for network in trusted):
            break
        before = _read(entry)
        if before is None:
            break
        address = before
    return address


def _read(text: str) -> Optional[Address]:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
