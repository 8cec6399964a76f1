"""What the operator of the gateway can set, by environment variables."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Optional

import pydantic
import pydantic_settings
from pydantic_core import ErrorDetails

# As browsers write the header Origin: lower case, no path, no port that the scheme has anyway.
_ORIGIN = re.compile(r"(?:http(?!.*:80$)|https(?!.*:443$))://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")

# Paths are added to it.
_ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")

PREFIX = "KUNTOUTUSNEUVO_"


def _read_list(value: Any) -> Any:
    """Read a JSON list; a variable of the environment is text, a value that a test gives is not."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError('write a JSON list, such as ["first", "second"]') from None


def _is_origin(value: str) -> str:
    if not _ORIGIN.fullmatch(value):
        raise ValueError(
            f"'{value}' is no origin: write scheme, host and a port that is not the scheme's own, in lower case "
            "and without a slash at the end, such as https://www.example.fi"
        )
    return value


def _is_address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError(f"'{value}' is no address: write scheme, host and port, such as http://127.0.0.1:5005")
    return value


def _is_file(value: Path) -> Path:
    if not value.is_file():
        raise ValueError(f"there is no file '{value}': write its path, or leave the variable out")
    return value


# Each reads its JSON itself, so that an error names the variable and the fix.
_READ = pydantic.BeforeValidator(_read_list)
Address = Annotated[str, pydantic.AfterValidator(_is_address)]
Addresses = Annotated[list[Address], pydantic_settings.NoDecode, _READ]
# A name that is blank would mean every interface, or a database that is gone with the process.
Name = Annotated[str, pydantic.StringConstraints(strip_whitespace=True, min_length=1)]
Names = Annotated[
    list[Annotated[str, pydantic.StringConstraints(strip_whitespace=True, min_length=1, to_lower=True)]],
    pydantic_settings.NoDecode,
    _READ,
]
File = Annotated[Path, pydantic.AfterValidator(_is_file)]
Origins = Annotated[list[Annotated[str, pydantic.AfterValidator(_is_origin)]], pydantic_settings.NoDecode, _READ]
Networks = Annotated[list[pydantic.IPvAnyNetwork], pydantic_settings.NoDecode, _READ]


class Settings(pydantic_settings.BaseSettings):
    """Settings of the gateway; each is an environment variable of the same name with the prefix KUNTOUTUSNEUVO_."""

    host: Name = pydantic.Field(default="127.0.0.1", description="Address to listen on.")
    port: int = pydantic.Field(default=8080, ge=1, le=65535, description="Port to listen on.")
    rasa_urls: Addresses = pydantic.Field(
        default=["http://127.0.0.1:5005"], min_length=1, description="Rasa workers, as a JSON list."
    )
    action_url: Address = pydantic.Field(
        default="http://127.0.0.1:5055", description="The action server, asked by /readyz."
    )
    database: Name = pydantic.Field(default=":memory:", description="Database: path of a SQLite file, or a URL.")
    dev_key_file: Optional[File] = pydantic.Field(default=None, description="File with a partner key for development.")
    partner_keys_file: Optional[File] = pydantic.Field(
        default=None, description="YAML file of partners: {name: {key_sha256: 'sha256:...', per_minute: 600}}."
    )
    widget_origins: Origins = pydantic.Field(
        default=[], description='Sites that may embed the chat widget, as a JSON list: `["https://www.example.fi"]`.'
    )
    widget_per_minute: int = pydantic.Field(
        default=30, ge=1, description="Messages a minute and address over the web pages."
    )
    hosts: Names = pydantic.Field(
        default=[],
        description="The service's own names, in lower case, as a JSON list; empty for any: "
        '`["neuvonta.example.fi"]`.',
    )
    trusted_proxies: Networks = pydantic.Field(
        default=[],
        description='Addresses or networks whose `X-Forwarded-For` is believed, as a JSON list: `["10.0.0.0/8"]`.',
    )
    demo: bool = pydantic.Field(default=False, description="Whether the demo site `/demo/` is served.")

    model_config = pydantic_settings.SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)


# What the other processes and the launcher read.
_OTHERS = (f"{PREFIX}NOW", f"{PREFIX}VAR")


def unknown_names(environment: Iterable[str]) -> list[str]:
    """Return a sentence for each variable that begins as the settings do and is none; a misspelt one would do nothing.

    Args:
        environment: names of variables.
    """
    known = [*(PREFIX + name.upper() for name in Settings.model_fields), *_OTHERS]
    unknown = [name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known]
    return [f"{name}: there is no such setting. {_meant(name, known)}" for name in sorted(unknown)]


def _meant(name: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(name.upper(), known, 1, 0.8)
    return f"Did you mean {nearest[0]}?" if nearest else f"Settings: {', '.join(known)}."


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        SystemExit: one is wrong or unknown; names each such variable and its fix.
    """
    if unknown := unknown_names(os.environ):
        raise SystemExit("\n".join(unknown))
    try:
        return Settings()
    except pydantic.ValidationError as error:
        lines = [f"{PREFIX}{str(entry['loc'][0]).upper()}: {_said(entry)}" for entry in error.errors()]
        raise SystemExit("\n".join(lines)) from None


def _said(entry: ErrorDetails) -> str:
    """Return the sentence on an error, without the word that pydantic puts before a validator's own."""
    return entry["msg"].removeprefix("Value error, ")
