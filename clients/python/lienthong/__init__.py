"""Client of Liên Thông: submits dossier updates, reads books and scorecards. README.md has a first program.

Messages of the contract are in `lienthong.v1` (generated); the ones used most are named here, too.
"""

from importlib.metadata import version as _version

from lienthong import aio, chain
from lienthong.client import Client
from lienthong.config import Config, ConfigError
from lienthong.errors import (Aborted, Cancelled, DataLoss, DeadlineExceeded, FailedPrecondition, Internal,
                              InvalidArgument, LienthongError, NotFound, OutOfRange, PermissionDenied,
                              ResourceExhausted, Unauthenticated, Unavailable, Unimplemented, Violation)
from lienthong.submission import Outcome, Result
from lienthong.times import VIETNAM, days, instant, local
from lienthong.v1.intake_pb2 import PromisedTime, SourceRecord, Supplement

__version__ = _version("lienthong")

__all__ = ["Aborted", "Cancelled", "Client", "Config", "ConfigError", "DataLoss", "DeadlineExceeded",
           "FailedPrecondition", "Internal", "InvalidArgument", "LienthongError", "NotFound", "OutOfRange", "Outcome",
           "PermissionDenied", "PromisedTime", "ResourceExhausted", "Result", "SourceRecord", "Supplement",
           "Unauthenticated", "Unavailable", "Unimplemented", "VIETNAM", "Violation", "aio", "chain", "days",
           "instant", "local"]
