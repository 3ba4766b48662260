package lienthong.client;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import lienthong.v1.RecordResult;
import lienthong.v1.SourceRecord;
import lienthong.v1.SubmitRequest;
import lienthong.v1.SubmitResponse;

/** What is sent at once, and where its records stood. */
record Batch(long first, SubmitRequest request) {
  /** Bytes of a batch, unless its only record is larger: well below the 4 MiB that a node takes. */
  static final int BYTES_MAX = 1 << 20;

  /** The results of this batch, each in its place. */
  List<Result> results(SubmitResponse response) {
    if (response.getResultsCount() != request.getRecordsCount()) {
      throw new LienthongException(Status.Code.INTERNAL, "the node answered another number of records");
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < request.getRecordsCount(); i++) {
      RecordResult r = response.getResults(i);
      results.add(new Result(first + i, request.getRecords(i), r.getOutcome(), r.getField(), r.getReason(), r.getSequence(),
          r.getRevision()));
    }
    return results;
  }

  /** Cuts records into batches, as they are asked for; the last one carries the word that the source is complete. */
  static final class Cutter implements Iterator<Batch> {
    private final Submission submission;
    private final Iterator<SourceRecord> records;
    private final int recordsMax;
    private SourceRecord ahead;
    private long next = 1;
    private boolean ended;

    Cutter(Submission submission, Iterator<SourceRecord> records, int recordsMax) {
      this.submission = submission;
      this.records = records;
      this.recordsMax = recordsMax;
    }

    @Override
    public boolean hasNext() {
      return !ended && (ahead != null || records.hasNext() || submission.completeThrough() != null);
    }

    @Override
    public Batch next() {
      List<SourceRecord> gathered = new ArrayList<>();
      int bytes = 0;
      while (ahead != null || records.hasNext()) {
        SourceRecord record = ahead != null ? ahead : records.next();
        ahead = null;
        int size = record.getSerializedSize();
        if (gathered.size() == recordsMax || (!gathered.isEmpty() && bytes + size > BYTES_MAX)) {
          ahead = record;
          return batch(gathered, false);
        }
        gathered.add(record);
        bytes += size;
      }
      ended = true;
      return batch(gathered, true);
    }

    private Batch batch(List<SourceRecord> gathered, boolean last) {
      Batch batch = new Batch(next, submission.request(gathered, last));
      next += gathered.size();
      return batch;
    }
  }
}
