package lienthong.client;

import java.time.LocalDate;
import java.time.YearMonth;

/** A first and a last day; nothing is inferred from a calendar: a statistical month is named by its days. */
public record Period(LocalDate from, LocalDate to) {
  /** A calendar month. */
  public static Period month(int year, int month) {
    YearMonth m = YearMonth.of(year, month);
    return new Period(m.atDay(1), m.atEndOfMonth());
  }
}
