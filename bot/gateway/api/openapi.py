"""Describes the partner API: GET /openapi.json."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import pydantic
import pydantic.json_schema
from aiohttp import web

from bot import __version__
from bot.gateway.api.rules import AllowanceRequest, EligibilityRequest, TravelRequest
from bot.gateway.schemas import MessageRequest

REF = "#/components/schemas/{model}"


class Button(pydantic.BaseModel):
    """A choice offered to the person; send its payload back unchanged."""

    title: str
    payload: str


class Reply(pydantic.BaseModel):
    """A text in limited Markdown (paragraphs, lists, bold, links) with its buttons."""

    text: str
    buttons: List[Button]


class Source(pydantic.BaseModel):
    """A page that the answer rests on, and when the answer was checked against it."""

    title: str
    url: str
    reviewed: str


class Flow(pydantic.BaseModel):
    """The guided dialogue under way; `result` is what the matching rules endpoint returns, when it has ended."""

    id: str
    step: Optional[str]
    result: Optional[Dict[str, Any]]


class MessageResponse(pydantic.BaseModel):
    """The answer to a message."""

    conversation_id: str
    message_id: str
    language: str
    topic: str
    confidence: float
    replies: List[Reply]
    sources: List[Source]
    redacted: List[str]
    flow: Optional[Flow]


class ProblemDetails(pydantic.BaseModel):
    """An error by RFC 9457; `errors` names each wrong field and its mend."""

    type: str
    title: str
    status: int
    detail: str
    errors: Optional[List[Dict[str, str]]]


def describe() -> Dict[str, Any]:
    """Return the OpenAPI description."""
    models = [EligibilityRequest, AllowanceRequest, TravelRequest, MessageRequest, MessageResponse, ProblemDetails]
    schemas = pydantic.json_schema.models_json_schema([(model, "validation") for model in models], ref_template=REF)[1][
        "$defs"
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kuntoutusneuvo",
            "version": __version__,
            "description": "General advice on Kela rehabilitation in Finnish and English. Not a service of Kela.",
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"partner_key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"partner_key": []}],
        "paths": {
            "/api/v1/messages": {
                "post": _operation("Send a message or press a button", "MessageRequest", "MessageResponse")
            },
            "/api/v1/rules/eligibility": {
                "post": _operation("Are the conditions of intensive medical rehabilitation met", "EligibilityRequest")
            },
            "/api/v1/rules/rehabilitation-allowance": {
                "post": _operation("Are the conditions of rehabilitation allowance met", "AllowanceRequest")
            },
            "/api/v1/rules/travel-reimbursement": {
                "post": _operation("What the client pays for trips, and what is reimbursed", "TravelRequest")
            },
            "/api/v1/topics": {"get": _operation("List the topics", query=["language"])},
            "/api/v1/topics/{id}": {
                "get": _operation("One topic's answer and sources", query=["language"], path=["id"])
            },
            "/api/v1/contacts": {
                "get": _operation("Find a mailbox", query=["subject", "municipality", "district", "language"])
            },
            "/api/v1/opening-hours": {"get": _operation("Is a channel open, and when does it open next", query=["at"])},
            "/healthz": {"get": {**_operation("The gateway is alive"), "security": []}},
            "/readyz": {"get": {**_operation("Every part answers"), "security": []}},
        },
    }


def _operation(
    summary: str,
    body: Optional[str] = None,
    response: Optional[str] = None,
    query: Optional[List[str]] = None,
    path: Optional[List[str]] = None,
) -> Dict[str, Any]:
    ok: Dict[str, Any] = {"description": "OK"}
    if response:
        ok["content"] = {"application/json": {"schema": {"$ref": REF.format(model=response)}}}
    problem = {"application/problem+json": {"schema": {"$ref": REF.format(model="ProblemDetails")}}}
    operation: Dict[str, Any] = {
        "summary": summary,
        "responses": {"200": ok, "default": {"description": "What was wrong and how to mend it", "content": problem}},
    }
    if body:
        content = {"application/json": {"schema": {"$ref": REF.format(model=body)}}}
        operation["requestBody"] = {"required": True, "content": content}
    parameters = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in query or []]
    parameters += [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in path or []]
    if parameters:
        operation["parameters"] = parameters
    return operation


async def openapi(request: web.Request) -> web.Response:
    """Serve the description."""
    return web.json_response(describe())


def routes() -> list[web.RouteDef]:
    """Return the routes of this module."""
    return [web.get("/openapi.json", openapi)]
