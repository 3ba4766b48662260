package lienthong.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import lienthong.v1.RecordResult.Outcome;
import org.junit.jupiter.api.Test;

/** A node with TLS, whose programs show a token or a certificate. */
class SecureTest {
  private static Outcome submit(String node, String code, String unit, Config.Builder config) {
    try (Client client = new Client(config.node(node).retry(Duration.ZERO).build())) {
      Submission news = Submission.of("igate", unit).withArrival(NodeTest.NEWS.arrival());
      return client.submitStream(List.of(NodeTest.record(code).build()).iterator(), news).next().outcome();
    }
  }

  private static Status.Code failure(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(LienthongException.class, call).code();
  }

  @Test
  void aTokenOrACertificateLetsInForItsUnitAndNobodyElse() throws Exception {
    try (Testbed bed = new Testbed()) {
      JsonObject secured = bed.on("secure", "root");
      String node = secured.get("address").getAsString();
      String ca = secured.get("ca").getAsString();
      String token = secured.get("token").getAsString();

      assertEquals(Outcome.OUTCOME_ADMITTED, submit(node, "t-1", "H99.1", Config.builder().ca(ca).token(token)));
      assertEquals(Outcome.OUTCOME_UNCHANGED, submit(node, "t-1", "H99.1",
          Config.builder().ca(ca).certificate(secured.get("cert").getAsString(), secured.get("key").getAsString())));
      assertEquals(Outcome.OUTCOME_REFUSED, submit(node, "t-2", "H99.2", Config.builder().ca(ca).token(token)));
      assertEquals(Status.Code.UNAUTHENTICATED, failure(() -> submit(node, "t-3", "H99.1", Config.builder().ca(ca))));
      assertEquals(Status.Code.UNAUTHENTICATED, failure(() -> submit(node, "t-3", "H99.1", Config.builder().ca(ca).token("nobody's"))));
      assertEquals(Status.Code.UNAVAILABLE, failure(() -> submit(node, "t-3", "H99.1", Config.builder())));
      try (Client client = new Client(Config.builder().node(node).ca(ca).token(token).build())) {
        assertEquals(Status.Code.PERMISSION_DENIED, failure(() -> client.score("H99", Period.month(2024, 3))));
      }
    }
  }
}
