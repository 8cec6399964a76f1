"""Look-ups without dialogue for partner organisations: topics, contacts, opening hours."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Dict, List

from aiohttp import web

from bot import directory, hours, knowledge
from bot.gateway.api.partners import authenticated
from bot.gateway.errors import Problem
from bot.gateway.keys import CLOCK, PARTNERS
from bot.gateway.schemas import known_parameters, language_parameter
from bot.hours import HELSINKI
from bot.wording import answers

# Opening hours are asked about near the present; far from it calendars give out.
YEARS = range(2000, 2101)
_SPACE_BEFORE_ZONE = re.compile(r"(?<=:\d\d) (?=\d\d:\d\d$)")


async def list_topics(request: web.Request) -> web.Response:
    """List every topic with its title."""
    authenticated(request, request.app[PARTNERS])
    known_parameters(request, "language")
    language = language_parameter(request)
    return web.json_response(
        {
            "language": language,
            "topics": [
                {"id": topic.id, "kind": topic.kind, "title": answers.title(topic.id, language)}
                for topic in knowledge.topics().values()
            ],
        }
    )


async def get_topic(request: web.Request) -> web.Response:
    """Return one topic's answer, long and short, with its sources."""
    authenticated(request, request.app[PARTNERS])
    known_parameters(request, "language")
    language, topic_id = language_parameter(request), request.match_info["id"]
    if topic_id not in knowledge.topics():
        raise Problem(404, f"There is no topic '{topic_id}'.", "id", "GET /api/v1/topics lists them.")
    now = request.app[CLOCK]()
    answer = answers.answer(topic_id, language, now)
    return web.json_response(
        {
            "id": topic_id,
            "kind": knowledge.topic(topic_id).kind,
            "language": language,
            "title": answers.title(topic_id, language),
            "text": answer.text,
            "short": answers.answer(topic_id, language, now, answers.SHORT).text,
            "sources": [source.model_dump(mode="json") for source in answer.sources],
            "related": list(answer.related),
        }
    )


async def find_contacts(request: web.Request) -> web.Response:
    """Return the mailboxes for a subject, a district or a municipality; all of them where none is given."""
    authenticated(request, request.app[PARTNERS])
    known_parameters(request, "subject", "municipality", "district", "language")
    language = language_parameter(request)
    found = list(directory.mailboxes().values())
    caveats: List[str] = []
    subject = request.query.get("subject")
    if subject is not None:
        found = [mailbox for mailbox in found if subject in (mailbox.id, mailbox.topic)]
        if not found:
            known = sorted({mailbox.topic for mailbox in directory.mailboxes().values()})
            raise Problem(422, f"No mailbox is for '{subject}'.", "subject", f"Subjects: {', '.join(known)}.")
    district_id = request.query.get("district")
    if district_id is not None and district_id not in directory.districts():
        raise Problem(
            422, f"There is no district '{district_id}'.", "district", f"Districts: {', '.join(directory.districts())}."
        )
    municipality = request.query.get("municipality")
    if municipality is not None:
        matches = directory.find_municipalities(municipality)
        if not matches:
            raise Problem(
                422,
                f"There is no municipality '{municipality}'.",
                "municipality",
                "Give the name of a Finnish municipality of 2026, in Finnish or Swedish.",
            )
        if len({match.municipality.area for match in matches}) > 1:
            raise Problem(422, "Those are in different districts.", "municipality", "Give one municipality.")
        place = matches[0].municipality
        area = place.area
        if place.previously:
            caveats.append(f"previously_{place.previously}")
        if place.assumed:
            caveats.append("area_assumed")
        if district_id is not None and district_id != area:
            raise Problem(
                422, "The municipality is not in that district.", "district", "Give one of municipality and district."
            )
        district_id = area
    if district_id is not None:
        found = [mailbox for mailbox in found if mailbox.id == f"district_{district_id}"]
        caveats += ["district_of_contract_decides", "districts_replaced_by_service_areas"]
    return web.json_response(
        {"contacts": [_contact(mailbox, language) for mailbox in found], "district": district_id, "caveats": caveats}
    )


def _contact(mailbox: directory.Mailbox, language: str) -> Dict[str, Any]:
    topic = knowledge.topic(mailbox.topic)
    return {
        "id": mailbox.id,
        "email": mailbox.address,
        "topic": mailbox.topic,
        "title": answers.title(mailbox.topic, language),
        "source": answers.source_entry(mailbox.source, topic.reviewed, language).model_dump(mode="json"),
    }


def _moment(given: str) -> datetime:
    """Return the moment that a caller names; without a zone it is local time in Finland, as opening hours mean it."""
    # "+" is a space in an address, and few callers know to write "%2B02:00".
    text = _SPACE_BEFORE_ZONE.sub("+", given).replace("Z", "+00:00")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.year not in YEARS:
        mend = f"Use ISO 8601, such as 2026-11-23T12:00 or 2026-11-23T12:00:00+02:00, from {YEARS[0]} to {YEARS[-1]}."
        raise Problem(422, "That is no date and time that opening hours are known for.", "at", mend)
    return at.replace(tzinfo=HELSINKI) if at.utcoffset() is None else at.astimezone(HELSINKI)


async def opening_hours(request: web.Request) -> web.Response:
    """Return whether each channel of Kela is open, and when it opens next."""
    authenticated(request, request.app[PARTNERS])
    known_parameters(request, "at")
    at = _moment(request.query["at"]) if "at" in request.query else request.app[CLOCK]()
    return web.json_response(
        {"at": at.isoformat(), "channels": {channel_id: _opening(channel_id, at) for channel_id in hours.channels()}}
    )


def _opening(channel_id: str, at: datetime) -> Dict[str, Any]:
    opening = hours.opening(channel_id, at)
    channel = hours.channel(channel_id)
    return {
        "weekdays": f"{channel.opens:%H:%M}-{channel.closes:%H:%M}",
        "open": opening.is_open,
        "closes": opening.closes.isoformat() if opening.closes else None,
        "next_opens": opening.next_opens.isoformat(),
        "assumed_holiday": opening.assumed_holiday,
        "source": knowledge.source(channel.source).url,
    }


def routes() -> list[web.RouteDef]:
    """Return the routes of this module."""
    return [
        web.get("/api/v1/topics", list_topics),
        web.get("/api/v1/topics/{id}", get_topic),
        web.get("/api/v1/contacts", find_contacts),
        web.get("/api/v1/opening-hours", opening_hours),
    ]
