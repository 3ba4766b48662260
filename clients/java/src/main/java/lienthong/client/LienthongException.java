package lienthong.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A call that failed. {@link #code()} says what the caller does next:
 *
 * <table>
 * <caption>Next steps</caption>
 * <tr><td>INVALID_ARGUMENT</td><td>fix the request; {@link #violations()} and the message name the field</td></tr>
 * <tr><td>FAILED_PRECONDITION</td><td>somebody must change state first</td></tr>
 * <tr><td>OUT_OF_RANGE, NOT_FOUND</td><td>ask from another position; accept absence</td></tr>
 * <tr><td>PERMISSION_DENIED, UNAUTHENTICATED</td><td>another identity</td></tr>
 * <tr><td>UNAVAILABLE, RESOURCE_EXHAUSTED</td><td>the same call again, later; the client has tried for {@code retry}</td></tr>
 * <tr><td>DEADLINE_EXCEEDED</td><td>no answer; repeating a submit is safe</td></tr>
 * <tr><td>UNIMPLEMENTED</td><td>the node is older than this client</td></tr>
 * <tr><td>DATA_LOSS, INTERNAL</td><td>the node's operator; a bug</td></tr>
 * </table>
 */
public final class LienthongException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A field at fault. */
  public record Violation(String field, String description) implements java.io.Serializable {}

  private final Status.Code code;
  private final transient Details details;

  private record Details(String reason, String domain, Map<String, String> metadata, List<Violation> violations, Duration retryAfter) {
    static final Details NONE = new Details("", "", Map.of(), List.of(), null);
  }

  LienthongException(Status.Code code, String message) {
    this(code, message, Details.NONE, null);
  }

  private LienthongException(Status.Code code, String message, Details details, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.details = details;
  }

  /** The typed form of what gRPC threw. Details that cannot be read are left out. */
  static LienthongException of(Exception thrown) {
    if (thrown instanceof LienthongException typed) {
      return typed;
    }
    Status status = Status.fromThrowable(thrown);
    String message = status.getDescription() == null ? status.getCode().name() : status.getDescription();
    return new LienthongException(status.getCode(), message, detailsOf(thrown), thrown);
  }

  private static Details detailsOf(Exception thrown) {
    boolean ofGrpc = thrown instanceof StatusRuntimeException || thrown instanceof StatusException;
    com.google.rpc.Status status = ofGrpc ? StatusProto.fromThrowable(thrown) : null;
    Details found = Details.NONE;
    for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
      try {
        found = with(found, detail);
      } catch (InvalidProtocolBufferException e) {
        continue; // bytes of the network
      }
    }
    return found;
  }

  private static Details with(Details d, Any detail) throws InvalidProtocolBufferException {
    if (detail.is(ErrorInfo.class)) {
      ErrorInfo info = detail.unpack(ErrorInfo.class);
      return new Details(info.getReason(), info.getDomain(), info.getMetadataMap(), d.violations, d.retryAfter);
    }
    if (detail.is(BadRequest.class)) {
      List<Violation> violations = detail.unpack(BadRequest.class).getFieldViolationsList().stream()
          .map(v -> new Violation(v.getField(), v.getDescription())).toList();
      return new Details(d.reason, d.domain, d.metadata, violations, d.retryAfter);
    }
    if (detail.is(RetryInfo.class)) {
      var delay = detail.unpack(RetryInfo.class).getRetryDelay();
      return new Details(d.reason, d.domain, d.metadata, d.violations, Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
    }
    return d;
  }

  public Status.Code code() {
    return code;
  }

  /** UPPER_SNAKE_CASE for programs; "" where the node gives none. */
  public String reason() {
    return details.reason;
  }

  /** Who defines {@link #reason()}. */
  public String domain() {
    return details.domain;
  }

  public Map<String, String> metadata() {
    return details.metadata;
  }

  public List<Violation> violations() {
    return details.violations;
  }

  /** The same call may go through after this long; null where the node does not say. */
  public Duration retryAfter() {
    return details.retryAfter;
  }

  /** True where the same call again may go well without anybody doing anything. */
  public boolean isTemporary() {
    return switch (code) {
      case UNAVAILABLE, CANCELLED -> true;
      case RESOURCE_EXHAUSTED -> !reason().equals("MESSAGE_TOO_LARGE"); // stays so
      default -> false;
    };
  }
}
