"""Guided dialogues and answers: what a message is answered with, given the conversation's state."""
