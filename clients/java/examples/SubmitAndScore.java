import java.time.LocalDateTime;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lienthong.client.Client;
import lienthong.client.Config;
import lienthong.client.LienthongException;
import lienthong.client.Period;
import lienthong.client.Result;
import lienthong.client.Results;
import lienthong.client.Submission;
import lienthong.client.Times;
import lienthong.v1.PromisedTime;
import lienthong.v1.ScoreRow;
import lienthong.v1.SourceRecord;

/**
 * Submits three dossiers and reads the score of their unit.
 *
 * <pre>LIENTHONG_NODE=127.0.0.1:7001 java --class-path ... examples/SubmitAndScore.java SOURCE UNIT PROCEDURE</pre>
 */
public final class SubmitAndScore {
  static Stream<SourceRecord> records(String unit, String procedure) {
    return IntStream.rangeClosed(1, 3).mapToObj(n -> SourceRecord.newBuilder()
        .setDossier("%s-240305-%04d".formatted(unit, n)).setProcedure(procedure).setStatus("2")
        .setSubmitted(Times.instant(LocalDateTime.of(2024, 3, 5, 7, 45))).setAccepted(Times.instant(LocalDateTime.of(2024, 3, 5, 8, 0)))
        .setPromised(PromisedTime.newBuilder().setInstant(Times.instant(LocalDateTime.of(2024, 3, 12, 0, 0))).setDayOnly(true))
        .build());
  }

  public static void main(String[] arguments) {
    String source = arguments[0];
    String unit = arguments[1];
    try (Client client = new Client(Config.fromEnvironment());
        Results results = client.submitStream(records(unit, arguments[2]), Submission.of(source, unit))) {
      for (Result r : results) {
        System.out.println(r.record().getDossier() + " " + r.outcome() + " " + r.field() + " " + r.reason());
      }
      ScoreRow row = client.score(unit, Period.month(2024, 3)).getRows(0);
      System.out.printf("%s: %d of %d in time, %s points; %d of %d sources complete%n", row.getUnit(), row.getInTime(), row.getBase(),
          row.getPoints(), row.getCoverage().getComplete(), row.getCoverage().getExpected());
    } catch (LienthongException e) {
      System.err.println(e.code() + ": " + e.getMessage());
      System.exit(1);
    }
  }
}
