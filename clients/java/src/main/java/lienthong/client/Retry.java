package lienthong.client;

import java.time.Duration;

/** Knows when to try again; progress forgives what was before. */
final class Retry {
  private static final Duration BACKOFF_MIN = Duration.ofMillis(100);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);

  private final long limitNanos;
  private boolean failing;
  private long since;
  private Duration backoff = BACKOFF_MIN;

  Retry(Duration limit) {
    limitNanos = limit.toNanos();
  }

  void progress() {
    failing = false;
    backoff = BACKOFF_MIN;
  }

  /** How long to wait before the next attempt; throws {@code error} when there is to be none. */
  Duration pause(LienthongException error, long nowNanos) {
    if (!error.isTemporary()) {
      throw error;
    }
    since = failing ? since : nowNanos;
    failing = true;
    Duration left = Duration.ofNanos(limitNanos - (nowNanos - since));
    if (left.isNegative() || left.isZero()) {
      throw error;
    }
    Duration wanted = error.retryAfter() != null && error.retryAfter().compareTo(backoff) > 0 ? error.retryAfter() : backoff;
    backoff = backoff.multipliedBy(2).compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : backoff.multipliedBy(2);
    return wanted.compareTo(left) > 0 ? left : wanted;
  }

  /** Sleeps as {@code pause} says. */
  void await(LienthongException error) {
    try {
      Thread.sleep(pause(error, System.nanoTime()).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error;
    }
  }
}
