"""Look-ups without dialogue for partner organisations: topics, contacts, opening hours."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Optional

import pydantic
from aiohttp import web

from bot import directory, hours, knowledge
from bot.contract import Source
from bot.gateway.api.room import API
from bot.gateway.endpoints import Endpoint
from bot.gateway.errors import Problem
from bot.gateway.parts import CLOCK
from bot.gateway.schemas import LanguageParameter, ParameterModel, ResponseModel
from bot.hours import HELSINKI
from bot.languages.field import LanguageCode
from bot.wording import answers
from bot.wording.citations import cited

if TYPE_CHECKING:
    District = str
else:
    # A Literal, since its values stand in error messages and in the description.
    District = Literal[tuple(directory.districts())]

TopicKind = Literal["answer", "flow", "guard", "meta"]
# Opening hours are asked about near the present, and calendars of holidays cover only so many years.
YEARS = range(2000, 2101)
_SPACE_BEFORE_ZONE = re.compile(r"(?<=:\d\d) (?=\d\d:\d\d$)")

# --- Topics


class ListedTopic(ResponseModel):
    """A topic that can be asked about."""

    id: str
    kind: TopicKind = pydantic.Field(description="An answer, a guided dialogue, a safety reply, or about the service.")
    title: str


class TopicList(ResponseModel):
    """Every topic."""

    language: LanguageCode
    topics: tuple[ListedTopic, ...]


class TopicAnswer(ResponseModel):
    """A topic's answer as it holds now."""

    id: str
    kind: TopicKind
    language: LanguageCode
    title: str
    text: str = pydantic.Field(description="In limited Markdown: paragraphs, lists, bold, links.")
    short: str = pydantic.Field(description="For text messages: at most 306 characters.")
    sources: tuple[Source, ...]
    related: tuple[str, ...] = pydantic.Field(description="Ids of topics that people ask about next.")


class TopicParameters(LanguageParameter):
    """Which topic."""

    id: str = pydantic.Field(description="A topic's id.")


async def list_topics(request: web.Request, parameters: LanguageParameter) -> TopicList:
    """List the topics."""
    language = parameters.language
    topics = (
        ListedTopic(id=topic.id, kind=topic.kind, title=answers.title(topic.id, language))
        for topic in knowledge.topics().values()
    )
    return TopicList(language=language, topics=tuple(topics))


async def get_topic(request: web.Request, parameters: TopicParameters) -> TopicAnswer:
    """Read one topic's answer, long and short, with its sources."""
    language, topic_id = parameters.language, parameters.id
    if topic_id not in knowledge.topics():
        raise Problem(404, f"There is no topic '{topic_id}'.", "id", "GET /api/v1/topics lists them.")
    now = request.config_dict[CLOCK]()
    answer = answers.answer(topic_id, language, now)
    return TopicAnswer(
        id=topic_id,
        kind=knowledge.topics()[topic_id].kind,
        language=language,
        title=answers.title(topic_id, language),
        text=answer.text,
        short=answers.answer(topic_id, language, now, answers.SHORT).text,
        sources=answer.sources,
        related=answer.related,
    )


# --- Contacts


class Contact(ResponseModel):
    """One of Kela's mailboxes for partners."""

    id: str
    email: str
    topic: str = pydantic.Field(description="Id of the topic that says what the mailbox is for.")
    title: str
    source: Source


class Contacts(ResponseModel):
    """The mailboxes that were looked for."""

    contacts: tuple[Contact, ...]
    district: str | None
    caveats: tuple[str, ...] = pydantic.Field(description="Codes of what to keep in mind.")


def _subjects() -> tuple[str, ...]:
    """Return what a mailbox can be asked for by."""
    boxes = directory.mailboxes().values()
    return tuple(sorted({mailbox.topic for mailbox in boxes} | {mailbox.id for mailbox in boxes}))


class ContactParameters(LanguageParameter):
    """Which mailboxes; all of them where nothing is said."""

    subject: Optional[str] = pydantic.Field(
        None, description="A topic's or a mailbox's id.", json_schema_extra={"enum": list(_subjects())}
    )
    district: Optional[District] = pydantic.Field(None, description="One of Kela's insurance districts.")
    municipality: Optional[str] = pydantic.Field(
        None, description="A municipality of 2026, in Finnish or Swedish, in any inflected form."
    )


