"""Reads months of books into Parquet and asks DuckDB which units are late most often.

    LIENTHONG_NODE=127.0.0.1:7001 python books_in_duckdb.py UNIT FOLDER MONTH...
"""

import sys

import duckdb

import lienthong
from lienthong import arrow


def main(unit, folder, *months):
    with lienthong.Client(lienthong.Config.from_environment()) as client:
        arrow.write(arrow.books(client, unit, months), folder)
    question = """
        SELECT unit, sum(base) AS in_hand, sum(overdue) AS overdue, round(100.0 * sum(overdue) / sum(base), 2) AS percent
        FROM read_parquet(? || '/*/*/*.parquet', hive_partitioning = true)
        WHERE unit <> ? GROUP BY unit HAVING sum(base) > 0 ORDER BY percent DESC, unit"""
    for row in duckdb.execute(question, [folder, unit]).fetchall():
        print(*row)


if __name__ == "__main__":
    main(*sys.argv[1:])
