"""The chains of facts and of reference data (fact.proto, reference.proto): what a reader verifies for itself.

    head = chain.verify(run)                        # of the first fact on
    head = chain.verify(next_run, after=head)       # of what follows it
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from lienthong.v1 import fact_pb2, reference_pb2

FACTS = b"lienthong.origin.v1"
REFERENCE = b"lienthong.reference.v1"


class BrokenChain(ValueError):
    """The bytes are not those that the origin wrote, or something is missing between them."""


@dataclass(frozen=True)
class Head:
    """How far a chain is verified."""

    node: str
    epoch: int
    sequence: int
    hash: bytes


def first_hash(domain: bytes, node: str, epoch: int) -> bytes:
    """hash(0): SHA-256(domain 0x00 node 0x00 epoch), epoch in 8 bytes big-endian."""
    return hashlib.sha256(domain + b"\0" + node.encode() + b"\0" + epoch.to_bytes(8, "big")).digest()


def next_hash(previous: bytes, entry: bytes) -> bytes:
    """hash(n) = SHA-256(hash(n-1) bytes(n))."""
    return hashlib.sha256(previous + entry).digest()


def verify(run: fact_pb2.Run | reference_pb2.ReferenceRun, after: Head | None = None) -> Head:
    """The head behind `run`, which must begin at 1 or follow `after`. Raises BrokenChain."""
    facts = isinstance(run, fact_pb2.Run)
    origin, entries = (run.origin, run.facts) if facts else (run.author, run.entries)
    if after is None:
        after = Head(origin.node, origin.epoch, 0, first_hash(FACTS if facts else REFERENCE, origin.node, origin.epoch))
    if (origin.node, origin.epoch) != (after.node, after.epoch):
        raise BrokenChain("another origin")
    if run.first_sequence != after.sequence + 1:
        raise BrokenChain(f"begins at {run.first_sequence}, expected {after.sequence + 1}")
    if run.previous_hash != after.hash:
        raise BrokenChain(f"differs at or before {after.sequence}")
    digest = after.hash
    for entry in entries:
        digest = next_hash(digest, entry)
    return Head(origin.node, origin.epoch, after.sequence + len(entries), digest)
