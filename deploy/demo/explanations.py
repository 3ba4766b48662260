"""What a reader of the published report of November 2023 will ask, answered with figures that are worked out here."""

from collections import namedtuple
from decimal import ROUND_HALF_UP, Decimal

# `holds`: the figures bear it out; an explanation that does not hold explains nothing.
Reason = namedtuple("Reason", "holds en vi")
CENT = Decimal("0.01")


def of(found):
    """{letter: Reason}."""
    return {"A": _residual(found), "B": _points_and_rate(found), "C": _timeliness(found), "D": _portal(found),
            "E": _average(found), "F": _most(found)}


def _value(found, name):
    """The figure, or 0: an explanation that misses one of its figures does not hold."""
    figure = found.get(name)
    return Decimal(figure.value) if figure and figure.value else Decimal(0)


def _percent(part, whole):
    return (100 * part / whole).quantize(CENT, ROUND_HALF_UP) if whole else Decimal(0)


def vi(number):
    """As people write it: 1.234,5."""
    return f"{Decimal(number):,}".translate(str.maketrans(",.", ".,"))


def _residual(found):
    hand, resolved, opened, paused, cancelled = (
        _value(found, "books/" + n) for n in ("in_hand", "resolved", "open", "paused", "cancelled"))
    rest = hand - resolved - opened
    return Reason(
        rest > 0 and rest == paused + cancelled,
        f"{resolved:,} resolved and {opened:,} open are {rest:,} fewer than {hand:,}; the text does not say where these "
        f"are. ASSUMPTION of this demo: {paused:,} wait for a supplement or a payment, {cancelled:,} were withdrawn, "
        "stopped or refused, all in time. Another split gives the same published figures.",
        f"{vi(resolved)} đã giải quyết và {vi(opened)} đang giải quyết còn thiếu {vi(rest)} so với {vi(hand)}; văn "
        f"bản không nói số này ở đâu. GIẢ ĐỊNH của bản trình diễn: {vi(paused)} hồ sơ chờ bổ sung hoặc nộp phí, "
        f"{vi(cancelled)} hồ sơ rút, dừng hoặc từ chối, đều đúng hạn. Chia theo cách khác vẫn ra đúng các số đã công bố.")


def _points_and_rate(found):
    points, most, rate = (_value(found, n) for n in (
        "observed/766-2022/1/points", "group/1/max", "observed/766-2022/1/rate"))
    share = _percent(points, most)
    return Reason(
        share > 0 and share != rate,
        f"Read on the portal by the authors of the text. {points}/{most} is {share} %, not {rate} %: the rate is that of "
        "something else, most likely of one indicator of the group, and the text does not say which.",
        f"Người viết văn bản đọc trên Cổng. {vi(points)}/{most} là {vi(share)} %, không phải {vi(rate)} %: tỷ lệ này "
        "là của cái khác, có lẽ của một chỉ số trong nhóm; văn bản không nói chỉ số nào.")


def _timeliness(found):
    points, most, rate = (_value(found, n) for n in (
        "observed/766-2022/2/points", "group/2/max", "observed/766-2022/2/rate"))
    own, resolved = _value(found, "rate/dvcqg"), _value(found, "rate/resolved")
    half = Decimal("0.05")  # 16,1 is anything that rounds to it
    low, high = _percent(points - half, most), _percent(points + half, most)
    return Reason(
        most > 0 and 0 < rate < own and not low <= rate <= high,
        f"Read on the portal, which judges what reached it and when: {rate} % in time. The province's own books give "
        f"{own} % of what was in hand and {resolved} % of what was resolved: dossiers that were late only in being "
        f"synchronised are a known cause of such a gap. {points}/{most} would need {low} to {high} %, so points and rate "
        "are not of one count either. None of them can be recomputed from the text.",
        f"Đọc trên Cổng; Cổng xét theo dữ liệu đến được Cổng và lúc nào đến: {vi(rate)} % đúng hạn. Sổ của tỉnh cho "
        f"{vi(own)} % trên hồ sơ phải giải quyết, {vi(resolved)} % trên hồ sơ đã giải quyết: hồ sơ chỉ muộn ở khâu "
        f"đồng bộ là một nguyên nhân đã biết của khoảng cách như thế. {vi(points)}/{most} điểm cần {vi(low)} đến {vi(high)} %, nên điểm và "
        "tỷ lệ cũng không cùng một phép đếm. Từ văn bản không thể tính lại số nào trong đó.")


def _portal(found):
    return Reason(
        all(_value(found, f"observed/766-2022/{g}/points") > 0 for g in (3, 4, 5)),
        "Read on the portal, kept with source and day. What is counted here is counted on generated dossiers, whose shares "
        "were set near these rates, under the rules of 2026, since those of 2022 are known in part only: it proves nothing "
        "about the portal, need not be equal, and is shown apart.",
        "Đọc trên Cổng, giữ kèm nguồn và ngày. Số đếm ở đây là của hồ sơ sinh ra với tỷ lệ đặt gần các tỷ lệ này, theo quy "
        "tắc năm 2026 vì quy tắc năm 2022 chỉ biết một phần: không chứng minh gì về Cổng, không nhất thiết bằng, và được "
        "ghi riêng.")


def _average(found):
    averages = [f for name, f in found.items() if name.startswith("average/")]
    return Reason(
        bool(averages) and all(f.from_above for f in averages),
        "A national average comes from above, as reference data of the nation's node; nothing below can count it.",
        "Điểm mặt bằng cả nước đến từ cấp trên, là dữ liệu tham chiếu của nút trung ương; cấp dưới không thể tự đếm.")


def _most(found):
    return Reason(
        all(0 < _value(found, f"group/{g}/max") == _value(found, f"counted/{g}/max") for g in range(1, 6)),
        "Nothing is counted here: the rules of 2022 have the groups and their most points from this very text. The rules "
        "of 2026, which rest on the portal of that year, have the same.",
        "Không phải số đếm: bộ quy tắc 2022 lấy các nhóm và điểm tối đa từ chính văn bản này. Bộ quy tắc 2026, theo Cổng "
        "năm đó, cũng có các số này.")
