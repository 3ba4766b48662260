#!/usr/bin/python3
"""/usr/bin/python3 deploy/demo/demo_test.py: what the demo says when figures are not equal; the line that can be cut."""

import contextlib
import io
import os
import socket
import sys
import threading
import unittest
from types import SimpleNamespace

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import explanations
import published_figures
from link import Link
from published_figures import Figure, Published
from story import Story

BOOKS = {"books/in_hand": "19933", "books/resolved": "18057", "books/open": "1497", "books/paused": "231",
         "books/cancelled": "148"}


def figures(**changed):
    """Figures of a report; names have `__` for `/`."""
    found = {name: Figure(value, value) for name, value in BOOKS.items()}
    found.update({name.replace("__", "/"): f for name, f in changed.items()})
    return found


def published(ours="books/in_hand", value="19933", why=""):
    return Published("1", "số", "figure", value, value, ours, "", why)


class PublishedFiguresTest(unittest.TestCase):
    def judge(self, row, found):
        """(good, what is printed)"""
        with contextlib.redirect_stdout(io.StringIO()) as out:
            good, total, _ = published_figures.compare([row], found, Story("en"))
        self.assertEqual(total, 1)
        return bool(good), out.getvalue()

    def test_an_equal_figure_is_good_however_it_is_written(self):
        self.assertTrue(self.judge(published(value="19933.00"), figures())[0])

    def test_an_unequal_or_missing_figure_is_not(self):
        for row in (published(value="19934"), published(ours="books/none")):
            good, text = self.judge(row, figures())
            self.assertFalse(good)
            self.assertIn("NOT EQUAL", text)

    def test_a_figure_that_was_only_read_has_to_be_explained(self):
        read = figures(observed__x=Figure("7.7", "7,7", True))
        self.assertIn("NOT EXPLAINED", self.judge(published("observed/x", "7.7"), read)[1])

    def test_an_explanation_that_the_figures_do_not_bear_out_explains_nothing(self):
        self.assertTrue(self.judge(published(why="A"), figures())[0])
        good, text = self.judge(published(why="A"), figures(books__paused=Figure("230", "230")))
        self.assertFalse(good)
        self.assertIn("EXPLANATION A DOES NOT HOLD", text)

    def test_a_figure_of_the_text_that_no_row_compares_is_named(self):
        text = {"figures": [{"text": "19.933", "measure": "received"}, {"text": "7,7/18", "measure": "score"},
                            {"text": "39,56%", "measure": "score"}, {"text": "4", "measure": "unknown"}]}
        rows = [published()._replace(printed=printed) for printed in ("19.933", "7,7", "39,56%")]
        self.assertEqual(published_figures.forgotten(rows, text), ["18"])

    def test_no_explanation_holds_of_nothing(self):
        self.assertEqual([letter for letter, r in explanations.of({}).items() if r.holds], [])

    def test_every_letter_of_the_case_is_explained_and_every_read_figure_has_one(self):
        rows = published_figures.read(os.path.join(HERE, "2023-11"))
        self.assertLessEqual({r.why for r in rows} - {""}, set(explanations.of({})))
        self.assertEqual([r.figure for r in rows if r.ours.startswith(("observed/", "average/")) and not r.why], [])


class LinkTest(unittest.TestCase):
    def setUp(self):
        self.parent = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.parent.close)
        threading.Thread(target=self._echo, daemon=True).start()
        self.link = Link(SimpleNamespace(line="127.0.0.1:%d" % self.parent.getsockname()[1]))
        self.addCleanup(self.link.close)

    def _echo(self):
        with contextlib.suppress(OSError):
            while True:
                end, _ = self.parent.accept()
                threading.Thread(target=self._answer, args=(end,), daemon=True).start()

    def _answer(self, end):
        with contextlib.suppress(OSError), end:
            while data := end.recv(1 << 16):
                end.sendall(data)

    def connect(self):
        host, _, port = self.link.line.rpartition(":")
        end = socket.create_connection((host, int(port)), 10)
        self.addCleanup(end.close)
        return end

    def ask(self, end, data=b"x"):
        """What comes back; nothing when the line is cut."""
        try:
            end.sendall(data)
            found = b""
            while len(found) < len(data) and (more := end.recv(1 << 16)):
                found += more
            return found
        except ConnectionError:
            return b""

    def test_carries_bytes_both_ways(self):
        data = os.urandom(1 << 18)
        self.assertEqual(self.ask(self.connect(), data[:1 << 16]), data[:1 << 16])

    def test_a_cut_ends_what_is_connected_and_turns_others_away_until_it_is_mended(self):
        before = self.connect()
        self.assertEqual(self.ask(before), b"x")
        self.link.cut()
        self.assertEqual(self.ask(before), b"")
        self.assertEqual(self.ask(self.connect()), b"")
        self.link.mend()
        self.assertEqual(self.ask(self.connect()), b"x")


if __name__ == "__main__":
    unittest.main()
