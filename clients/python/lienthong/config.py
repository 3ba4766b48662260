"""How to reach a node: from arguments, the environment or a YAML file.

The names are those of the command line `lienthong`:

    LIENTHONG_NODE         node: 127.0.0.1:7001
    LIENTHONG_CA           ca: /etc/lienthong/ca.pem            the authority of the node's certificate; absent: plaintext
    LIENTHONG_CERT         cert: /etc/lienthong/client.pem      one's own certificate, for mutual TLS
    LIENTHONG_KEY          key: /etc/lienthong/client.key
    LIENTHONG_TOKEN                                             a bearer token
    LIENTHONG_TOKEN_FILE   token_file: /etc/lienthong/token
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

_ENVIRONMENT = {"node": "LIENTHONG_NODE", "ca": "LIENTHONG_CA", "cert": "LIENTHONG_CERT", "key": "LIENTHONG_KEY",
                "token": "LIENTHONG_TOKEN", "token_file": "LIENTHONG_TOKEN_FILE"}
_LOOPBACK = ("127.", "localhost:", "[::1]:")
# A larger file is no configuration.
_FILE_BYTES_MAX = 1 << 20
# As the node's bound (intake.proto).
_BATCH_RECORDS_MAX = 4096


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the key and what to do."""


@dataclass(frozen=True)
class Config:
    """Checked when it is made; raises ConfigError."""

    #: HOST:PORT of the node.
    node: str = "127.0.0.1:7001"
    #: PEM file of the authority that signed the node's certificate; None: plaintext, for loopback only.
    ca: str | None = None
    #: PEM file of one's own certificate, and its key, for mutual TLS.
    cert: str | None = None
    key: str | None = None
    #: Bearer token, or the file that holds one.
    token: str | None = None
    token_file: str | None = None
    #: Seconds to wait for an answer.
    timeout: float = 30.0
    #: Seconds to repeat what is temporary before giving up; 0: never repeat.
    retry: float = 30.0
    #: Batches under way in a stream: hides the round trip, bounds what is sent again after a break.
    window: int = 8
    #: Records of one batch, at most 4,096.
    batch_records: int = 512

    def __post_init__(self) -> None:
        for key, wanted in (("timeout", self.timeout > 0), ("retry", self.retry >= 0), ("window", self.window >= 1),
                            ("batch_records", 1 <= self.batch_records <= _BATCH_RECORDS_MAX)):
            if not wanted:
                raise ConfigError(f"{key}: out of range")
        if ":" not in self.node:
            raise ConfigError("node: must be HOST:PORT")
        if bool(self.cert) != bool(self.key):
            raise ConfigError("cert, key: one needs the other")
        if self.cert and not self.ca:
            raise ConfigError("ca: needed with cert")
        if self.token and self.token_file:
            raise ConfigError("token, token_file: give one of them")
        if (self.token or self.token_file) and not self.ca and not self.node.startswith(_LOOPBACK):
            raise ConfigError("token: would travel in the open; set ca, or speak to a node of this machine")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, **more) -> Config:
        """From LIENTHONG_*; arguments win."""
        found = {key: environment[name] for key, name in _ENVIRONMENT.items() if environment.get(name)}
        return cls(**{**found, **more})

    @classmethod
    def from_yaml(cls, path: str | os.PathLike, **more) -> Config:
        """From a file; arguments win. An unknown key is an error, not ignored."""
        text = Path(path).read_bytes()
        if len(text) > _FILE_BYTES_MAX:
            raise ConfigError(f"{path}: larger than {_FILE_BYTES_MAX} bytes")
        try:
            found = yaml.safe_load(text) or {}
        except yaml.YAMLError as error:
            raise ConfigError(f"{path}: no YAML: {error}") from None
        if not isinstance(found, dict):
            raise ConfigError(f"{path}: must be keys and values")
        types = {field.name: field.type for field in fields(cls)}
        for key, value in found.items():
            if key not in types:
                raise ConfigError(f"{path}, {key}: no such key; there are {', '.join(types)}")
            number = not str(types[key]).startswith("str")
            good = isinstance(value, (int, float)) and not isinstance(value, bool) if number else isinstance(value, str)
            if not good:
                raise ConfigError(f"{path}, {key}: must be a {'number' if number else 'text'}")
        return cls(**{**found, **more})

    def bearer(self) -> str | None:
        """The token, read from its file where there is one."""
        text = self.token if not self.token_file else _read(self.token_file, "token_file").decode("utf-8", "replace")
        text = (text or "").strip()
        if self.token_file and not text:
            raise ConfigError(f"token_file, {self.token_file}: is empty")
        return text or None

    def pem(self, key: str) -> bytes | None:
        """The bytes of the file that `key` names."""
        path = getattr(self, key)
        return _read(path, key) if path else None


def _read(path: str, key: str) -> bytes:
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(f"{key}, {path}: {error.strerror}") from None
    if len(data) > _FILE_BYTES_MAX:
        raise ConfigError(f"{key}, {path}: larger than {_FILE_BYTES_MAX} bytes")
    return data
