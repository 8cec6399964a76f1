"""What a conversation has offered: the latest answer's menu in its order, and earlier choices while there is room."""

from __future__ import annotations

from bot.contract import Button, GivenAnswer, Progress, Reply
from bot.gateway.conversation.model import MAX_OFFERED, Conversation, MessageAnswer, Offered, Sender

WIDGET = Sender("widget", "page", shows_given_answers=True)
PARTNER = Sender("partner", "x")


def buttons(*names: str) -> tuple[Button, ...]:
    """Return buttons by their names."""
    return tuple(Button(title=name.upper(), payload=f"/{name}") for name in names)


def answer(*replies: tuple[Button, ...], given: tuple[Button, ...] = ()) -> MessageAnswer:
    """Return an answer of texts with these buttons, which shows given answers that can be changed."""
    changes = tuple(GivenAnswer(step="s", title=one.title, value="v", payload=one.payload) for one in given)
    return MessageAnswer(
        conversation_id="c",
        message_id="m",
        redacted=(),
        replies=tuple(Reply(text="x", buttons=one, language="fi") for one in replies),
        topic="travel.taxi",
        language="fi",
        confidence=1.0,
        progress=Progress(number=1, of=2, answers=changes) if changes else None,
    )


def test_the_menu_is_the_latest_answers_choices_in_their_order() -> None:
    offered = Offered().after(answer(buttons("b", "a"), buttons("c")), PARTNER)
    assert offered.menu == buttons("b", "a", "c")
    offered = offered.after(answer(buttons("a", "d")), PARTNER)
    assert offered.menu == buttons("a", "d")
    assert offered.earlier == ("/b", "/c")


def test_an_answer_without_choices_has_no_menu() -> None:
    offered = Offered().after(answer(buttons("a")), PARTNER).after(answer(()), PARTNER)
    assert offered.menu == ()
    assert offered.holds("/a")


def test_a_choice_offered_again_is_remembered_once_and_as_new() -> None:
    offered = Offered().after(answer(buttons("a", "b")), PARTNER).after(answer(buttons("a")), PARTNER)
    assert offered.after(answer(()), PARTNER) == Offered(earlier=("/b", "/a"))


def test_the_oldest_choices_are_forgotten_first() -> None:
    offered = Offered().after(answer(buttons("first", "second")), PARTNER)
    offered = offered.after(answer(buttons(*(str(number) for number in range(MAX_OFFERED - 2)))), PARTNER)
    offered = offered.after(answer(buttons("first")), PARTNER)
    offered = offered.after(answer(buttons("new")), PARTNER)
    assert offered.holds("/first")
    assert not offered.holds("/second")
    assert len(offered.menu) + len(offered.earlier) == MAX_OFFERED


def test_a_menu_is_whole_even_where_it_is_longer_than_there_is_room() -> None:
    menu = buttons(*(str(number) for number in range(MAX_OFFERED + 5)))
    offered = Offered().after(answer(buttons("old")), PARTNER).after(answer(menu), PARTNER)
    assert offered == Offered(menu=menu)


def test_what_changes_a_given_answer_is_offered_where_it_is_shown() -> None:
    given = answer(buttons("yes"), given=buttons("change"))
    assert Offered().after(given, WIDGET) == Offered(menu=buttons("yes"), earlier=("/change",))
    assert Offered().after(given, PARTNER) == Offered(menu=buttons("yes"))


def test_a_payload_is_held_only_as_it_was_offered() -> None:
    offered = Offered().after(answer(buttons("a")), PARTNER)
    assert offered.holds("/a")
    assert not any(offered.holds(payload) for payload in ("", "a", "/A", "/a ", "/b"))


def test_ids_of_conversations_cannot_be_guessed() -> None:
    ids = {Conversation.new("partner:x").id for _ in range(1000)}
    assert len(ids) == 1000
    assert min(len(one) for one in ids) >= 24
