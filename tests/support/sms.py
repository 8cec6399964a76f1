"""How long a text is as text messages: in characters of the GSM 7-bit alphabet (3GPP TS 23.038)."""

from __future__ import annotations

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
# Sent as an escape and a character.
EXTENSION = frozenset("^{}\\[~]|€")


def gsm7_length(text: str) -> int:
    """Return the length of a text in GSM-7 characters; an extension character counts two.

    Raises:
        ValueError: a character is in neither table, so the whole message would cost twice as much.
    """
    strange = set(text) - BASIC - EXTENSION
    if strange:
        raise ValueError(f"not in GSM-7: {' '.join(sorted(strange))}")
    return sum(2 if character in EXTENSION else 1 for character in text)
