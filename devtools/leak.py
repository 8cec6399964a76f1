"""Looks for leaks: sends marked data and words through every door of a gateway, then searches every file for them."""

from __future__ import annotations

import gzip
import itertools
import json
import socket
import string
import urllib.parse
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

_CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
# Requests that are under way at once.
_AT_ONCE = 8


@dataclass
class Marks:
    """Makes texts of personal data and words that nobody else writes, and remembers what to search for.

    Attributes:
        strings: what must not be found; in small letters.
    """

    strings: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def personal(self) -> str:
        """Return a text with a new piece of personal data of every kind."""
        number = next(self._numbers)
        letters = _letters(number)
        pieces = {
            "nimeni on Matti ": f"Merkki{letters}onen",
            "hetu ": _identity_code(number),
            "puhelin ": f"0407{number:06d}",
            "sähköposti ": f"merkki{letters}@example.org",
            "tili ": _with_iban_check(f"123456{number:08d}"),
            "kortti ": _with_luhn(f"4111{number:011d}"),
            "asiakasnumero ": f"77{number:06d}",
            "asun ": f"Merkki{letters}katu 12",
        }
        self.strings |= {piece.split(" ")[0].lower() for piece in pieces.values()}
        return ", ".join(word + piece for word, piece in pieces.items())

    def word(self) -> str:
        """Return a word that nobody else writes."""
        word = f"kastanja{_letters(next(self._numbers))}x"
        self.strings.add(word)
        return word

    def text(self) -> str:
        """Return a text of all of it, as a message that is stored nowhere."""
        return f"Voinko saada {self.word()} kuntoutusta? {self.personal()}"

    def found(self, folder: Path, output: Iterable[str] = ()) -> list[str]:
        """Return where a mark is found: in a file of a folder, byte by byte, or in what processes have put out."""
        contents = {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        contents |= {f"output {number}": text.encode() for number, text in enumerate(output)}
        lower = {name: content.lower() for name, content in contents.items()}
        names = "\n".join(contents).lower()
        return [
            f"'{mark}' in {name}"
            for mark in sorted(self.strings)
            for name, content in [*lower.items(), ("the names of files", names.encode())]
            if mark.encode() in content
        ]


def _letters(number: int) -> str:
    return "".join(string.ascii_lowercase[number // 26**place % 26] for place in range(3, -1, -1))


def _identity_code(number: int) -> str:
    """Return an identity code of the 900 series, which nobody has."""
    digits = f"{1 + number % 28:02d}{1 + number // 28 % 12:02d}{50 + number // 336 % 50:02d}"
    serial = 900 + number % 100
    return f"{digits}-{serial}{_CHECK_CHARACTERS[int(f'{digits}{serial}') % 31]}"


def _with_luhn(digits: str) -> str:
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return digits + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def _with_iban_check(account: str) -> str:
    return f"FI{98 - int(f'{account}151800') % 97:02d}{account}"


@dataclass
class Visitor:
    """Knocks at every door of a running gateway.

    Attributes:
        port: of the gateway, on this machine.
        key: a partner's key.
        marks: what is sent.
        patience: seconds to wait for an answer.
    """

    port: int
    key: str
    marks: Marks
    patience: float = 5.0

    def knock(self) -> int:
        """Send everything through every door once, and return how many requests that were."""
        requests = [*self._messages(), *self._headers(), *self._addresses(), *self._broken(), *self._rules()]
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(self.send, requests))
        return len(requests)

    def rate(self) -> bool:
        """Rate an answer with personal data in the comment, and say it as feedback; return whether that was kept.

        Only the personal data is marked: the words of a comment are kept.
        """
        message = {"text": "Hei", "message_id": str(uuid.uuid4()), "language": "fi"}
        begun = self.send(self._json("/widget/messages", message))
        if b" 200 " not in begun.split(b"\r\n")[0]:
            return False
        ids = json.loads(begun.partition(b"\r\n\r\n")[2])
        rating = {"conversation_id": ids["conversation_id"], "message_id": ids["message_id"], "rating": "down"}
        kept = self.send(self._json("/widget/feedback", {**rating, "comment": self._comment()}))
        said = {"text": f"Palautetta: huono palvelu. {self.marks.personal()}", "message_id": str(uuid.uuid4())}
        self.send(self._json("/widget/messages", said))
        return b'"stored":true' in kept

    def _comment(self) -> str:
        # A comment has 500 characters.
        return self.marks.personal()[:480]

    def send(self, request: bytes) -> bytes:
        """Send bytes, and return what comes back until the connection ends or patience does."""
        received = b""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=self.patience) as connection:
                connection.sendall(request)
                while part := connection.recv(65_536):
                    received += part
        except OSError:
            # No answer, a broken pipe: what is looked for is what stays behind.
            pass
        return received

    def _request(self, method: str, path: str, body: bytes = b"", *more: str, key: str | None = None) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        lines += [f"Authorization: Bearer {key or self.key}", f"Content-Length: {len(body)}", *more]
        return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body

    def _json(self, path: str, body: object, *more: str) -> bytes:
        content = json.dumps(body, ensure_ascii=False).encode()
        return self._request("POST", path, content, "Content-Type: application/json", *more)

    def _form(self, **fields: str) -> bytes:
        content = urllib.parse.urlencode(fields).encode()
        return self._request("POST", "/plain?lang=fi", content, "Content-Type: application/x-www-form-urlencoded")

    def _messages(self) -> Iterator[bytes]:
        text, word = self.marks.text, self.marks.word
        for path in ("/api/v1/messages", "/widget/messages"):
            identified = {"message_id": str(uuid.uuid4())}
            yield self._json(path, {"text": text(), **identified})
            yield self._json(path, {"text": text(), "language": word()})
            yield self._json(path, {"text": f"Haluan tappaa itseni. {text()}"})
            yield self._json(path, {"text": text() * 30})
            yield self._json(path, {"text": text() * 1000})
            yield self._json(path, {"payload": f'/flow{{"topic": "{text()}"}}'})
            yield self._json(path, {"text": "Hei", "message_id": word()})
            yield self._json(path, {"text": "Hei", "conversation_id": word()})
            yield self._json(path, {text(): text()})
            yield self._json(path, {"text": [text()]})
            yield self._json(path, [text()])
            yield self._request("POST", path, f'{{"text": "{text()}"'.encode(), "Content-Type: application/json")
            yield self._request("POST", path, b'{"text": "\xff\xfe ' + text().encode() + b'"}')
            yield self._request("POST", path, text().encode(), f"Content-Type: text/plain; charset={word()}")
            packed = gzip.compress(json.dumps({"text": text()}).encode())
            yield self._request("POST", path, packed, "Content-Encoding: gzip")
            yield self._request("POST", path, text().encode(), "Content-Encoding: gzip")
            yield self._request("PUT", path, text().encode())
        yield self._json("/widget/feedback", {"conversation_id": word(), "message_id": word(), "comment": text()})
        yield self._json("/widget/feedback", {"rating": text(), "comment": text() * 5})
        yield self._form(text=text())
        yield self._form(text=text(), message_id=word(), conversation_id=word(), shown=word())
        yield self._form(text=text() * 40)
        yield self._form(text=text() * 1000)
        yield self._form(payload=text(), erase=word())
        yield self._request("POST", "/plain", text().encode(), f"Content-Type: multipart/form-data; boundary={word()}")

    def _headers(self) -> Iterator[bytes]:
        text = self.marks.text
        for name in ("Cookie", "Origin", "User-Agent", "Referer", "X-Forwarded-For", "Accept-Language", "Expect"):
            for path in ("/api/v1/topics", "/widget/status", "/plain", "/healthz"):
                yield self._request("GET", path, b"", f"{name}: {text()}")
        for path in ("/api/v1/topics", "/api/v1/messages"):
            yield self._request("GET", path, key=text())
            yield self._request("GET", f"{path}/{self.marks.word()}", key="\udcff\udcfe")
        yield self._json("/widget/messages", {"text": text()}, f"Origin: https://{self.marks.word()}.example.org")

    def _addresses(self) -> Iterator[bytes]:
        def quoted() -> str:
            return urllib.parse.quote(self.marks.text())

        for path in ("/", "/plain", "/demo", "/widget", "/widget/conversations", "/api/v1", "/api/v1/topics", "/.."):
            yield self._request("GET", f"{path}/{quoted()}")
            yield self._request("GET", f"{path}?{quoted()}={quoted()}")
        for method in ("GET", "DELETE"):
            for room in ("/api/v1", "/widget"):
                yield self._request(method, f"{room}/conversations/{quoted()}?language={self.marks.word()}")
        for name in ("municipality", "subject", "district", "language"):
            yield self._request("GET", f"/api/v1/contacts?{name}={quoted()}")
        yield self._request("GET", f"/api/v1/opening-hours?at={quoted()}")
        yield self._request(self.marks.word().upper(), f"/{self.marks.word()}%0A{self.marks.word()}")

    def _broken(self) -> Iterator[bytes]:
        def text() -> bytes:
            return self.marks.text().encode()

        host = b"Host: x\r\n"
        for path in (b"/widget/messages", b"/api/v1/messages", b"/plain"):
            yield b"POST " + path + b" HTTP/1.1\r\n" + host + b"Content-Length: 2\r\n\r\n{}" + text() + b"\r\n\r\n"
            yield b"POST " + path + b" HTTP/1.1\r\n" + host + b"Content-Length: 90000\r\n\r\n" + text()
            yield b"POST " + path + b" HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n" + text() + b"\r\n"
        yield b"GET /" + text() + b" HTTP/1.1\r\n" + host + b"\r\n"
        yield b"GET / HTTP/1.1\r\n" + host + text() + b"\r\n\r\n"
        yield b"POST / HTTP/1.1\r\n" + host + b"Content-Length: " + text() + b"\r\n\r\n"
        yield b"GET /" + text() * 500 + b" HTTP/1.1\r\n" + host + b"\r\n"
        yield b"GET / HTTP/1.1\r\n" + host + b"X: " + text() * 500 + b"\r\n\r\n"
        yield text() + b"\r\n\r\n"
        yield b"GET / HTTP/" + text() + b"\r\n\r\n"
        yield b"\x16\x03\x01" + text()

    def _rules(self) -> Iterator[bytes]:
        text = self.marks.text
        for rule in ("eligibility", "rehabilitation-allowance", "travel-reimbursement"):
            path = f"/api/v1/rules/{rule}"
            yield self._json(path, {"age": text(), "date": text(), "means": text(), text(): 1})
            yield self._json(path, text())
