package lienthong.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lienthong.v1.GetScoreRequest;
import lienthong.v1.PromisedTime;
import lienthong.v1.RecordResult.Outcome;
import lienthong.v1.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real node. */
class NodeTest {
  private static final String UNIT = "H99.1";
  private static final Period MARCH = Period.month(2024, 3);
  static final Submission NEWS = Submission.of("igate", UNIT).withArrival(Instant.ofEpochSecond(Times.instant("20240410080000")));

  private static Testbed bed;
  private static String node;

  @BeforeAll
  static void start() throws IOException {
    bed = new Testbed();
    node = bed.node("root");
  }

  @AfterAll
  static void end() throws Exception {
    bed.close();
  }

  static SourceRecord.Builder record(String code) {
    return SourceRecord.newBuilder().setDossier(code).setProcedure("9.000001").setStatus("2").setSubmitted(Times.instant("20240305074500"))
        .setAccepted(Times.instant("20240305080000")).setPromised(PromisedTime.newBuilder().setInstant(Times.instant("20240312170000")));
  }

  private static Iterator<SourceRecord> many(String prefix, int count, AtomicInteger asked) {
    return IntStream.range(0, count).mapToObj(n -> record(prefix + "-" + n).build()).peek(r -> asked.incrementAndGet()).iterator();
  }

  private static Client client(Config.Builder config) {
    return new Client(config.node(node).build());
  }

  private static Client once() {
    return client(Config.builder().retry(Duration.ZERO));
  }

  private static long base() {
    try (Client client = client(Config.builder())) {
      return client.score(UNIT, MARCH).getRows(0).getBase();
    }
  }

  private static void assertFails(Status.Code code, org.junit.jupiter.api.function.Executable call) {
    assertEquals(code, assertThrows(LienthongException.class, call).code());
  }

  @Test
  void oneBadRecordNeverSinksTheOthersAndARepeatChangesNothing() {
    List<SourceRecord> records = List.of(record("a-1").build(), record("a-2").setProcedure("9.999").build(), record("").build(), record("a-4").build());
    try (Client client = once()) {
      List<Result> first = client.submit(records, NEWS);
      List<Result> again = client.submitAsync(records, NEWS).join();

      assertEquals(List.of(Outcome.OUTCOME_ADMITTED, Outcome.OUTCOME_PARKED, Outcome.OUTCOME_REFUSED, Outcome.OUTCOME_ADMITTED),
          first.stream().map(Result::outcome).toList());
      assertEquals(List.of(3L, "MaHoSo", "required"), List.of(first.get(2).number(), first.get(2).field(), first.get(2).reason()));
      assertEquals(Outcome.OUTCOME_UNCHANGED, again.get(3).outcome());
    }
  }

  @Test
  void booksAreReadWithTheirTypes() {
    try (Client client = once()) {
      client.submit(List.of(record("b-2").setStatus("9").setFinished(Times.instant("20240308090000")).build()), NEWS);

      var row = client.score(UNIT, MARCH).getRows(0);
      assertTrue(row.getFigures().getResolvedEarly() >= 1);
      assertEquals(1, row.getCoverage().getExpected());
      assertTrue(client.dossier("b-2").getMovementsList().stream().anyMatch(m -> Times.local(m.getInstant()).getDayOfMonth() == 8));
      assertEquals("igate", client.coverage(UNIT, null).getSources(0).getSource());
      assertEquals(List.of("H99", "H99.1", "H99.10", "H99.2"), client.units("").stream().map(r -> r.getUnit().getCode()).toList());
      assertEquals("root", client.status().getNode().getNode());
    }
  }

  @Test
  void refusalsHaveCodes() {
    try (Client client = once()) {
      assertFails(Status.Code.NOT_FOUND, () -> client.score("H98", MARCH));
      assertFails(Status.Code.NOT_FOUND, () -> client.dossier("nobody"));
      assertFails(Status.Code.OUT_OF_RANGE, () -> client.score(GetScoreRequest.newBuilder().setUnit(UNIT).setFrom("2024-03-01")
          .setTo("2024-03-31").setAsOf(Times.instant("20240402000000")).build()));
      assertFails(Status.Code.FAILED_PRECONDITION, () -> client.scorecard(UNIT, MARCH));
      Submission bad = Submission.of("Not A Name", "");
      assertFails(Status.Code.INVALID_ARGUMENT, () -> client.submit(List.of(record("c").build()), bad));
      assertFails(Status.Code.INVALID_ARGUMENT, () -> client.submitStream(List.of(record("c").build()).iterator(), bad).next());
    }
  }

  @Test
  void aStreamGoesOnThroughKill9AndCountsEachRecordOnce() {
    long before = base();
    List<Result> taken = new ArrayList<>();
    try (Client client = client(Config.builder().batchRecords(16).window(4));
        Results results = client.submitStream(many("k", 2000, new AtomicInteger()), NEWS)) {
      java.util.concurrent.CompletableFuture<?> restarted = null;
      for (Result result : results) {
        taken.add(result);
        if (taken.size() == 500) {
          bed.on("kill", "root");
          restarted = bed.later("start", "root");
        }
      }
      restarted.join();
    }

    assertEquals(IntStream.rangeClosed(1, 2000).asLongStream().boxed().toList(), taken.stream().map(Result::number).toList());
    assertTrue(taken.stream().allMatch(r -> r.outcome() == Outcome.OUTCOME_ADMITTED || r.outcome() == Outcome.OUTCOME_UNCHANGED));
    assertEquals(2000, base() - before);
  }

  @Test
  void nothingIsReadAheadOfANodeThatDoesNotAnswerNorOfACaller() {
    AtomicInteger asked = new AtomicInteger();
    Config.Builder small = Config.builder().batchRecords(10).window(3);
    try (Client client = client(small); Results results = client.submitStream(many("q", 1000, asked), NEWS)) {
      results.next();
    }
    // Three batches under way, and the record that showed the third to be full.
    assertEquals(31, asked.getAndSet(0));
    try (Client client = client(small.timeout(Duration.ofMillis(500)).retry(Duration.ZERO))) {
      client.status();
      bed.on("pause", "root");
      try {
        assertFails(Status.Code.UNAVAILABLE, () -> client.submitStream(many("p", 1000, asked), NEWS).next());
        assertFails(Status.Code.DEADLINE_EXCEEDED, client::status);
      } finally {
        bed.on("go_on", "root");
      }
    }
    assertEquals(31, asked.get());
  }

  @Test
  void theExampleRuns() throws Exception {
    ProcessBuilder example = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "--class-path", System.getProperty("java.class.path"),
        "examples/SubmitAndScore.java", "igate", "H99.10", "9.000001").redirectError(ProcessBuilder.Redirect.INHERIT);
    example.environment().put("LIENTHONG_NODE", node);

    String said = new String(example.start().getInputStream().readAllBytes());

    assertTrue(said.contains("H99.10: 0 of 3 in time"), said);
  }

  @Test
  void aNodeThatIsNotThereIsUnavailableAfterTheRetries() {
    try (Client client = new Client(Config.builder().node("127.0.0.1:9").retry(Duration.ofMillis(300)).build())) {
      assertFails(Status.Code.UNAVAILABLE, client::status);
      assertFails(Status.Code.UNAVAILABLE, () -> client.submitStream(many("x", 1, new AtomicInteger()), NEWS).next());
    }
  }
}
