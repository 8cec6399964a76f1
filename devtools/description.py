"""Holds answers of the gateway against its own description, which is what callers build upon."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator

from bot.gateway.app import create_app
from bot.gateway.openapi import describe
from bot.gateway.settings import Settings

PROBLEM = "application/problem+json"


class Description:
    """A description in OpenAPI 3.1.

    Args:
        document: the description, as /openapi.json serves it.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._paths = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in document["paths"]]

    @classmethod
    @lru_cache(maxsize=1)
    def own(cls) -> Description:
        """Return the gateway's own."""
        return cls(json.loads(json.dumps(describe(create_app(Settings())))))

    def check(self, method: str, path: str, status: int, content_type: str, body: bytes) -> None:
        """Check an answer.

        Args:
            method: the method of the request.
            path: the path of the request, as it was sent.
            status: the answer's status.
            content_type: the answer's media type, without parameters.
            body: the answer's body.

        Raises:
            AssertionError: it is not what the description says; an answer of what it does not describe may be anything,
                but every problem has the shape of one.
        """
        template = next((template for pattern, template in self._paths if pattern.fullmatch(path)), "")
        operation = self.document["paths"].get(template, {}).get(method.lower())
        if operation is None:
            if content_type == PROBLEM:
                self._hold(json.loads(body), {"$ref": "#/components/schemas/ProblemDetails"}, f"{method} {path}")
            return
        where = f"{method} {template}, {status}"
        assert str(status) in operation["responses"], f"{where}: the description knows no such status"
        content = operation["responses"][str(status)].get("content")
        if content is None:
            assert body == b"", f"{where}: the description says that nothing comes back"
            return
        assert content_type in content, f"{where}: {content_type} in place of {', '.join(content)}"
        self._hold(json.loads(body), content[content_type]["schema"], where)

    def _hold(self, body: Any, schema: dict[str, Any], where: str) -> None:
        validator = Draft202012Validator(
            {**schema, "components": self.document["components"]},
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]
        assert errors == [], f"{where}: {errors}"


class DescribedClient(TestClient[Any, Any]):
    """A client that holds every answer against the description before a test sees it."""

    async def _request(self, method: str, path: Any, **arguments: Any) -> ClientResponse:
        response = await super()._request(method, path, **arguments)
        # Of a HEAD nothing but the headers comes back. After a redirect the last answer is another path's.
        if method != "HEAD" and not response.history:
            body = await response.read()
            Description.own().check(method, response.url.raw_path, response.status, response.content_type, body)
        return response
