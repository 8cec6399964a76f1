"""The conversation as plain HTML, for browsers without JavaScript: each page shows the last exchange and a form."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Mapping, Optional

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.conversation.errors import ConversationError, Unavailable
from bot.gateway.conversation.model import MAX_TEXT, MessageAnswer, Sender
from bot.gateway.errors import Problem, log_unforeseen, problem_of, sentence
from bot.gateway.headers import PLAIN_POLICY
from bot.gateway.limits import OverLimit, extra_cost
from bot.gateway.pages.templating import page, page_language
from bot.gateway.parts import CLOCK, CONVERSATIONS
from bot.gateway.schemas import MessageRequest, body_in_time, validated
from bot.gateway.visitors import KEPT_LIMIT, PAGE_LIMIT, caller, charge, count, extra_kept, is_own
from bot.privacy import clean, redact
from bot.wording.i18n import words
from bot.wording.reach import reach

# As with the widget, all visitors are one client.
VISITOR = Sender("plain", "page", shows_given_answers=True)
_HEADERS = {**PLAIN_POLICY, "Cache-Control": "no-store"}
_FORM = "application/x-www-form-urlencoded"
# After these the same message may be sent again as it is.
_TEMPORARY = (429, 503)


@dataclass(frozen=True)
class Form:
    """What a page sends: its own id, the conversation, the message whose answer it shows, and what was put in.

    Attributes:
        page_id: an id of the page; on a page that is shown again, with an error, it is the same.
        conversation_id: None before the first answer.
        shown: id of the message whose answer the page shows.
        text: what was written, as it was written.
        payload: that of the pressed button.
        erase: whether the button that erases the conversation was pressed.
    """

    page_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    conversation_id: Optional[str] = None
    shown: Optional[str] = None
    text: str = ""
    payload: Optional[str] = None
    erase: bool = False

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Form:
        """Read what was sent; a field that is missing or is no text is empty."""
        fields = {name: value for name, value in sent.items() if isinstance(value, str)}
        try:
            page_id = str(uuid.UUID(fields.get("message_id")))
        except (TypeError, ValueError):
            page_id = str(uuid.uuid4())
        return cls(
            page_id,
            fields.get("conversation_id") or None,
            fields.get("shown") or None,
            # Browsers send a line break as two characters and count it as one.
            fields.get("text", "").replace("\r\n", "\n"),
            fields.get("payload") or None,
            "erase" in fields,
        )

    @property
    def guarded(self) -> str:
        """The text as it may be shown again: without personal data."""
        return redact(clean(self.text)).text

    @property
    def message_id(self) -> str:
        """The same for the same input from the same page: a reload sends it again, another choice after "back" not."""
        return str(uuid.uuid5(uuid.UUID(self.page_id), self.payload or self.guarded))


async def get_page(request: web.Request) -> web.Response:
    """Show the form of a new conversation."""
    count(request, PAGE_LIMIT)
    return await _page(request, page_language(request), Form())


async def post_page(request: web.Request) -> web.Response:
    """Answer what was put into the form."""
    language = page_language(request)
    form = Form()
    try:
        count(request)
        count(request, KEPT_LIMIT)
        form = Form.of(await _sent(request, language))
        if form.erase:
            await request.config_dict[CONVERSATIONS].erase(VISITOR, form.conversation_id or "", language)
            return await _page(request, language, Form(), notice=words("plain.erased", language))
        answer = await _answer(request, form, language)
    except web.HTTPException:
        raise
    # Whatever went wrong, a person sees a page.
    except Exception as error:
        if not isinstance(error, (Problem, ConversationError, OverLimit)):
            log_unforeseen(request, error)
        return await _problem_page(request, language, form, problem_of(error, language))
    following = Form(conversation_id=answer.conversation_id, shown=answer.message_id)
    said = await _said(request, form)
    # Not read again: an answer of the last resort is not kept.
    return await _page(request, answer.language, following, said=said, chosen=form.payload is not None, answer=answer)


async def _sent(request: web.Request, language: str) -> Mapping[str, Any]:
    try:
        if request.content_type != _FORM:
            raise ValueError("not the form of the page; one with files would be written to the disk while it is read")
        await body_in_time(request, language)
        return await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise Problem(413, sentence("too_long", language, limit=MAX_TEXT)) from None
    # ValueError: no text; LookupError: an encoding that nobody knows.
    except (ValueError, LookupError):
        raise Problem(400, sentence("invalid", language)) from None


async def _answer(request: web.Request, form: Form, language: str) -> MessageAnswer:
    message = {
        "conversation_id": form.conversation_id,
        "message_id": form.message_id,
        "text": None if form.payload else form.text,
        "payload": form.payload,
        # A hint for the first message; from then on the conversation has a language.
        "language": None if form.conversation_id else language,
    }
    checked = validated(MessageRequest, message)
    charge(request, extra_cost(checked.text))
    sender = replace(VISITOR, caller=caller(request))
    answer = await request.config_dict[CONVERSATIONS].take(sender, checked.incoming())
    charge(request, extra_kept(answer, form.conversation_id is None), KEPT_LIMIT)
    return answer


async def _said(request: web.Request, form: Form) -> str:
    """Return what the person wrote, or the title of the button that they pressed on the page before."""
    before = await _shown(request, form)
    if form.payload is None or before is None:
        return form.guarded
    titles = {button.payload: button.title for button in before.menu}
    for given in before.progress.answers if before.progress else ():
        titles[given.payload] = words("plain.change", before.language, title=given.title)
    return titles.get(form.payload, "")


async def _shown(request: web.Request, form: Form) -> Optional[MessageAnswer]:
    """Return the answer that a page shows. It is kept for a day anyway, so that a message is answered once."""
    try:
        answer = await request.config_dict[CONVERSATIONS].answered(VISITOR, form.shown) if form.shown else None
    except Unavailable:
        # The page stands without it.
        return None
    return answer if answer and answer.conversation_id == form.conversation_id else None


async def _problem_page(request: web.Request, language: str, form: Form, problem: Problem) -> web.Response:
    """Show the page that was sent again, with what was wrong; a new one where its conversation has expired."""
    detail = problem.detail
    shown = form
    if problem.status == 404:
        detail, shown = sentence("expired", language), Form()
    again = form.payload if problem.status in _TEMPORARY else None
    response = await _page(request, language, shown, problem.status, problem=detail, draft=form.guarded, again=again)
    response.headers.update(problem.headers)
    return response


async def _page(request: web.Request, language: str, form: Form, status: int = 200, **shown: Any) -> web.Response:
    """Return a page.

    Args:
        request: the request that it answers.
        language: the page's language.
        form: what its form is to send.
        status: HTTP status.
        shown: besides the answer, `said` and whether it was `chosen`, a `problem`, a `notice`, a `draft` to go on
            writing, and a payload to send `again`.
    """
    values = {
        "form": form,
        "answer": None if "answer" in shown else await _shown(request, form),
        "human": reach("public", language, request.config_dict[CLOCK]()),
        "limit": MAX_TEXT,
        **dict.fromkeys(("said", "chosen", "problem", "notice", "draft", "again")),
        **shown,
    }
    return page("plain.html", language, _HEADERS, status, values)


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a form that another site's page sends."""
    if request.method == "POST" and not is_own(request):
        raise Problem(403, "This site may not use the assistant.", "Origin", "Open the assistant's own page.")
    return await handler(request)


def routes() -> list[web.RouteDef]:
    """Return the routes of this channel, in a sub-application of its own."""
    return [web.get("", get_page), web.post("", post_page)]
