package lienthong.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lienthong.v1.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What needs no node: configuration, errors, times, batches and the retries. */
class PartsTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "f", ""), text);
  }

  @Test
  void aFileAndTheEnvironmentMakeAConfiguration() throws IOException {
    Config config = Config.fromYaml(file("node: 127.0.0.1:1\nwindow: 3\ntimeout_seconds: 0.5\ntoken_file: " + file("secret\n")));

    assertEquals(List.of("127.0.0.1:1", 3, 500L, "secret"), List.of(config.node(), config.window(), config.timeout().toMillis(), config.bearer()));
    assertEquals("f", Config.fromEnvironment(Map.of("LIENTHONG_TOKEN_FILE", "f")).tokenFile());
  }

  private static void assertRefused(String key, Executable made) {
    String said = assertThrows(ConfigException.class, made, key).getMessage();
    assertTrue(said.contains(key), said);
  }

  @Test
  void whatCannotBeUsedIsRefusedByItsKey() throws IOException {
    for (String[] c : new String[][] {{"nodes", "nodes: x"}, {"window", "window: many"}, {"node", "node: 7"}, {"keys", "- a"}, {"YAML", "a: ["}}) {
      Path path = file(c[1]);
      assertRefused(c[0], () -> Config.fromYaml(path));
    }
    assertRefused("node", () -> Config.of("h"));
    assertRefused("window", () -> Config.builder().window(0).build());
    assertRefused("batch_records", () -> Config.builder().batchRecords(5000).build());
    assertRefused("cert, key", () -> Config.builder().ca("a").certificate("c", null).build());
    assertRefused("ca", () -> Config.builder().certificate("c", "k").build());
    assertRefused("in the open", () -> Config.builder().node("192.0.2.1:1").token("t").build());
    assertRefused("token_file", () -> Config.builder().token("t").tokenFile("f").build());
    assertRefused("/nowhere", () -> new Client(Config.builder().ca("/nowhere").build()).close());
  }

  @Test
  void errorsAreTyped() {
    var status = com.google.rpc.Status.newBuilder().setCode(Status.Code.RESOURCE_EXHAUSTED.value()).setMessage("busy")
        .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("QUEUE_FULL").setDomain("lienthong").putMetadata("a", "b").build()))
        .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(2).setNanos(500_000_000)).build()))
        .addDetails(Any.pack(BadRequest.newBuilder().addFieldViolations(BadRequest.FieldViolation.newBuilder().setField("source").setDescription("is empty")).build()))
        .build();

    LienthongException e = LienthongException.of(StatusProto.toStatusException(status));

    assertEquals(List.of(Status.Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", "lienthong", Map.of("a", "b"), 2500L, "busy"),
        List.of(e.code(), e.reason(), e.domain(), e.metadata(), e.retryAfter().toMillis(), e.getMessage()));
    assertEquals(List.of(new LienthongException.Violation("source", "is empty")), e.violations());
    assertTrue(e.isTemporary());
    assertFalse(LienthongException.of(Status.NOT_FOUND.asException()).isTemporary());
  }

  @Test
  void timesAreThoseOfVietnam() {
    assertEquals(1709600400, Times.instant("20240305080000"));
    assertEquals("2024-03-05T08:00+07:00", Times.local(1709600400).toString());
    assertNull(Times.local(0));
    assertEquals(new Period(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 2, 29)), Period.month(2024, 2));
  }

  private static List<Integer> sizes(Submission submission, SourceRecord... records) {
    List<Integer> sizes = new ArrayList<>();
    new Batch.Cutter(submission, List.of(records).iterator(), 2).forEachRemaining(b -> sizes.add(b.request().getRecordsCount()));
    return sizes;
  }

  @Test
  void batchesAreBoundedInRecordsAndBytes() {
    Submission s = Submission.of("s", "u");
    SourceRecord small = SourceRecord.newBuilder().setDossier("a").build();
    SourceRecord large = SourceRecord.newBuilder().setStatus("x".repeat(Batch.BYTES_MAX * 2 / 3)).build();

    assertEquals(List.of(2, 1), sizes(s, small, small, small));
    assertEquals(List.of(1, 1), sizes(s, large, large));
    assertEquals(List.of(), sizes(s));
    assertEquals(List.of(0), sizes(s.withCompleteThrough(Instant.EPOCH.plusSeconds(7))));
  }

  @Test
  void retriesBackOffHeedTheNodeAndEnd() {
    Retry retry = new Retry(java.time.Duration.ofSeconds(10));
    LienthongException gone = new LienthongException(Status.Code.UNAVAILABLE, "gone");
    LienthongException no = new LienthongException(Status.Code.NOT_FOUND, "no");
    long second = 1_000_000_000;

    assertEquals(List.of(100L, 200L, 50L), List.of(retry.pause(gone, 0).toMillis(), retry.pause(gone, second).toMillis(),
        retry.pause(gone, 10 * second - second / 20).toMillis()));
    assertThrows(LienthongException.class, () -> retry.pause(gone, 10 * second));
    retry.progress();
    assertEquals(100, retry.pause(gone, 10 * second).toMillis());
    assertThrows(LienthongException.class, () -> retry.pause(no, 10 * second));
  }
}