async def find_contacts(request: web.Request, parameters: ContactParameters) -> Contacts:
    """Find the mailboxes for a subject, a district or a municipality."""
    found = list(directory.mailboxes().values())
    caveats: list[str] = []
    if parameters.subject is not None:
        found = [mailbox for mailbox in found if parameters.subject in (mailbox.id, mailbox.topic)]
        if not found:
            known = sorted({mailbox.topic for mailbox in directory.mailboxes().values()})
            detail = f"No mailbox is for '{parameters.subject}'."
            raise Problem(422, detail, "subject", f"Subjects: {', '.join(known)}.")
    district = parameters.district
    if parameters.municipality is not None:
        place = _municipality(parameters.municipality)
        if district not in (None, place.area):
            detail = "The municipality is not in that district."
            raise Problem(422, detail, "district", "Give one of municipality and district.")
        district = place.area
        if place.previously:
            caveats.append(f"previously_{place.previously}")
        if place.assumed:
            caveats.append("area_assumed")
    if district is not None:
        found = [mailbox for mailbox in found if mailbox.id == f"district_{district}"]
        caveats += ["district_of_contract_decides", "districts_replaced_by_service_areas"]
    contacts = tuple(_contact(mailbox, parameters.language) for mailbox in found)
    return Contacts(contacts=contacts, district=district, caveats=tuple(caveats))


def _municipality(name: str) -> directory.Municipality:
    """Return the municipality that a caller names.

    Raises:
        Problem: 422 there is none of that name, or there are several.
    """
    matches = directory.find_municipalities(name)
    if not matches:
        hint = "Give the name of a Finnish municipality of 2026, in Finnish or Swedish."
        raise Problem(422, f"There is no municipality '{name}'.", "municipality", hint)
    if len({match.municipality.area for match in matches}) > 1:
        raise Problem(422, "Those are in different districts.", "municipality", "Give one municipality.")
    return matches[0].municipality


def _contact(mailbox: directory.Mailbox, language: str) -> Contact:
    topic = knowledge.topics()[mailbox.topic]
    return Contact(
        id=mailbox.id,
        email=mailbox.address,
        topic=mailbox.topic,
        title=answers.title(mailbox.topic, language),
        source=cited(mailbox.source, topic.reviewed, language),
    )


# --- Opening hours


class ChannelHours(ResponseModel):
    """Whether a channel of Kela is open."""

    weekdays: str = pydantic.Field(description="From opening to closing, on weekdays.")
    open: bool
    closes: datetime | None = pydantic.Field(description="Null while it is closed.")
    next_opens: datetime
    assumed_holiday: bool = pydantic.Field(
        description="Whether a weekday was taken as closed because it is a public holiday, which no source states."
    )
    source: str = pydantic.Field(description="Address of the page that states the hours.")


class OpeningHours(ResponseModel):
    """Kela's channels at a moment."""

    at: datetime
    channels: dict[str, ChannelHours]


def _read_moment(given: Any) -> datetime:
    """Return the moment that a caller names; without a zone it is local time in Finland, as opening hours mean it."""
    # "+" is a space in an address, and few callers know to write "%2B02:00".
    text = _SPACE_BEFORE_ZONE.sub("+", str(given))
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.year not in YEARS:
        raise ValueError(
            f"Use ISO 8601, such as 2026-11-23T12:00 or 2026-11-23T12:00:00+02:00, from {YEARS[0]} to {YEARS[-1]}."
        )
    return at.replace(tzinfo=HELSINKI) if at.utcoffset() is None else at.astimezone(HELSINKI)


Moment = Annotated[
    datetime,
    pydantic.PlainValidator(_read_moment),
    pydantic.WithJsonSchema({"type": "string", "format": "date-time", "pattern": "^(20[0-9]{2}|2100)-"}),
]


class HoursParameters(ParameterModel):
    """The moment asked about."""

    at: Optional[Moment] = pydantic.Field(
        None, description="ISO 8601; Finnish time where it names no zone, now where it is left out."
    )


async def opening_hours(request: web.Request, parameters: HoursParameters) -> OpeningHours:
    """Tell whether each channel is open, and when it opens next."""
    at = parameters.at or request.config_dict[CLOCK]()
    return OpeningHours(at=at, channels={channel_id: _hours(channel_id, at) for channel_id in hours.channels()})


def _hours(channel_id: str, at: datetime) -> ChannelHours:
    opening = hours.opening(channel_id, at)
    channel = hours.channels()[channel_id]
    return ChannelHours(
        weekdays=f"{channel.opens:%H:%M}-{channel.closes:%H:%M}",
        open=opening.is_open,
        closes=opening.closes,
        next_opens=opening.next_opens,
        assumed_holiday=opening.assumed_holiday,
        source=knowledge.sources()[channel.source].url,
    )


ENDPOINTS = [
    Endpoint(API, "GET", "/topics", list_topics),
    Endpoint(API, "GET", "/topics/{id}", get_topic, problems=(404,)),
    Endpoint(API, "GET", "/contacts", find_contacts),
    Endpoint(API, "GET", "/opening-hours", opening_hours),
]
