package lienthong.client;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants of the contract: whole seconds since 1970 UTC; people write local time, UTC+7 without daylight saving. */
public final class Times {
  /** Asia/Ho_Chi_Minh. */
  public static final ZoneOffset VIETNAM = ZoneOffset.ofHours(7);

  private static final DateTimeFormatter NATIONAL = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  private Times() {}

  /** Of local time. */
  public static long instant(LocalDateTime local) {
    return local.toEpochSecond(VIETNAM);
  }

  /** Of "yyyyMMddHHmmss". Throws DateTimeParseException. */
  public static long instant(String national) {
    return instant(LocalDateTime.parse(national, NATIONAL));
  }

  /** The local time of an instant; null of 0, which is absent. */
  public static OffsetDateTime local(long instant) {
    return instant == 0 ? null : Instant.ofEpochSecond(instant).atOffset(VIETNAM);
  }
}
