"""Describes every endpoint of an application in OpenAPI 3.1, from its table of routes and the endpoints' models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

import pydantic
from aiohttp import web
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot import __version__
from bot.gateway.endpoints import Endpoint, Room, endpoint_of
from bot.gateway.errors import CONTENT_TYPE, ProblemDetails, phrase

REFERENCE = "#/components/schemas/{model}"
SECURITY_SCHEME = "partner_key"
# "    name: what it is, on as many lines as it takes" in a docstring.
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
# The headers that say more about an error.
_HEADERS = {
    401: {"WWW-Authenticate": "The scheme that a key is sent by."},
    429: {"Retry-After": "Seconds to wait."},
    503: {"Retry-After": "Seconds to wait."},
}
Model = type[Any]
Mode = Literal["validation", "serialization"]


class _Generator(GenerateJsonSchema):
    """Writes an answer's schema as a reader needs it: every field is there, so none has a default."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave defaults out of answers."""
        if self.mode == "serialization":
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out titles that only repeat the fields' names."""
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        """Whether a field is always there."""
        if self.mode == "serialization":
            return field.get("serialization_exclude_if") is None
        return super().field_is_required(field, total)


@lru_cache(maxsize=1)
def describe(app: web.Application, under: str = "/") -> dict[str, Any]:
    """Return the description of an application and its sub-applications.

    Args:
        app: the application.
        under: the beginning of the paths to describe.
    """
    found = [(path, endpoint) for path, endpoint in _endpoints(app) if path.startswith(under)]
    references, definitions = _schemas(endpoint for _, endpoint in found)
    paths: dict[str, dict[str, Any]] = {}
    for path, endpoint in found:
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(path, endpoint, references)
    rooms: dict[str, Room] = {endpoint.room.name: endpoint.room for _, endpoint in found}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kuntoutusneuvo",
            "version": __version__,
            "description": "General advice on Kela rehabilitation. Not a service of Kela.",
        },
        "tags": [{"name": room.name, "description": room.about} for room in rooms.values()],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {SECURITY_SCHEME: {"type": "http", "scheme": "bearer"}},
        },
    }


def _endpoints(app: web.Application) -> Iterator[tuple[str, Endpoint]]:
    """Yield every endpoint with its whole path."""
    for route in app.router.routes():
        endpoint = endpoint_of(route)
        # aiohttp adds a HEAD to every GET.
        if endpoint is not None and route.resource is not None and route.method == endpoint.method:
            yield route.resource.canonical, endpoint


def _schemas(endpoints: Iterator[Endpoint]) -> tuple[dict[tuple[Model, Mode], JsonSchemaValue], dict[str, Any]]:
    """Return a reference to each model, and the schemas that the references lead to."""
    models: dict[tuple[Model, Mode], None] = {(ProblemDetails, "serialization"): None}
    for endpoint in endpoints:
        if endpoint.body is not None:
            models[endpoint.body, "validation"] = None
        if endpoint.result is not None:
            models[endpoint.result, "serialization"] = None
    references, document = pydantic.json_schema.models_json_schema(
        list(models), ref_template=REFERENCE, schema_generator=_Generator
    )
    definitions: dict[str, Any] = document["$defs"]
    for schema in definitions.values():
        _describe_fields(schema)
    return dict(references), definitions


def _describe_fields(schema: dict[str, Any]) -> None:
    """Move what a model's docstring says of its attributes to the fields themselves."""
    schema["description"], _, attributes = schema.get("description", "").partition("\n\nAttributes:\n")
    for name, text in _ATTRIBUTE.findall(attributes):
        if name in schema["properties"]:
            schema["properties"][name].setdefault("description", _sentence(text))


def _sentence(text: str) -> str:
    """Return what is said of an attribute as a sentence."""
    words = " ".join(text.split())
    return words[:1].upper() + words[1:]


def _operation(path: str, endpoint: Endpoint, references: dict[tuple[Model, Mode], JsonSchemaValue]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": endpoint.summary.rstrip("."),
        "operationId": f"{endpoint.method.lower()}_{path.strip('/').translate(_AS_NAME)}",
        "tags": [endpoint.room.name],
        "security": [{SECURITY_SCHEME: []}] if endpoint.room.needs_key else [],
        "responses": {},
    }
    if endpoint.parameters is not None:
        operation["parameters"] = list(_parameters(path, endpoint.parameters))
    if endpoint.body is not None:
        content = {"application/json": {"schema": references[endpoint.body, "validation"]}}
        operation["requestBody"] = {"required": True, "content": content}
    for status in endpoint.statuses:
        response: dict[str, Any] = {"description": phrase(status)}
        if endpoint.result is not None:
            response["content"] = {"application/json": {"schema": references[endpoint.result, "serialization"]}}
        operation["responses"][str(status)] = response
    problem = {CONTENT_TYPE: {"schema": references[ProblemDetails, "serialization"]}}
    for status in endpoint.problems:
        if status in endpoint.statuses:
            continue
        response = {"description": phrase(status), "content": problem}
        headers = _HEADERS.get(status, {})
        if headers:
            response["headers"] = {
                name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()
            }
        operation["responses"][str(status)] = response
    return operation


_AS_NAME = str.maketrans({"/": "_", "-": "_", ".": "_", "{": None, "}": None})


def _parameters(path: str, model: Model) -> Iterator[dict[str, Any]]:
    schema = model.model_json_schema(ref_template=REFERENCE)
    for name, described in schema["properties"].items():
        in_path = f"{{{name}}}" in path
        # A parameter is there or not, but never null.
        choices = [choice for choice in described.pop("anyOf", ()) if choice != {"type": "null"}]
        if len(choices) == 1:
            described |= choices[0]
        if described.get("default", ...) is None:
            del described["default"]
        described.pop("title", None)
        parameter = {
            "name": name,
            "in": "path" if in_path else "query",
            "required": in_path or name in schema.get("required", ()),
        }
        description = described.pop("description", None)
        if description:
            parameter["description"] = description
        yield {**parameter, "schema": described}


async def get_description(request: web.Request) -> web.Response:
    """Serve the description of the API."""
    return web.json_response(describe(request.app))
