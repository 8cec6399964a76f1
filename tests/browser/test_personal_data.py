"""Personal data: the warning before it leaves, and what the browser keeps."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.wording.i18n import words
from devtools.chat import Chat, Visit
from devtools.sites import Site

SECRETS = {
    "personal_identity_code": "010594Y9032",
    "phone_number": "040 765 4321",
    "email_address": "maija.mallikas@example.com",
    "iban": "FI21 1234 5600 0007 85",
}
CLEAN = "saanko kuntoutusrahaa?"
both_languages = pytest.mark.parametrize("language", ["fi", "en"])
every_kind = pytest.mark.parametrize("kind", SECRETS)


async def opened(visit: Visit, site: Site, language: str = "fi", screen: str = "desktop") -> Chat:
    return await visit(site.embed(attributes=f'lang="{language}" open'), language=language, screen=screen)


@every_kind
@both_languages
async def test_the_person_is_warned_and_edits_the_message(visit: Visit, site: Site, kind: str, language: str) -> None:
    chat = await opened(visit, site, language)
    await chat.write(f"{SECRETS[kind]} {CLEAN}")
    await expect(chat.part("warning")).to_be_visible()
    await expect(chat.part("warning")).to_contain_text(words(f"widget.kinds.{kind}", language))
    await expect(chat.messages()).to_have_count(0)
    await chat.part("edit").click()
    await expect(chat.part("text")).to_be_focused()
    await expect(chat.part("text")).to_have_value(f"{SECRETS[kind]} {CLEAN}")
    await chat.say(CLEAN)
    assert site.rasa.texts == [CLEAN]
    assert SECRETS[kind] not in await chat.stored()


@every_kind
async def test_what_is_sent_anyway_is_neither_kept_nor_shown(visit: Visit, site: Site, kind: str) -> None:
    chat = await opened(visit, site, screen="phone")
    await chat.write(f"{SECRETS[kind]} {CLEAN}")
    await chat.part("send-anyway").click()
    await chat.answer(1)
    assert SECRETS[kind] not in await chat.stored()
    assert SECRETS[kind] not in await chat.element.evaluate("chat => chat.shadowRoot.textContent")
    await expect(chat.messages("person")).to_contain_text(words(f"widget.kinds.{kind}", "fi"))
    assert SECRETS[kind] not in site.rasa.texts[0]


async def test_an_ordinary_question_brings_no_warning(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    for question in ("Maksoin 300 € vuonna 2025", "Olen 54-vuotias", "lomake KU 104", "viranomaislinja 020 692 235"):
        await chat.say(question)
    assert len(site.rasa.texts) == 4


async def test_only_the_session_storage_is_used_and_under_one_key(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    await chat.say("Hei")
    assert await chat.page.evaluate("Object.keys(sessionStorage)") == [f"kuntoutusneuvo:1:{site.url}"]
    assert await chat.page.evaluate("[Object.keys(localStorage).length, document.cookie]") == [0, ""]
    assert await chat.page.context.cookies() == []


async def test_erasing_empties_the_storage_and_the_server(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    await chat.say("hevoskastanja")
    (kept,) = await chat.session()
    await chat.menu("erase")
    await chat.part("erase-cancel").click()
    await expect(chat.messages()).to_have_count(2)
    await chat.menu("erase")
    await chat.part("erase-confirm").click()
    await expect(chat.part("status")).to_have_text(words("widget.erase.done", "fi"))
    for gone in ("hevoskastanja", kept["conversation"]):
        assert gone not in await chat.stored()
    assert kept["conversation"].encode() not in (site.folder / "gateway.sqlite").read_bytes()


async def test_erasing_without_a_connection_is_made_up_for_later(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    await chat.say("Hei")
    (kept,) = await chat.session()
    await site.stop()
    await chat.menu("erase")
    await chat.part("erase-confirm").click()
    await expect(chat.part("status")).to_have_text(words("widget.erase.pending", "fi"))
    assert "Omavastuu" not in await chat.stored()
    await site.start()
    async with chat.page.expect_response(f"**/widget/conversations/{kept['conversation']}") as erased:
        await chat.page.reload()
    assert (await erased.value).status == 204


async def test_a_comment_with_personal_data_is_not_sent(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    await chat.say("Hei")
    await chat.part("thumb-down").click()
    await chat.part("comment").fill(f"soita {SECRETS['phone_number']}")
    await chat.part("comment-send").click()
    await expect(chat.last).to_contain_text(words("widget.kinds.phone_number", "fi"))
    await expect(chat.part("comment")).to_be_visible()


@both_languages
async def test_the_conversation_is_downloaded_as_text(visit: Visit, site: Site, language: str) -> None:
    chat = await opened(visit, site, language)
    await chat.say("Paljonko taksi maksaa?")
    async with chat.page.expect_download() as download:
        await chat.menu("download")
    file = await download.value
    assert file.suggested_filename.startswith(words("widget.transcript.file", language))
    text = (await file.path()).read_text(encoding="utf-8")
    assert "Paljonko taksi maksaa?" in text
    assert "Omavastuu on 25 €." in text
    assert words("widget.transcript.disclaimer", language) in text


async def test_the_conversation_alone_is_printed(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    await chat.say("Paljonko taksi maksaa?")
    await chat.menu("print")
    frame = chat.page.frames[-1]
    text = await frame.locator("body").inner_text()
    assert "Paljonko taksi maksaa?" in text
    assert "Toinen sivusto" not in text
