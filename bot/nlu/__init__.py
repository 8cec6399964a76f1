"""Rasa components that turn a message into a language, tokens, entities and a topic."""
