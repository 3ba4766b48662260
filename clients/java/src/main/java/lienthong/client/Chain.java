package lienthong.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import lienthong.v1.Origin;
import lienthong.v1.ReferenceRun;
import lienthong.v1.Run;

/** The chains of facts and of reference data (fact.proto, reference.proto): what a reader verifies for itself. */
public final class Chain {
  public static final String FACTS = "lienthong.origin.v1";
  public static final String REFERENCE = "lienthong.reference.v1";

  private Chain() {}

  /** The bytes are not those that the origin wrote, or something is missing between them. */
  public static final class BrokenChainException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenChainException(String why) {
      super(why);
    }
  }

  /**
   * How far a chain is verified.
   *
   * @param epoch an unsigned number
   */
  public record Head(String node, long epoch, long sequence, ByteString hash) {}

  /** hash(0): SHA-256(domain 0x00 node 0x00 epoch), epoch in 8 bytes big-endian. */
  public static ByteString firstHash(String domain, String node, long epoch) {
    ByteString epochBytes = ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, epoch));
    ByteString names = ByteString.copyFrom(domain + "\0" + node + "\0", StandardCharsets.UTF_8);
    return sha256(names.concat(epochBytes));
  }

  /** hash(n) = SHA-256(hash(n-1) bytes(n)). */
  public static ByteString nextHash(ByteString previous, ByteString entry) {
    return sha256(previous.concat(entry));
  }

  /** The head behind a run, which must begin at 1 ({@code after} null) or follow {@code after}. */
  public static Head verify(Run run, Head after) {
    return verify(FACTS, run.getOrigin(), run.getFirstSequence(), run.getPreviousHash(), run.getFactsList(), after);
  }

  /** The same for reference data. */
  public static Head verify(ReferenceRun run, Head after) {
    return verify(REFERENCE, run.getAuthor(), run.getFirstSequence(), run.getPreviousHash(), run.getEntriesList(), after);
  }

  private static Head verify(String domain, Origin origin, long first, ByteString previous, List<ByteString> entries, Head after) {
    String node = origin.getNode();
    Head from = after != null ? after : new Head(node, origin.getEpoch(), 0, firstHash(domain, node, origin.getEpoch()));
    if (!node.equals(from.node) || origin.getEpoch() != from.epoch) {
      throw new BrokenChainException("another origin");
    }
    if (first != from.sequence + 1) {
      throw new BrokenChainException("begins at " + first + ", expected " + (from.sequence + 1));
    }
    if (!previous.equals(from.hash)) {
      throw new BrokenChainException("differs at or before " + from.sequence);
    }
    ByteString hash = from.hash;
    for (ByteString entry : entries) {
      hash = nextHash(hash, entry);
    }
    return new Head(node, from.epoch, from.sequence + entries.size(), hash);
  }

  private static ByteString sha256(ByteString bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      bytes.asReadOnlyByteBufferList().forEach(digest::update);
      return ByteString.copyFrom(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
