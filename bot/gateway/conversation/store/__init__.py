"""Where conversations are kept: a protocol, and databases behind it."""
