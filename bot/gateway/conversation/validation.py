"""Says what is wrong with a value without telling what it holds, for logs."""

from __future__ import annotations

import pydantic


def wrong_fields(error: pydantic.ValidationError) -> str:
    """Name the fields that are wrong, each with the kind of its error."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    return ", ".join(f"{'.'.join(map(str, one['loc'])) or 'all of it'} ({one['type']})" for one in errors)
