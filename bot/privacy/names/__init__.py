"""What is known of people's names: the lists, how Finnish inflects them, and which are everyday words too."""

from __future__ import annotations

from bot.privacy.names.lexicon import Name, Names, names

__all__ = ["Name", "Names", "names"]
