"""Submits three dossiers and reads the score of their unit.

    LIENTHONG_NODE=127.0.0.1:7001 python submit_and_score.py SOURCE UNIT PROCEDURE
"""

import sys

import lienthong
from lienthong import PromisedTime, SourceRecord, instant


def records(unit, procedure):
    for number in range(1, 4):
        yield SourceRecord(
            dossier=f"{unit}-240305-{number:04}", procedure=procedure, status="2",
            submitted=instant("2024-03-05 07:45:00"), accepted=instant("2024-03-05 08:00:00"),
            promised=PromisedTime(instant=instant("2024-03-12"), day_only=True))


def main(source, unit, procedure):
    with lienthong.Client(lienthong.Config.from_environment()) as client:
        for result in client.submit_stream(records(unit, procedure), source=source, unit=unit):
            print(result.record.dossier, result.outcome.name, result.field, result.reason)
        row = client.score(unit, "2024-03").rows[0]
        print(f"{row.unit}: {row.in_time} of {row.base} in time, {row.points} points; "
              f"{row.coverage.complete} of {row.coverage.expected} sources complete")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except lienthong.LienthongError as error:
        sys.exit(f"{error.code.name}: {error.message}")
