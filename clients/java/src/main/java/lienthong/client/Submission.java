package lienthong.client;

import java.time.Instant;
import lienthong.v1.SourceRecord;
import lienthong.v1.SubmitRequest;

/**
 * What all records of one submission have in common.
 *
 * @param source name of the one-stop system, 1 to 32 of [a-z0-9._-]
 * @param unit code or name of the unit whose desk reports; each record may name its own
 * @param arrival when the records arrived from the source. Keep it when you repeat a submission: a repeat is only a repeat when
 *     it says the same
 * @param completeThrough with these records the source is complete for {@code unit} through this instant; null: not said
 * @param migrated a first load from an existing system, not news
 */
public record Submission(String source, String unit, Instant arrival, Instant completeThrough, boolean migrated) {
  /** News that arrives now. */
  public static Submission of(String source, String unit) {
    return new Submission(source, unit, Instant.now(), null, false);
  }

  public Submission withArrival(Instant value) {
    return new Submission(source, unit, value, completeThrough, migrated);
  }

  public Submission withCompleteThrough(Instant value) {
    return new Submission(source, unit, arrival, value, migrated);
  }

  SubmitRequest request(Iterable<SourceRecord> records, boolean last) {
    return SubmitRequest.newBuilder().setSource(source).setReportingUnit(unit).setArrival(arrival.getEpochSecond())
        .setMigrated(migrated).addAllRecords(records)
        .setCompleteThrough(last && completeThrough != null ? completeThrough.getEpochSecond() : 0).build();
  }
}
