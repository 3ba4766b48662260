"""This client reads what the node writes: tests/vectors."""

import unittest

from google.protobuf import json_format

from lienthong import chain
from lienthong.v1 import fact_pb2, ledger_pb2, query_pb2, reference_pb2, score_pb2
from testbed import vectors

DOMAINS = {"lienthong.origin.v1": (fact_pb2.Fact, fact_pb2.Run), "lienthong.reference.v1":
           (reference_pb2.ReferenceEntry, reference_pb2.ReferenceRun)}


def movement_line(m):
    def word(account):
        return ledger_pb2.Account.Name(account).removeprefix("ACCOUNT_")
    start = getattr(m, "from")
    return (f"{m.instant} @{m.unit} {'due' if start == m.to else word(start) + ' >'} {word(m.to)}"
            f"{' ?' if m.finish_not_stated else ''}")


def card_lines(card):
    for group in card.groups:
        for i in group.indicators:
            yield (f"{i.id} {i.numerator}/{i.denominator} {i.ratio or '-'} {i.points or '-'} "
                   f"{score_pb2.IndicatorScore.Rule.Name(i.rule)}")
    yield f"total {card.total or '-'} of {card.total_of or '-'}"


class VectorsTest(unittest.TestCase):
    def assert_same(self, kind, json, data):
        """Binary and proto JSON say the same, in both directions."""
        self.assertEqual(json_format.MessageToDict(kind.FromString(data)), json)
        self.assertEqual(json_format.ParseDict(json, kind()).SerializeToString(), data)

    def test_chains_are_verified_and_their_bytes_are_canonical(self):
        for vector in vectors("chains"):
            entry_kind, run_kind = DOMAINS[vector["domain"]]
            run = run_kind.FromString(bytes.fromhex(vector["run"]))
            first = chain.first_hash(vector["domain"].encode(), vector["node"], int(vector["epoch"]))
            self.assertEqual(first.hex(), vector["first_hash"])
            digest = first
            for entry in vector["entries"]:
                data = bytes.fromhex(entry["bytes"])
                self.assert_same(entry_kind, entry["json"], data)
                digest = chain.next_hash(digest, data)
                self.assertEqual(digest.hex(), entry["hash"])
            head = chain.verify(run)
            self.assertEqual((head.sequence, head.hash), (len(vector["entries"]), digest))

    def test_a_changed_a_missing_and_a_foreign_entry_break_the_chain(self):
        for vector in vectors("chains"):
            run = DOMAINS[vector["domain"]][1].FromString(bytes.fromhex(vector["run"]))
            head = chain.verify(run)
            entries = run.facts if hasattr(run, "facts") else run.entries
            origin = run.origin if hasattr(run, "origin") else run.author
            entries[0] = entries[0][:-1] + bytes([entries[0][-1] ^ 1])
            self.assertNotEqual(chain.verify(run).hash, head.hash)
            run.first_sequence = 3
            self.assertRaises(chain.BrokenChain, chain.verify, run)
            run.first_sequence = 1
            origin.epoch += 1
            self.assertRaises(chain.BrokenChain, chain.verify, run)

    def test_timelines_give_their_movements(self):
        for vector in vectors("timelines"):
            with self.subTest(vector["name"]):
                data = bytes.fromhex(vector["bytes"])
                self.assert_same(query_pb2.GetDossierResponse, vector["json"], data)
                answer = query_pb2.GetDossierResponse.FromString(data)
                self.assertEqual([movement_line(m) for m in answer.movements], vector["lines"])

    def test_scorecards_are_read_to_the_last_digit(self):
        for vector in vectors("scorecards"):
            with self.subTest(vector["name"]):
                data = bytes.fromhex(vector["bytes"])
                self.assert_same(score_pb2.Scorecard, vector["json"], data)
                self.assertEqual(list(card_lines(score_pb2.Scorecard.FromString(data))), vector["lines"])


if __name__ == "__main__":
    unittest.main()
