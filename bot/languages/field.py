"""The type of a field that holds a language's code, for pydantic models: its values are the folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.languages.languages import codes

if TYPE_CHECKING:
    LanguageCode = str
else:
    # A Literal, since its values stand in error messages and in /openapi.json.
    LanguageCode = Literal[codes()]
