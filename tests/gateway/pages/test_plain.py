"""The page without JavaScript: works by forms alone, says every language, and shows hostile words as words."""

from __future__ import annotations

import html
import re
from typing import Any, Optional

import pytest
from aiohttp.test_utils import TestClient

from bot.gateway.conversation.model import MAX_TEXT
from bot.gateway.pages.plain import VISITOR
from bot.gateway.parts import CONVERSATIONS
from bot.languages import codes
from bot.wording.i18n import words
from devtools.fake_rasa import BUTTON, FakeRasa, answer, envelope
from tests.gateway.conftest import Gateway
from tests.support.html_page import Form, Page

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>{{ 7*7 }}</b>"
FLOW = {"id": "check.travel", "step": "price", "result": None}
CHANGE = '/reply{"step": "means", "value": "change"}'
PROGRESS = {
    "number": 2,
    "of": 4,
    "answers": [{"step": "means", "title": "Kulkuväline", "value": "Taksi", "payload": CHANGE}],
}


def say(key: str, language: str = "fi", **values: Any) -> str:
    """Return words of the page."""
    return words(f"plain.{key}", language, **values)


async def opened(client: TestClient, language: str = "fi") -> Page:
    """Open the page."""
    async with client.get(f"/plain?lang={language}") as response:
        assert response.status == 200
        return Page(await response.text())


async def send(client: TestClient, form: Form, status: int = 200, button: Optional[str] = None, **fields: Any) -> Page:
    """Send a form, by one of its buttons, and return the page that comes back."""
    name, value = form.buttons[button] if button else (None, None)
    data = {**form.hidden, **fields, **({name: value} if name else {})}
    assert form.method == "post"
    async with client.post(form.action, data=data) as response:
        assert response.status == status
        assert response.content_type == "text/html"
        return Page(await response.text())


async def asked(client: TestClient, text: str = "Paljonko taksi maksaa?", language: str = "fi") -> Page:
    """Open the page and send a text."""
    page = await opened(client, language)
    return await send(client, page.form_with(say("send", language)), text=text)


# --- A conversation by forms alone


async def test_a_question_is_answered_with_choices_and_sources(client: TestClient, rasa: FakeRasa) -> None:
    source = {"title": "Omavastuu", "url": "https://www.kela.fi/x", "reviewed": "2026-11-22"}
    rasa.reply = answer("Omavastuu on **25 €**.\n\n- yksi\n- kaksi", sources=[source])
    page = await asked(client)
    assert "Paljonko taksi maksaa?" in page.text
    assert [element.text for element in page.find("strong") if "€" in element.text] == ["25 €"]
    assert {"yksi", "kaksi"} <= {element.text for element in page.find("li")}
    assert page.find("a", href="https://www.kela.fi/x")[0].text == "Omavastuu"
    assert page.text.count("Vastaus tarkistettu 22.11.2026.") == 1
    assert "sivulla ei ole päiväystä" in page.text
    assert page.form_with(BUTTON["title"]).buttons[BUTTON["title"]] == ("payload", BUTTON["payload"])


async def test_a_choice_goes_on_with_the_conversation(client: TestClient, rasa: FakeRasa) -> None:
    page = await asked(client)
    page = await send(client, page.form_with(BUTTON["title"]), button=BUTTON["title"])
    assert rasa.texts[-1] == BUTTON["payload"]
    assert f"{say('chosen')} {BUTTON['title']}" in page.text
    assert len({asked.sender for asked in rasa.received}) == 1


