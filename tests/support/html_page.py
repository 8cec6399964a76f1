"""Reads a page as a browser without JavaScript does: its forms, its text and what it loads."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Dict, List, Optional, Tuple

VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass
class Element:
    """An element with its attributes, its language and the text in it."""

    tag: str
    attributes: Dict[str, str]
    language: Optional[str]
    texts: List[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, with single spaces."""
        return " ".join("".join(self.texts).split())


@dataclass
class Form:
    """A form: where and how it is sent, its hidden fields, and its buttons by their words."""

    action: str
    method: str
    hidden: Dict[str, str] = field(default_factory=dict)
    buttons: Dict[str, Tuple[Optional[str], Optional[str]]] = field(default_factory=dict)
    texts: Dict[str, Element] = field(default_factory=dict)


class Page(HTMLParser):
    """A parsed page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: List[Element] = []
        self.forms: List[Form] = []
        self._open: List[Element] = []
        self.feed(html)
        self.close()
        assert self._open == [], f"not closed: {[element.tag for element in self._open]}"

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        language = attributes.get("lang") or (self._open[-1].language if self._open else None)
        element = Element(tag, attributes, language)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)
        if tag == "form":
            self.forms.append(Form(attributes["action"], attributes["method"]))
        if tag == "input" and attributes.get("type") == "hidden":
            self.forms[-1].hidden[attributes["name"]] = attributes["value"]
        if tag == "textarea":
            self.forms[-1].texts[attributes["name"]] = element

    def handle_endtag(self, tag: str) -> None:
        element = self._open.pop()
        assert element.tag == tag, f"</{tag}> closes <{element.tag}>"
        if tag == "button":
            attributes = element.attributes
            self.forms[-1].buttons[element.text] = (attributes.get("name"), attributes.get("value"))

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.texts.append(data)

    def find(self, tag: str, **attributes: str) -> List[Element]:
        """Return the elements of a kind with some attributes, written with "_" for "-"."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    @property
    def text(self) -> str:
        """All that is shown."""
        return self.find("body")[0].text

    def form_with(self, button: str) -> Form:
        """Return the form that has a button."""
        return next(form for form in self.forms if button in form.buttons)
