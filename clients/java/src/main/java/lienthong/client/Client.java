package lienthong.client;

import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lienthong.v1.AdminServiceGrpc;
import lienthong.v1.GetCoverageRequest;
import lienthong.v1.GetCoverageResponse;
import lienthong.v1.GetDossierRequest;
import lienthong.v1.GetDossierResponse;
import lienthong.v1.GetScoreRequest;
import lienthong.v1.GetScoreResponse;
import lienthong.v1.GetScorecardRequest;
import lienthong.v1.GetScorecardResponse;
import lienthong.v1.GetStatusRequest;
import lienthong.v1.GetStatusResponse;
import lienthong.v1.IntakeServiceGrpc;
import lienthong.v1.ListUnitsRequest;
import lienthong.v1.ListUnitsResponse;
import lienthong.v1.QueryServiceGrpc;
import lienthong.v1.ReferenceServiceGrpc;
import lienthong.v1.ScoreServiceGrpc;
import lienthong.v1.SourceRecord;

/**
 * Speaks to one node. Connects when the first call is made; safe for many threads.
 *
 * <pre>{@code
 * try (Client client = new Client(Config.fromEnvironment());
 *     Results results = client.submitStream(records, Submission.of("igate", "H44.13"))) {
 *   for (Result result : results) { ... }
 * }
 * }</pre>
 *
 * <p>Calls throw {@link LienthongException}. What is temporary is repeated for {@code retry} first; every call of this class may safely be
 * repeated. Other calls of the contract: a stub of {@link #channel()} within {@link #call}.
 */
public final class Client implements AutoCloseable {
  // Coverage of the whole country has some 10,000 rows of about 100 bytes.
  private static final int ANSWER_BYTES_MAX = 64 << 20;
  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Config config;
  private final ManagedChannel channel;

  /** Throws ConfigException. */
  public Client(Config config) {
    this.config = config;
    NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + config.node(), credentials(config))
        .maxInboundMessageSize(ANSWER_BYTES_MAX)
        // Nodes are spoken to directly: a proxy of the environment is for the web.
        .proxyDetector(address -> null);
    String token = config.bearer();
    channel = (token == null ? builder : builder.intercept(bearing(token))).build();
  }

  private static ClientInterceptor bearing(String token) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private static ChannelCredentials credentials(Config config) {
    if (config.ca() == null) {
      return InsecureChannelCredentials.create();
    }
    try {
      TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder()
          .trustManager(new ByteArrayInputStream(Config.read(config.ca(), "ca")));
      if (config.cert() != null) {
        tls.keyManager(new ByteArrayInputStream(Config.read(config.cert(), "cert")),
            new ByteArrayInputStream(Config.read(config.key(), "key")));
      }
      return tls.build();
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException("ca, cert, key", String.valueOf(e.getMessage()));
    }
  }

  /** For stubs of the contract; they carry the token. */
  public ManagedChannel channel() {
    return channel;
  }

  /** Ends the connection and every call on it. */
  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** Sends a few records (at most 4,096) and returns when all of them are durable: for a live feed. */
  public List<Result> submit(List<SourceRecord> records, Submission submission) {
    Batch batch = new Batch(1, submission.request(records, true));
    return batch.results(call(IntakeServiceGrpc.newBlockingV2Stub(channel), stub -> stub.submit(batch.request())));
  }

  /** The same, on a thread of the common pool. */
  public CompletableFuture<List<Result>> submitAsync(List<SourceRecord> records, Submission submission) {
    return CompletableFuture.supplyAsync(() -> submit(records, submission));
  }

  /**
   * Sends any number of records and gives a result for each, in order, once it is durable.
   *
   * <p>{@code records} is read only as fast as the node commits ({@code window} batches ahead), and not at all while nobody takes
   * results. When the stream breaks or the node is busy, what is not acknowledged is sent again: the node takes a repeat
   * without effect, so a record may come out UNCHANGED that was admitted just before the break.
   */
  public Results submitStream(Iterator<SourceRecord> records, Submission submission) {
    return new Results(IntakeServiceGrpc.newBlockingV2Stub(channel), config,
        new Batch.Cutter(submission, records, config.batchRecords()), this::reconnect);
  }

  /** The same of a stream. */
  public Results submitStream(Stream<SourceRecord> records, Submission submission) {
    return submitStream(records.iterator(), submission);
  }

  /** Figures and the score of group 2 of Decision 766 for a unit's subtree, as of now. */
  public GetScoreResponse score(String unit, Period period) {
    return score(GetScoreRequest.newBuilder().setUnit(unit).setFrom(period.from().toString()).setTo(period.to().toString()).build());
  }

  /** The same with everything that can be asked. */
  public GetScoreResponse score(GetScoreRequest request) {
    return call(QueryServiceGrpc.newBlockingV2Stub(channel), stub -> stub.getScore(request));
  }

  /** The scorecard of a unit's subtree under the rulebook of the day. An empty decimal is "not scored", which is not zero. */
  public GetScorecardResponse scorecard(String unit, Period period) {
    return scorecard(GetScorecardRequest.newBuilder().setUnit(unit).setFrom(period.from().toString()).setTo(period.to().toString()).build());
  }

  /** The same with everything that can be asked. */
  public GetScorecardResponse scorecard(GetScorecardRequest request) {
    return call(ScoreServiceGrpc.newBlockingV2Stub(channel), stub -> stub.getScorecard(request));
  }

  /** How complete the books are, through an instant (null: now). */
  public GetCoverageResponse coverage(String unit, Instant through) {
    GetCoverageRequest request = GetCoverageRequest.newBuilder().setUnit(unit)
        .setThrough(through == null ? 0 : through.getEpochSecond()).build();
    return call(QueryServiceGrpc.newBlockingV2Stub(channel), stub -> stub.getCoverage(request));
  }

  /** One dossier: its state and its movements. */
  public GetDossierResponse dossier(String id) {
    return call(QueryServiceGrpc.newBlockingV2Stub(channel), stub -> stub.getDossier(GetDossierRequest.newBuilder().setId(id).build()));
  }

  /** The units below one ("": all) that hold today, depth first. */
  public List<ListUnitsResponse.Row> units(String below) {
    return call(ReferenceServiceGrpc.newBlockingV2Stub(channel),
        stub -> stub.listUnits(ListUnitsRequest.newBuilder().setUnit(below).build())).getRowsList();
  }

  /** The node at a glance. */
  public GetStatusResponse status() {
    return call(AdminServiceGrpc.newBlockingV2Stub(channel), stub -> stub.getStatus(GetStatusRequest.getDefaultInstance()));
  }

  /** A call on a stub. */
  public interface Call<S, R> {
    R on(S stub) throws StatusException;
  }

  /** Any unary call with this client's deadline, retries and errors; only for calls that may be repeated. */
  public <S extends AbstractStub<S>, R> R call(S stub, Call<S, R> call) {
    Retry retry = new Retry(config.retry());
    while (true) {
      try {
        return call.on(stub.withDeadlineAfter(config.timeout().toMillis(), TimeUnit.MILLISECONDS));
      } catch (StatusException | StatusRuntimeException e) {
        retry.await(LienthongException.of(e));
        reconnect();
      }
    }
  }

  /** gRPC's own pause between attempts grows to two minutes, longer than anybody waits for a restarting node. */
  private void reconnect() {
    channel.resetConnectBackoff();
  }
}
