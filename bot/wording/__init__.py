"""Puts answers into words: localised texts, formats, placeholders and opening hours."""
