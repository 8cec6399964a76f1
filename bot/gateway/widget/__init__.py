"""What the chat widget talks to."""
