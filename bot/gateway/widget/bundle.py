"""Serves the widget's script: the current version, and each released one under its number for use with `integrity`."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pydantic
from aiohttp import ETag, web

from bot.gateway.endpoints import Endpoint
from bot.gateway.errors import Problem
from bot.gateway.parts import STATIC
from bot.gateway.schemas import ResponseModel
from bot.gateway.widget.room import WIDGET

# What is under a version's number never changes.
_FOREVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"
_VERSION = re.compile(r"\d+\.\d+\.\d+", re.ASCII)


@dataclass(frozen=True)
class Bundle:
    """The script and its version."""

    script: bytes
    version: str

    @classmethod
    def current(cls, folder: Path) -> Bundle:
        """Read the version that the widget's build made last, and named in version.json.

        Raises:
            Problem: 404 it is not there.
        """
        try:
            version: str = json.loads((folder / "version.json").read_text(encoding="utf-8"))["version"]
            return cls((folder / version / "widget.js").read_bytes(), version)
        except FileNotFoundError as error:
            detail = "The widget's script is not installed here."
            raise Problem(404, detail, hint=f"{Path(error.filename).name} is missing: make widget.") from None

    @classmethod
    def of_version(cls, folder: Path, version: str) -> Bundle:
        """Read a released version: pages that fixed one keep working after the next release.

        Raises:
            Problem: 404 there is no such version.
        """
        file = folder / version / "widget.js"
        if not _VERSION.fullmatch(version) or not file.exists():
            detail = "There is no such version of the widget here."
            raise Problem(404, detail, hint=f"There is {Bundle.current(folder).version}.")
        return cls(file.read_bytes(), version)

    @property
    def integrity(self) -> str:
        """What a page writes as `integrity`."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.script).digest()).decode()}"


async def get_script(request: web.Request) -> web.Response:
    """Serve the current version."""
    return _script(request, Bundle.current(_folder(request)), _ASK_FIRST)


async def get_script_of_version(request: web.Request) -> web.Response:
    """Serve the version that the address names."""
    return _script(request, Bundle.of_version(_folder(request), request.match_info["version"]), _FOREVER)


class BundleVersion(ResponseModel):
    """The current version of the script."""

    version: str
    script: str = pydantic.Field(description="Address of this version's script, which never changes.")
    integrity: str = pydantic.Field(description="What a page writes as the script's `integrity`.")


async def get_version(request: web.Request) -> BundleVersion:
    """Tell the script's current version."""
    bundle = Bundle.current(_folder(request))
    return BundleVersion(
        version=bundle.version, script=f"/widget/{bundle.version}/widget.js", integrity=bundle.integrity
    )


def _folder(request: web.Request) -> Path:
    return request.config_dict[STATIC] / "widget"


def _script(request: web.Request, bundle: Bundle, caching: str) -> web.Response:
    # A weak ETag: compressed or not, it is the same script.
    etag = ETag(hashlib.sha256(bundle.script).hexdigest()[:32], is_weak=True)
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
    if any(known.value == etag.value for known in request.if_none_match or ()):
        response = web.Response(status=304, headers=headers)
    else:
        response = web.Response(body=bundle.script, content_type="text/javascript", charset="utf-8", headers=headers)
        response.enable_compression()
    response.etag = etag
    return response


ENDPOINTS = [
    Endpoint(WIDGET, "GET", "/version.json", get_version, problems=(404,), headers={"Cache-Control": _ASK_FIRST})
]


def routes() -> list[web.RouteDef]:
    """Return the routes of the scripts of all versions."""
    return [web.get("/{version}/widget.js", get_script_of_version)]


def script_routes() -> list[web.RouteDef]:
    """Return the route of the current version's script, in a sub-application of its own."""
    return [web.get("", get_script)]
