"""The end of the demo: what the product counted beside what was published."""

import csv
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

POINTS_MAX = 20
COLUMNS = ("received", "in time", "overdue", "ratio", "points")


def read_published(path):
    """{unit: (received, on_time, overdue, ratio, score)} in file order, the province's sum last."""
    rows = {}
    with open(path, encoding="utf-8-sig", newline="") as f:
        for r in csv.DictReader(f):
            counts = tuple(int(r[name]) for name in ("received", "on_time", "overdue"))
            shown = tuple(_decimal(r.get(name) or "") for name in ("ratio", "score"))
            rows[r["code"]] = counts + tuple(a if a is not None else b for a, b in zip(shown, _rate(*counts[:2])))
    province = next(iter(rows)).split(".", 1)[0]
    sums = tuple(sum(r[i] for r in rows.values()) for i in range(3))
    rows[province] = sums + _rate(*sums[:2])
    return rows


def _rate(received, on_time):
    """Percent and points, each rounded half up from the counts."""
    if received == 0:
        return Decimal(0), Decimal(0)
    return tuple((Decimal(on_time * scale) / received).quantize(Decimal("0.01"), ROUND_HALF_UP)
                 for scale in (100, POINTS_MAX))


def _decimal(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def counted(answer):
    """{unit: the same five} from `lienthong score --output json`."""
    return {r["unit"]: (int(r["in_hand"]), int(r["in_time"]), int(r["overdue"]),
                        _decimal(str(r["ratio"])), _decimal(str(r["points"]))) for r in answer["rows"]}


def notable(published):
    """The rows worth a look: nothing received, nothing in time, a rounding trap, the largest."""
    *units, province = published
    rows = [u for u in units if published[u][1] == 0]
    rows += [u for u in units if published[u][0] == 32 and published[u][1] == 29]
    rows.append(max(units, key=lambda u: published[u][0]))
    return list(dict.fromkeys(rows)) + [province]


def report(published, found, out):
    """Prints the table; returns (all equal, the last line)."""
    unequal = [u for u in published if published[u] != found.get(u)]
    unequal += [u for u in found if u not in published]
    last = notable(published)
    order = [u for u in unequal if u not in last] + last
    width = max(map(len, order + ["unit"]))
    print(f"\n{'unit':{width}}  {_cells(COLUMNS)}   {'published':>9} {_cells(COLUMNS)[10:]}", file=out)
    for u in order:
        ours = _cells(found[u]) if u in found else _cells(("-",) * 5)
        theirs = _cells(published[u]) if u in published else _cells(("-",) * 5)
        print(f"{u:{width}}  {ours}   {theirs}  {'not equal' if u in unequal else 'equal'}", file=out)
    total = len(published.keys() | found.keys())
    line = f"{total - len(unequal)} of {total} equal"
    print("\n" + line, file=out, flush=True)
    return not unequal, line


def _cells(values):
    return " ".join(f"{v if v is not None else '-':>9}" for v in values)
