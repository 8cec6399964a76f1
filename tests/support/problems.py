"""What every error of the gateway looks like: RFC 9457 problem details."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Dict

from aiohttp import ClientResponse


async def assert_problem(response: ClientResponse) -> Dict[str, Any]:
    """Check the shape of an error and return its body."""
    assert response.content_type == "application/problem+json"
    problem: Dict[str, Any] = await response.json()
    assert problem["type"] == "about:blank"
    assert problem["status"] == response.status
    assert problem["title"] == HTTPStatus(response.status).phrase
    assert problem["detail"]
    assert "Traceback" not in str(problem)
    for error in problem.get("errors", []):
        assert set(error) == {"field", "hint"}
        assert error["field"]
        assert error["hint"]
    return problem
