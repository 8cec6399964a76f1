"""Decides what a message asks: its clauses, follow-ups, the topic and a second question. Nothing here is learned."""
