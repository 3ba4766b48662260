"""Tells the course of the demo, in English or Vietnamese."""

import os
import textwrap
import time

COLUMNS = 116


def language():
    """As `lienthong` chooses: LC_ALL, LC_MESSAGES, LANG."""
    chosen = next((v for v in map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")) if v), "")
    return "vi" if chosen.startswith("vi") else "en"


class Story:
    """Each text is given in both languages, English first."""

    def __init__(self, lang):
        self.lang, self._begun, self._step = lang, time.monotonic(), 0

    def pick(self, en, vi):
        return vi if self.lang == "vi" else en

    def chapter(self, en, vi):
        self._step = 0
        text = self.pick(en, vi)
        print(f"\n{text}\n{'=' * len(text)}", flush=True)

    def step(self, en, vi):
        """A numbered step: what is about to be done, and why."""
        self._step += 1
        label = f"{self._step}. "
        print()
        print(textwrap.fill(self.pick(en, vi), COLUMNS, initial_indent=label, subsequent_indent=" " * len(label)),
              flush=True)

    def say(self, en, vi):
        print(f"   [{time.monotonic() - self._begun:5.1f} s] {self.pick(en, vi)}", flush=True)

    def paragraph(self, label, text):
        """Wrapped, with the label before its first line."""
        print(textwrap.fill(text, COLUMNS, initial_indent="   " + label,
                            subsequent_indent=" " * (3 + len(label))), flush=True)

    def show(self, text):
        print("\n".join("   " + line if line else "" for line in text.rstrip("\n").split("\n")), flush=True)
