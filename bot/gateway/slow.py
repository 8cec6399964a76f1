"""Closes connections on which no request comes: each would cost a file, of which a process has only so many."""

from __future__ import annotations

import asyncio

from aiohttp.web_protocol import RequestHandler

# From the connection to the end of the first request's headers. Later ones have as long as a connection may be silent.
HEADER_SECONDS = 10.0

_stock_connection_made = RequestHandler.connection_made


def connection_made(self: RequestHandler, transport: asyncio.BaseTransport) -> None:
    """Begin a connection, and look after a while whether a request has come."""
    _stock_connection_made(self, transport)
    self._loop.call_later(HEADER_SECONDS, _close_without_request, self)


def _close_without_request(handler: RequestHandler) -> None:
    # A request counts from the end of its headers.
    if handler._request_count == 0:
        handler.force_close()


def install() -> None:
    """Put it in place of aiohttp's own, which waits for the first request as long as for any other."""
    RequestHandler.connection_made = connection_made  # type: ignore[method-assign]