async def test_a_dialogue_shows_how_far_it_is_and_changes_answers(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer(flow=FLOW, progress=PROGRESS)
    page = await asked(client)
    assert say("progress", number=2, of=4) in page.text
    assert "Kulkuväline: Taksi" in page.text
    change = say("change", title="Kulkuväline")
    page = await send(client, page.form_with(change), button=change)
    assert rasa.texts[-1] == CHANGE
    assert f"{say('chosen')} {change}" in page.text


async def test_only_the_last_exchange_is_shown(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer("Ensimmäinen.", buttons=())
    page = await asked(client, "yksi")
    rasa.reply = answer("Toinen.", buttons=())
    page = await send(client, page.form_with(say("send")), text="kaksi")
    assert "Toinen." in page.text
    assert "Ensimmäinen." not in page.text
    assert "yksi" not in page.text


async def test_a_reload_sends_the_same_message_again_and_is_answered_once(client: TestClient, rasa: FakeRasa) -> None:
    page = await opened(client)
    form = page.form_with(say("send"))
    first = await send(client, form, text="moi")
    rasa.reply = answer("Jotain muuta.")
    again = await send(client, form, text="moi")
    assert len(rasa.received) == 1
    assert again.find("div", class_="message bot")[0].text == first.find("div", class_="message bot")[0].text
    before = page.form_with(say("send")).hidden["conversation_id"]
    assert (before, first.forms[0].hidden["conversation_id"]) == ("", again.forms[0].hidden["conversation_id"])


async def test_going_back_in_the_browser_and_choosing_otherwise_is_another_message(
    client: TestClient, rasa: FakeRasa
) -> None:
    rasa.reply = answer(buttons=[{"title": title, "payload": f'/reply{{"value": "{title}"}}'} for title in ("A", "B")])
    page = await asked(client)
    for title in ("A", "B", "A"):
        await send(client, page.form_with(title), button=title)
    assert rasa.texts[1:] == ['/reply{"value": "A"}', '/reply{"value": "B"}']


async def test_line_breaks_count_once(client: TestClient, rasa: FakeRasa) -> None:
    page = await asked(client, "x\r\n" * (MAX_TEXT // 2))
    assert say("title.answer") == page.find("title")[0].text
    await send(client, page.form_with(say("send")), 422, text="x\n" * (MAX_TEXT // 2) + "x")


# --- Troubles


async def test_while_the_service_is_down_the_text_is_kept_to_send_again(client: TestClient, rasa: FakeRasa) -> None:
    rasa.status = 500
    page = await opened(client)
    page = await send(client, page.form_with(say("send")), 503, text="Paljonko taksi maksaa?")
    assert words("common.errors.unavailable", "fi") in page.text
    assert page.find("title")[0].text == say("title.problem")
    rasa.status = 200
    form = page.form_with(say("send"))
    assert form.texts["text"].text == "Paljonko taksi maksaa?"
    await send(client, form, text=form.texts["text"].text)
    assert rasa.texts == ["Paljonko taksi maksaa?"] * 2
    assert page.find("textarea")[0].attributes["aria-describedby"] == "hint problem"


async def test_while_the_service_is_down_a_choice_can_be_sent_again(client: TestClient, rasa: FakeRasa) -> None:
    page = await asked(client)
    rasa.status = 500
    page = await send(client, page.form_with(BUTTON["title"]), 503, button=BUTTON["title"])
    assert "Omavastuu on 25 €." in page.text, "the page that was sent is shown again"
    rasa.status = 200
    page = await send(client, page.form_with(say("again")), button=say("again"))
    assert f"{say('chosen')} {BUTTON['title']}" in page.text


async def test_an_expired_conversation_begins_anew_with_the_text_kept(client: TestClient, rasa: FakeRasa) -> None:
    page = await asked(client)
    form = page.form_with(say("send"))
    form.hidden["conversation_id"] = "never-was"
    page = await send(client, form, 404, text="Entä bussi?")
    assert page.find("div", id="problem")[0].text == words("common.errors.expired", "fi")
    form = page.form_with(say("send"))
    assert form.hidden["conversation_id"] == form.hidden["shown"] == ""
    assert form.texts["text"].text == "Entä bussi?"
    await send(client, form, text="Entä bussi?")
    assert rasa.texts[-1] == "Entä bussi?"


@pytest.mark.parametrize("language", codes())
async def test_too_many_messages_are_said_in_words(gateway: Gateway, language: str) -> None:
    client = await gateway(widget_per_minute=1)
    page = await asked(client, language=language)
    form = page.forms[-2]
    async with client.post(f"/plain?lang={language}", data={**form.hidden, "text": "x"}) as response:
        assert response.status == 429
        assert response.headers["Retry-After"]
        assert words("common.errors.rate_limited", language) in html.unescape(await response.text())


@pytest.mark.parametrize(
    ("data", "status", "key"),
    [
        ({"text": ""}, 422, "empty"),
        ({"text": " \u200b\n"}, 422, "empty"),
        ({}, 422, "empty"),
        ({"payload": "/restart"}, 422, "not_offered"),
        ({"text": "x" * 2001}, 422, "too_long"),
        ({"text": "x" * 100_000}, 413, "too_long"),
        (b"text=%ff%fe", 200, None),
        (b"\xff\xfe\x00", 400, "invalid"),
    ],
    ids=["empty", "blank", "nothing", "forged", "too long", "huge", "odd bytes", "no text"],
)
async def test_bad_input_gets_a_page_that_says_so(
    client: TestClient, data: Any, status: int, key: Optional[str]
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with client.post("/plain?lang=en", data=data, headers=headers) as response:
        assert response.status == status
        page = Page(await response.text())
    if key:
        problem = page.find("div", id="problem")[0].text
        assert problem == words(f"common.errors.{key}", "en", {"limit": MAX_TEXT})


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded; charset=klingon", "multipart/form-data; boundary=x", "application/json"],
)
async def test_what_is_not_the_form_of_the_page_gets_a_page_too(client: TestClient, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    async with client.post("/plain", data=b"text=Hei", headers=headers) as response:
        assert response.status == 400
        assert words("common.errors.invalid", "fi") in await response.text()


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_another_sites_form_is_refused(client: TestClient, rasa: FakeRasa, origin: str) -> None:
    async with client.post("/plain", data={"text": "hei"}, headers={"Origin": origin}) as response:
        assert response.status == 403
    assert rasa.received == []


async def test_the_hosts_own_form_is_taken(client: TestClient) -> None:
    own = str(client.make_url("")).rstrip("/")
    async with client.post("/plain", data={"text": "hei"}, headers={"Origin": own}) as response:
        assert response.status == 200


# --- Hostile words


async def test_hostile_answers_are_shown_as_words(client: TestClient, rasa: FakeRasa) -> None:
    source = {"title": HOSTILE, "url": f"https://x/{HOSTILE}", "reviewed": "2026-11-22"}
    given = {"step": "x", "title": HOSTILE, "value": HOSTILE, "payload": HOSTILE}
    rasa.reply = answer(
        f"{HOSTILE} [a](javascript:alert(1)) **{HOSTILE}**",
        [{"title": HOSTILE, "payload": HOSTILE}],
        sources=[source],
        flow=FLOW,
        progress={"number": 1, "of": 2, "answers": [given]},
    )
    page = await asked(client, HOSTILE)
    assert page.find("script") == page.find("img") == page.find("b") == []
    assert not any(name.startswith("on") for element in page.elements for name in element.attributes)
    assert {element.attributes["href"][:8] for element in page.find("a") if element.text != "kela.fi"} <= {
        "https://",
        "?lang=en",
        "/?lang=f",
    }
    assert "{{ 7*7 }}" in page.text
    assert page.form_with(HOSTILE).buttons[HOSTILE] == ("payload", HOSTILE)


@pytest.mark.parametrize("field", ["text", "payload", "conversation_id", "message_id", "shown"])
async def test_hostile_input_is_shown_as_words(client: TestClient, rasa: FakeRasa, field: str) -> None:
    rasa.status = 500
    fields = {"text": "hei", **{field: HOSTILE}}
    async with client.post("/plain?lang=" + HOSTILE, data=fields) as response:
        page = Page(await response.text())
    assert page.find("script") == page.find("img") == page.find("b") == []
    assert page.elements[0].attributes == {"lang": "fi"}


async def test_personal_data_is_not_shown_again(client: TestClient, rasa: FakeRasa) -> None:
    page = await asked(client, "hetu 131052-9308, saanko kuntoutusta?")
    assert "9308" not in page.text
    assert "[personal_identity_code]" in page.text
    rasa.status = 500
    page = await opened(client)
    page = await send(client, page.form_with(say("send")), 503, text="soita 040 123 4567")
    assert page.form_with(say("send")).texts["text"].text == "soita [phone_number]"


async def test_an_answer_of_another_conversation_is_not_shown(client: TestClient) -> None:
    other = await asked(client)
    page = await opened(client)
    form = page.form_with(say("send"))
    form.hidden["shown"] = other.forms[0].hidden["shown"]
    page = await send(client, form, 422, text="")
    assert "Omavastuu" not in page.text


# --- Erasing


async def test_a_conversation_is_ended_and_erased(client: TestClient, rasa: FakeRasa) -> None:
    page = await asked(client)
    form = page.form_with(say("erase"))
    conversation = form.hidden["conversation_id"]
    page = await send(client, form, button=say("erase"))
    assert say("erased") in page.text
    assert client.app is not None
    assert not await client.app[CONVERSATIONS].knows(VISITOR, conversation)
    assert page.form_with(say("send")).hidden["conversation_id"] == ""
    assert [form for form in page.forms if say("erase") in form.buttons] == []


# --- For everyone


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("state", ["start", "answer", "problem"])
async def test_the_page_is_built_for_everyone(client: TestClient, rasa: FakeRasa, state: str, language: str) -> None:
    rasa.reply = answer(language=language, flow=FLOW, progress=PROGRESS)
    page = await opened(client, language)
    if state == "answer":
        page = await asked(client, language=language)
    elif state == "problem":
        page = await send(client, page.form_with(say("send", language)), 422, text="")
    assert page.find("html")[0].attributes["lang"] == language
    assert page.find("title")[0].text == say(f"title.{state}", language)
    assert len(page.find("h1")) == len(page.find("main")) == 1
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch(r"h[1-6]", element.tag)]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set(element.attributes.get(name, "").split()) <= set(ids)
        assert "style" not in element.attributes
    assert all(element.text for element in page.elements if element.tag in ("a", "button", "label", "h2", "h3"))
    assert page.find("script") == page.find("style") == []
    for word in ("personal", "heading.human"):
        assert say(word, language) in page.text
    other = next(code for code in codes() if code != language)
    assert page.find("a", hreflang=other)[0].language == other


async def test_each_text_has_its_language(client: TestClient, rasa: FakeRasa) -> None:
    texts = [("Jag kan", "sv"), ("Osaan vastata", "fi"), ("I can answer", "en")]
    rasa.reply = envelope(replies=[{"text": text, "buttons": [], "language": code} for text, code in texts])
    page = await asked(client)
    found = [(element.text, element.language) for element in page.find("div", class_="message bot")]
    assert found == texts


async def test_the_page_follows_the_language_of_the_answer(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer(language="en", buttons=[{"title": "Suomeksi", "payload": "/meta"}])
    page = await asked(client, "How much is a taxi?")
    assert page.find("html")[0].attributes["lang"] == "en"
    assert page.forms[0].action.startswith("/plain?lang=en")
    assert page.find("button", name="payload")[0].language == "fi"


async def test_the_hint_of_the_language_is_for_the_first_message_only(client: TestClient, rasa: FakeRasa) -> None:
    page = await asked(client, "ok", "en")
    await send(client, page.forms[0], text="ok")
    assert [context.language_hint for context in rasa.contexts] == ["en", None]


async def test_the_page_is_kept_nowhere_and_loads_only_its_style(client: TestClient) -> None:
    async with client.get("/plain") as response:
        assert response.headers["Cache-Control"] == "no-store"
        policy = response.headers["Content-Security-Policy"].split("; ")
        page = Page(await response.text())
    assert "script-src" not in " ".join(policy)
    assert {"style-src 'self'", "img-src 'self'", "form-action 'self'"} <= set(policy)
    for element in page.find("link"):
        async with client.get(element.attributes["href"]) as response:
            assert response.status == 200
