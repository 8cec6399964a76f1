"""The guided dialogues, one module each."""
