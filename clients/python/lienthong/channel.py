"""gRPC channels to a node, with credentials."""

from __future__ import annotations

import grpc
import grpc.aio

from lienthong.config import Config

# Coverage of the whole country has some 10,000 rows of about 100 bytes.
ANSWER_BYTES_MAX = 64 << 20

# gRPC's own pause between attempts grows to two minutes, longer than anybody waits for a restarting node; and nodes
# are spoken to directly, a proxy of the environment is for the web.
OPTIONS = (("grpc.max_receive_message_length", ANSWER_BYTES_MAX), ("grpc.enable_http_proxy", 0),
           ("grpc.initial_reconnect_backoff_ms", 100), ("grpc.max_reconnect_backoff_ms", 1000))


def credentials(config: Config) -> grpc.ChannelCredentials | None:
    """TLS where there is an authority; None: plaintext."""
    if not config.ca:
        return None
    return grpc.ssl_channel_credentials(config.pem("ca"), config.pem("key"), config.pem("cert"))


def metadata(config: Config) -> tuple[tuple[str, str], ...]:
    """What every call carries."""
    token = config.bearer()
    return (("authorization", f"Bearer {token}"),) if token else ()


def open_channel(config: Config) -> grpc.Channel:
    secure = credentials(config)
    if secure is None:
        return grpc.insecure_channel(config.node, options=OPTIONS)
    return grpc.secure_channel(config.node, secure, options=OPTIONS)


def open_aio_channel(config: Config) -> grpc.aio.Channel:
    secure = credentials(config)
    if secure is None:
        return grpc.aio.insecure_channel(config.node, options=OPTIONS)
    return grpc.aio.secure_channel(config.node, secure, options=OPTIONS)
