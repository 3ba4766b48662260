"""What a node refused, by what to do next.

    try:
        client.submit(records, source="igate", unit="H44.13")
    except lienthong.InvalidArgument as error:
        print(error, error.violations)      # fix the request
    except lienthong.Unavailable:
        ...                                 # the same call again, later
"""

from __future__ import annotations

from dataclasses import dataclass

import grpc
from google.rpc import error_details_pb2, status_pb2

_DETAILS = "grpc-status-details-bin"


@dataclass(frozen=True)
class Violation:
    """A field at fault, of `google.rpc.BadRequest`."""

    field: str
    description: str


class LienthongError(Exception):
    """A call that failed. Subclasses say what the caller does next.

    code         the gRPC code
    message      "what, which key: why"; names no citizen's data
    reason       UPPER_SNAKE_CASE for programs, of `google.rpc.ErrorInfo`; "" where the node gives none
    domain       who defines `reason`
    metadata     more of it
    violations   fields at fault
    retry_after  seconds until the same call may go through, None where the node does not say
    """

    code = grpc.StatusCode.UNKNOWN

    def __init__(self, message: str, *, code: grpc.StatusCode | None = None, reason: str = "", domain: str = "",
                 metadata: dict[str, str] | None = None, violations: tuple[Violation, ...] = (),
                 retry_after: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.reason, self.domain, self.metadata = reason, domain, dict(metadata or {})
        self.violations, self.retry_after = violations, retry_after

    @property
    def temporary(self) -> bool:
        """True where the same call again may go well, without anybody doing anything."""
        too_large = self.reason == "MESSAGE_TOO_LARGE"  # stays so
        return isinstance(self, (Unavailable, ResourceExhausted, Cancelled)) and not too_large


class InvalidArgument(LienthongError):
    """Fix the request; the message names the field."""

    code = grpc.StatusCode.INVALID_ARGUMENT


class FailedPrecondition(LienthongError):
    """Somebody must change state first."""

    code = grpc.StatusCode.FAILED_PRECONDITION


class OutOfRange(LienthongError):
    """Ask from another position."""

    code = grpc.StatusCode.OUT_OF_RANGE


class NotFound(LienthongError):
    """Accept absence."""

    code = grpc.StatusCode.NOT_FOUND


class PermissionDenied(LienthongError):
    """Another identity: this one lacks the right."""

    code = grpc.StatusCode.PERMISSION_DENIED


class Unauthenticated(LienthongError):
    """Another identity: this one is not known, or its token has ended."""

    code = grpc.StatusCode.UNAUTHENTICATED


class Aborted(LienthongError):
    """Read again and start the step again."""

    code = grpc.StatusCode.ABORTED


class Unavailable(LienthongError):
    """The same call again, with backoff. The client has done so for `Config.retry` seconds."""

    code = grpc.StatusCode.UNAVAILABLE


class ResourceExhausted(LienthongError):
    """Slow down, then the same call again; `retry_after` says when."""

    code = grpc.StatusCode.RESOURCE_EXHAUSTED


class DeadlineExceeded(LienthongError):
    """No answer within `Config.timeout`; whether the call took effect is not known. Repeating a submit is safe."""

    code = grpc.StatusCode.DEADLINE_EXCEEDED


class Cancelled(LienthongError):
    """The node went down or the caller gave up."""

    code = grpc.StatusCode.CANCELLED


class DataLoss(LienthongError):
    """The node's store is read-only after an error: call its operator."""

    code = grpc.StatusCode.DATA_LOSS


class Unimplemented(LienthongError):
    """The node is older than this client: upgrade it, or use what it has."""

    code = grpc.StatusCode.UNIMPLEMENTED


class Internal(LienthongError):
    """A bug, the node's or ours."""

    code = grpc.StatusCode.INTERNAL


_BY_CODE = {kind.code: kind for kind in LienthongError.__subclasses__()}


def from_rpc_error(error: grpc.RpcError) -> LienthongError:
    """The typed error of what gRPC raised. Details that cannot be read are left out, not raised."""
    code = error.code()
    status = _status_of(error.trailing_metadata())
    parts = _parts_of(status) if status is not None else {}
    return _BY_CODE.get(code, LienthongError)(error.details() or code.name, code=code, **parts)


def _status_of(trailers) -> status_pb2.Status | None:
    for key, value in trailers or ():
        if key == _DETAILS:
            try:
                return status_pb2.Status.FromString(value)
            except Exception:  # bytes of the network
                return None
    return None


def _parts_of(status: status_pb2.Status) -> dict:
    parts: dict = {}
    for detail in status.details:
        info, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
        try:
            if detail.Unpack(info):
                parts.update(reason=info.reason, domain=info.domain, metadata=dict(info.metadata))
            elif detail.Unpack(bad):
                parts["violations"] = tuple(Violation(v.field, v.description) for v in bad.field_violations)
            elif detail.Unpack(retry):
                parts["retry_after"] = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
        except Exception:  # bytes of the network
            continue
    return parts
