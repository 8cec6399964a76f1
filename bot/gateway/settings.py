"""What the operator of the gateway can set, by environment variables."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional

import pydantic


class Settings(pydantic.BaseSettings):
    """Settings of the gateway; each is an environment variable of the same name with the prefix KUNTOUTUSNEUVO_."""

    host: str = pydantic.Field("127.0.0.1", description="Address to listen on.")
    port: int = pydantic.Field(8080, ge=1, le=65535, description="Port to listen on.")
    rasa_urls: List[str] = pydantic.Field(["http://127.0.0.1:5005"], description="Rasa workers, as a JSON list.")
    action_url: str = pydantic.Field("http://127.0.0.1:5055", description="The action server, asked by /readyz.")
    database: str = pydantic.Field(":memory:", description="SQLite file of conversations.")
    dev_key_file: Optional[Path] = pydantic.Field(None, description="File with a partner key for development.")
    partner_keys_file: Optional[Path] = pydantic.Field(
        None, description="YAML file of partners: {name: {key_sha256: ..., per_minute: 600}}."
    )
    widget_per_minute: int = pydantic.Field(30, ge=1, description="Messages a minute and address over the web page.")

    class Config:
        """Prefix of the variables."""

        env_prefix = "KUNTOUTUSNEUVO_"
