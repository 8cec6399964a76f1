"""Writes the HTML pages from their templates; whatever is put in is escaped."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Mapping, Optional

import jinja2
from aiohttp import web

from bot import languages
from bot.gateway.pages.markdown import blocks
from bot.wording.citations import last_checked, page_date
from bot.wording.i18n import words

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(blocks=blocks, page_date=page_date, last_checked=last_checked)


def page(
    template: str,
    language: str,
    headers: Mapping[str, str],
    status: int = 200,
    values: Optional[Mapping[str, Any]] = None,
) -> web.Response:
    """Return a page; its template finds words in the page's language by `words(key)`."""
    text = _ENVIRONMENT.get_template(template).render(
        language=language,
        other_languages=[languages.get(code) for code in languages.others(language)],
        words=partial(words, language=language),
        **(values or {}),
    )
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def page_language(request: web.Request) -> str:
    """Return the language that a page's address asks for; the default one where it names none."""
    language = request.query.get("lang")
    return language if language in languages.codes() else languages.default()
