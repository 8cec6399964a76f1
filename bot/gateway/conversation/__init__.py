"""The core of a conversation, whatever channel its messages come by."""
