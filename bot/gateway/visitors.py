"""Knows the visitors of the web pages: whether a page of this host sends a request, and how much each may send.

Visitors are distinguished by address, behind trusted proxies as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.conversation.model import MessageAnswer
from bot.gateway.conversation.queue import AT_ONCE_EACH, WAITING_EACH, Caller
from bot.gateway.conversation.service import FEEDBACK
from bot.gateway.limits import RateLimit
from bot.gateway.parts import SETTINGS

VISITOR_LIMIT = web.AppKey("visitor_limit", RateLimit)
# For what costs little: whether a conversation is alive, and its erasure.
LOOKUP_LIMIT = web.AppKey("lookup_limit", RateLimit)
LOOKUPS_PER_MESSAGE = 10
# For all else that is no message: pages, scripts, the description, whether the service is ready.
PAGE_LIMIT = web.AppKey("page_limit", RateLimit)
PAGES_PER_MESSAGE = 20
# For what is kept: one is about a kilobyte for a day.
KEPT_LIMIT = web.AppKey("kept_limit", RateLimit)
KEPT_PER_MESSAGE = 100
# Beyond one: of the first message of a conversation, of feedback that is kept for months, and of a rating.
CONVERSATION_KEPT, FEEDBACK_KEPT, RATING_KEPT = 2, 20, 10
# For requests to the partner API with a wrong key.
WRONG_KEY_LIMIT = web.AppKey("wrong_key_limit", RateLimit)
WRONG_KEYS_PER_MINUTE = 60
UNKNOWN = "?"
# Costs nothing, and a supervisor that is refused would restart what works.
ALIVE = "/healthz"
_PORT = re.compile(r":\d+$")
# An IPv6 customer may use any address within a network of this size.
_IPV6_PREFIX = 64

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def is_own(request: web.Request) -> bool:
    """Whether the request comes from a page of this host, or from no page at all."""
    # By host alone: behind a proxy that ends TLS the page's scheme is https and the gateway's is not.
    host = request.host.lower()
    allowed = request.config_dict[SETTINGS].hosts
    # A name that somebody else made to lead here would make their page one of ours.
    if allowed and "Origin" in request.headers and host not in allowed and _PORT.sub("", host) not in allowed:
        return False
    return request.headers.get("Origin") in (None, f"http://{host}", f"https://{host}")


def count(request: web.Request, limit: web.AppKey[RateLimit] = VISITOR_LIMIT) -> None:
    """Count a request against its visitor's limit.

    Raises:
        OverLimit: none is left.
    """
    request.config_dict[limit].count(_visitor(request))


def charge(request: web.Request, cost: float, limit: web.AppKey[RateLimit] = VISITOR_LIMIT) -> None:
    """Take what a request costs beyond one from what its visitor has left."""
    request.config_dict[limit].charge(_visitor(request), cost)


def extra_kept(answer: MessageAnswer, is_first: bool) -> float:
    """Return what is kept of a message beyond its answer, in answers."""
    return CONVERSATION_KEPT * is_first + FEEDBACK_KEPT * (answer.topic == FEEDBACK)


def caller(request: web.Request) -> Caller:
    """Return the visitor as the queue in front of Rasa knows them: all of one address have their turn together."""
    return Caller(f"visitor {_visitor(request)}", AT_ONCE_EACH, WAITING_EACH, lambda: has_gone(request))


def has_gone(request: web.Request) -> bool:
    """Whether the connection that a request came by is closed."""
    return request.transport is None or request.transport.is_closing()


def _visitor(request: web.Request) -> str:
    """Return whom to count a request to: an address, or the network that an address of version 6 belongs to."""
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
    address = _outermost(request.remote, forwarded, request.config_dict[SETTINGS].trusted_proxies)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _IPV6_PREFIX), strict=False))
    return str(address) if address else UNKNOWN


def _outermost(peer: str | None, forwarded: str, trusted: Sequence[Network]) -> Address | None:
    """Return the first address from the gateway outwards that is no trusted proxy's; only such a proxy is believed."""
    address = _read(peer or "")
    for entry in reversed(forwarded.split(",")):
        if address is None or not any(address in network for network in trusted):
            break
        before = _read(entry)
        if before is None:
            break
        address = before
    return address


def _read(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@web.middleware
async def pages_limited(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count a request that no sub-application counts; a supervisor may ask as often as it likes."""
    route = request.match_info.route.resource
    if len(request.match_info.apps) == 1 and not (route and route.canonical == ALIVE):
        count(request, PAGE_LIMIT)
    return await handler(request)
