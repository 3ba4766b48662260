"""Days of the Vietnamese lunar calendar, from where the sun and the moon are.

It exists to disagree with tables that were typed in. A lunar month begins on the local day (UTC+7) of the new
moon; month 11 is the one in which the sun reaches longitude 270 degrees (the winter solstice); where thirteen months lie
between two of them, the first in which the sun enters no new sign of 30 degrees is the leap month. New moons after Meeus,
"Astronomical Algorithms" (1998), chapter 49 (periodic terms above 0.0005 day), the sun after chapter 25: within some
minutes, which decides the day unless a new moon comes within minutes of midnight (`margin_minutes` tells).
"""

from datetime import date
from functools import lru_cache
from math import cos, floor, radians, sin

TIME_ZONE = 7 / 24
MONTH = 29.530588861
J2000 = 2451545.0


def _delta_t(jd):
    """Dynamical less universal time, in days; good to some seconds from 1990 to 2099."""
    years = (jd - J2000) / 365.25
    return (63.86 + 0.3345 * years) / 86_400 if years < 25 else (69 + 0.4 * (years - 25)) / 86_400


@lru_cache(maxsize=None)
def new_moon(k):
    """Universal time, as a Julian date, of new moon number `k` since 6 January 2000."""
    t = k / 1236.85
    jde = 2451550.09766 + MONTH * k + t * t * (0.00015437 - 0.00000015 * t)
    e = 1 - t * (0.002516 + 0.0000074 * t)
    sun = radians(2.5534 + 29.1053567 * k - 0.0000014 * t * t)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    latitude = radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t * t)
    jde += (-0.40720 * sin(moon) + 0.17241 * e * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * latitude)
            + 0.00739 * e * sin(moon - sun) - 0.00514 * e * sin(moon + sun) + 0.00208 * e * e * sin(2 * sun)
            - 0.00111 * sin(moon - 2 * latitude) - 0.00057 * sin(moon + 2 * latitude)
            + 0.00056 * e * sin(2 * moon + sun) - 0.00042 * sin(3 * moon) + 0.00042 * e * sin(sun + 2 * latitude)
            + 0.00038 * e * sin(sun - 2 * latitude) - 0.00024 * e * sin(2 * moon - sun) - 0.00017 * sin(node))
    jde += 0.000325 * sin(radians(299.77 + 0.107408 * k - 0.009173 * t * t))
    jde += 0.000165 * sin(radians(251.88 + 0.016321 * k)) + 0.000164 * sin(radians(251.83 + 26.651886 * k))
    return jde - _delta_t(jde)


def sun_longitude(jd):
    """Apparent longitude of the sun in degrees, 0 to 360, at a universal time."""
    t = (jd + _delta_t(jd) - J2000) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    center = ((1.914602 - 0.004817 * t) * sin(anomaly) + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
              + 0.000289 * sin(3 * anomaly))
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    node = radians(125.04 - 1934.136 * t)
    return (mean + center - 0.00569 - 0.00478 * sin(node)) % 360


def _local_day(jd):
    """The local day of an instant, as a date's ordinal."""
    return floor(jd + 0.5 + TIME_ZONE) - 1721425


def _start(k):
    return _local_day(new_moon(k))


def _sign(ordinal):
    """In which twelfth of its way the sun is when a local day begins."""
    return floor(sun_longitude(ordinal + 1721424.5 - TIME_ZONE) / 30)


@lru_cache(maxsize=None)
def _month_eleven(year):
    """The number of the new moon that begins month 11 of a year, the one with the winter solstice."""
    k = floor((date(year, 12, 31).toordinal() + 1721424.5 - 2451550.09766) / MONTH) + 1
    while _start(k) > date(year, 12, 31).toordinal() or _sign(_start(k)) >= 9:
        k -= 1
    return k


@lru_cache(maxsize=None)
def _numbers(year):
    """{number of the month, leap or not: its new moon} of months 11 and 12 of the year before up to 10 of `year`."""
    first, end = _month_eleven(year - 1), _month_eleven(year)
    months, number, leap_taken = {}, 11, end - first == 12
    for k in range(first, end):
        if not leap_taken and k > first and _sign(_start(k)) == _sign(_start(k + 1)):
            months[(number - 2) % 12 + 1, True] = k
            leap_taken = True
            continue
        months[number, False] = k
        number = number % 12 + 1
    return months


def day(year, month, day_of_month):
    """The date of a day of a month (not of a leap month) of the lunar year that begins in `year`; months 1 to 10."""
    return date.fromordinal(_start(_numbers(year)[month, False]) + day_of_month - 1)


def tet(year):
    """Mùng một Tết."""
    return day(year, 1, 1)


def hung_kings(year):
    """Giỗ Tổ Hùng Vương, the 10th of the third month."""
    return day(year, 3, 10)


def margin_minutes(year, month):
    """How far from a local midnight the new moon is that begins a month."""
    local = (new_moon(_numbers(year)[month, False]) + 0.5 + TIME_ZONE) % 1
    return min(local, 1 - local) * 1440
