package lienthong.client;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lienthong.v1.IntakeServiceGrpc;
import lienthong.v1.SubmitResponse;
import lienthong.v1.SubmitStreamRequest;
import lienthong.v1.SubmitStreamResponse;

/**
 * The results of {@link Client#submitStream}, in the order of the records. Taking them drives the stream: nothing is sent while nobody
 * takes results. Close it when you break off. One thread.
 */
public final class Results implements Iterator<Result>, Iterable<Result>, AutoCloseable {
  private final IntakeServiceGrpc.IntakeServiceBlockingV2Stub stub;
  private final Config config;
  private final Iterator<Batch> batches;
  private final Runnable reconnect;
  private final Retry retry;
  private final Deque<Batch> window = new ArrayDeque<>();
  private final Deque<Result> ready = new ArrayDeque<>();
  private BlockingClientCall<SubmitStreamRequest, SubmitStreamResponse> call;

  Results(IntakeServiceGrpc.IntakeServiceBlockingV2Stub stub, Config config, Iterator<Batch> batches, Runnable reconnect) {
    this.stub = stub;
    this.config = config;
    this.batches = batches;
    this.reconnect = reconnect;
    retry = new Retry(config.retry());
  }

  @Override
  public Iterator<Result> iterator() {
    return this;
  }

  /** Waits for the next result. Throws LienthongException when the submission cannot go on. */
  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && (!window.isEmpty() || batches.hasNext())) {
      try {
        step();
      } catch (LienthongException e) {
        close();
        retry.await(e);
        reconnect.run();
      }
    }
    if (ready.isEmpty()) {
      close();
    }
    return !ready.isEmpty();
  }

  @Override
  public Result next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  /** Sends while there is room in the window and takes one answer. */
  private void step() {
    if (call == null) {
      call = stub.submitStream();
      window.forEach(this::send);
    }
    while (window.size() < config.window() && batches.hasNext()) {
      window.add(batches.next());
      send(window.getLast());
    }
    // Kept in the window until its results are known to be those of its records.
    ready.addAll(window.element().results(receive()));
    window.remove();
    retry.progress();
  }

  private void send(Batch batch) {
    try {
      boolean sent = call.write(SubmitStreamRequest.newBuilder().setBatch(batch.request()).build(), millis(), TimeUnit.MILLISECONDS);
      if (!sent) {
        receive(); // tells why the stream is over
        throw ended();
      }
    } catch (TimeoutException e) {
      throw silent();
    } catch (StatusException e) {
      throw LienthongException.of(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private SubmitResponse receive() {
    try {
      SubmitStreamResponse answer = call.read(millis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        throw ended();
      }
      return answer.getResult();
    } catch (TimeoutException e) {
      throw silent();
    } catch (StatusException e) {
      throw LienthongException.of(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private long millis() {
    return config.timeout().toMillis();
  }

  private static LienthongException ended() {
    return new LienthongException(Status.Code.UNAVAILABLE, "the node ended the stream");
  }

  private LienthongException silent() {
    return new LienthongException(Status.Code.UNAVAILABLE, "no answer within " + millis() + " ms");
  }

  private static LienthongException interrupted() {
    Thread.currentThread().interrupt();
    return new LienthongException(Status.Code.CANCELLED, "interrupted");
  }

  /** Ends the stream; what was not acknowledged may be durable or not, and may be sent again. */
  @Override
  public void close() {
    if (call != null) {
      call.cancel("closed", null);
      call = null;
    }
  }
}
