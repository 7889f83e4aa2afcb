"""What a site may set from outside, typed and read once; a wrong type stops the start."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Every variable is read with the prefix `MAPLEBRIDGE_`."""

    model_config = SettingsConfigDict(env_prefix="MAPLEBRIDGE_", extra="ignore")

    secret_key: str = ""
    allowed_hosts: list[str] = []
    site_url: str = "http://localhost:8000"
    database_url: str = ""
    redis_url: str = ""
    var: Path = Field(default=Path("var"), description="Where files, keys and sockets live.")
    email_url: str = ""
    from_email: str = "Maplebridge <no-reply@localhost>"
    proxy_count: int = 0
    media_socket: str = ""
    media_hosts: list[str] = ["127.0.0.1"]
    media_port: int = 0
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
