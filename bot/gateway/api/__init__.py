"""The partner API: messages, rules and look-ups for organisations that hold a key."""
