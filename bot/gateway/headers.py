"""The security headers: what a response may load and who may frame it. Same-origin only, no inline code."""

from __future__ import annotations

from aiohttp import web

_BASE = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
_STYLED = f"{_BASE}; style-src 'self'; img-src 'self'; form-action 'self'"
# For a page without scripts, and for one with the widget.
PLAIN_POLICY = {"Content-Security-Policy": _STYLED}
WIDGET_POLICY = {"Content-Security-Policy": f"{_STYLED}; script-src 'self'; connect-src 'self'"}
_EVERYWHERE = {
    "Content-Security-Policy": _BASE,
    # Other sites learn nothing. Without the header, a form of this host would be sent with the Origin "null".
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


# Whoever looks for a weak version is not told which this is.
_SERVER = {"Server": "kuntoutusneuvo"}


async def secure(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that a handler has not set."""
    add_headers(response)


def add_headers(response: web.StreamResponse) -> None:
    """Add the headers that a response does not have."""
    response.headers.update(_SERVER)
    for name, value in _EVERYWHERE.items():
        response.headers.setdefault(name, value)
