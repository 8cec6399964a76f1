"""The guided search for whom a partner contacts: a subject, by buttons or in the person's own words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Callable, Optional

from bot import directory
from bot.dialogue.engine import Answers, Ending, Flow, Step
from bot.dialogue.utterance import Utterance
from bot.wording.answers import answer

ID = "contact.which"
# What people choose from first, each with the topics under it. A group of one topic needs no second question.
GROUPS = {
    "contracts": (
        "contact.district",
        "contact.contract_management",
        "contact.psychotherapy",
        "contact.preselection",
    ),
    "courses": ("contact.service_changes", "contact.extranet_courses"),
    "instructions": (
        "contact.service_descriptions",
        "contact.akva_reporting",
        "contact.development_projects",
        "contact.bulletins",
    ),
    "interpreting": ("contact.interpreting_order", "contact.interpreting_feedback", "contact.interpreting_contract"),
    "systems": ("contact.systems",),
    "other": ("partner.phone",),
    "customer": ("contact.customer_service",),
}
SUBJECTS = frozenset(topic for topics in GROUPS.values() for topic in topics)
# contact.district asks questions of its own, so a wish for it goes there.
ANSWERED_HERE = frozenset(topic for topic in SUBJECTS if topic != "contact.district")
UNKNOWN = "partner.phone"


def _read_subject(utterance: Utterance, asked: bool) -> Optional[str]:
    if utterance.topic in ANSWERED_HERE:
        return utterance.topic
    # A short subject seldom has a high confidence; the question asked for one, so the likeliest topic is taken.
    likeliest = utterance.candidates[0] if asked and utterance.topic is None and utterance.candidates else None
    return likeliest if likeliest in ANSWERED_HERE else None


def _in_group(group: str) -> Callable[[Answers, date], bool]:
    return lambda answers, today: answers.get("subject") == group


def _finish(answers: Answers, language: str, now: datetime) -> Ending:
    subject = next((topic for topic in reversed(list(answers.values())) if topic in SUBJECTS), None)
    topic = subject or UNKNOWN
    contact = answer(topic, language, now)
    # Five districts' boxes share a topic; of any other topic there is one box at most.
    boxes = [box.address for box in directory.mailboxes().values() if box.topic == topic]
    result = {
        "outcome": "found" if subject else "unknown",
        "subject": subject,
        "email": boxes[0] if len(boxes) == 1 else None,
    }
    return Ending(contact.text, result, contact.related, sources_of=topic)


FLOW = Flow(
    id=ID,
    steps=(
        Step(
            "subject",
            _read_subject,
            "text",
            choices={group: group if len(topics) > 1 else topics[0] for group, topics in GROUPS.items()},
        ),
        *(
            Step(
                group,
                _read_subject,
                "text",
                choices={topic: topic for topic in topics},
                needed=_in_group(group),
                public="subject",
            )
            for group, topics in GROUPS.items()
            if len(topics) > 1
        ),
    ),
    finish=_finish,
    topics=ANSWERED_HERE,
)
