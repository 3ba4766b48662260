package lienthong.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import lienthong.v1.Account;
import lienthong.v1.Fact;
import lienthong.v1.GetDossierResponse;
import lienthong.v1.IndicatorScore;
import lienthong.v1.Movement;
import lienthong.v1.ReferenceEntry;
import lienthong.v1.ReferenceRun;
import lienthong.v1.Run;
import lienthong.v1.Scorecard;
import org.junit.jupiter.api.Test;

/** This client reads what the node writes: tests/vectors. */
class VectorsTest {
  private static ByteString bytes(JsonElement hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex.getAsString()));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static List<String> lines(JsonObject vector) {
    return StreamSupport.stream(vector.getAsJsonArray("lines").spliterator(), false).map(JsonElement::getAsString).toList();
  }

  /** Binary and proto JSON say the same, and writing either gives the bytes of the vector. */
  private static Message sameBothWays(Message kind, JsonObject vector) throws Exception {
    ByteString binary = bytes(vector.get("bytes"));
    Message message = kind.getParserForType().parseFrom(binary);
    Message.Builder fromJson = kind.newBuilderForType();
    JsonFormat.parser().merge(vector.get("json").toString(), fromJson);
    assertEquals(hex(binary), hex(message.toByteString()));
    assertEquals(hex(binary), hex(fromJson.build().toByteString()));
    assertEquals(vector.get("json"), JsonParser.parseString(JsonFormat.printer().print(message)));
    return message;
  }

  private static Chain.Head verify(String domain, ByteString run) throws Exception {
    return domain.equals(Chain.FACTS) ? Chain.verify(Run.parseFrom(run), null) : Chain.verify(ReferenceRun.parseFrom(run), null);
  }

  @Test
  void chainsAreVerifiedAndTheirBytesAreCanonical() throws Exception {
    for (JsonElement element : Testbed.vectors("chains")) {
      JsonObject v = element.getAsJsonObject();
      String domain = v.get("domain").getAsString();
      ByteString hash = Chain.firstHash(domain, v.get("node").getAsString(), Long.parseUnsignedLong(v.get("epoch").getAsString()));
      assertEquals(v.get("first_hash").getAsString(), hex(hash));
      for (JsonElement entry : v.getAsJsonArray("entries")) {
        sameBothWays(domain.equals(Chain.FACTS) ? Fact.getDefaultInstance() : ReferenceEntry.getDefaultInstance(), entry.getAsJsonObject());
        hash = Chain.nextHash(hash, bytes(entry.getAsJsonObject().get("bytes")));
        assertEquals(entry.getAsJsonObject().get("hash").getAsString(), hex(hash));
      }
      Chain.Head head = verify(domain, bytes(v.get("run")));
      assertEquals(v.getAsJsonArray("entries").size(), head.sequence());
      assertEquals(hex(hash), hex(head.hash()));
    }
  }

  @Test
  void whatWasChangedOrDoesNotFollowBreaksTheChain() throws Exception {
    Run run = Run.parseFrom(bytes(Testbed.vectors("chains").get(0).getAsJsonObject().get("run")));
    byte[] first = run.getFacts(0).toByteArray();
    first[first.length - 1] ^= 1;
    Run changed = run.toBuilder().setFacts(0, ByteString.copyFrom(first)).build();

    assertNotEquals(Chain.verify(run, null).hash(), Chain.verify(changed, null).hash());
    for (Run broken : List.of(run.toBuilder().setFirstSequence(2).build(), run.toBuilder().setPreviousHash(ByteString.EMPTY).build(),
        run.toBuilder().setOrigin(run.getOrigin().toBuilder().setEpoch(1)).build())) {
      assertThrows(Chain.BrokenChainException.class, () -> Chain.verify(broken, null));
    }
  }

  private static String word(Account account) {
    return account.name().substring("ACCOUNT_".length());
  }

  private static String line(Movement m) {
    String from = m.getFrom() == m.getTo() ? "due" : word(m.getFrom()) + " >";
    return m.getInstant() + " @" + m.getUnit() + " " + from + " " + word(m.getTo()) + (m.getFinishNotStated() ? " ?" : "");
  }

  @Test
  void timelinesGiveTheirMovements() throws Exception {
    for (JsonElement element : Testbed.vectors("timelines")) {
      JsonObject v = element.getAsJsonObject();
      GetDossierResponse answer = (GetDossierResponse) sameBothWays(GetDossierResponse.getDefaultInstance(), v);
      assertEquals(lines(v), answer.getMovementsList().stream().map(VectorsTest::line).toList(), v.get("name").getAsString());
    }
  }

  private static String orDash(String decimal) {
    return decimal.isEmpty() ? "-" : decimal;
  }

  private static String line(IndicatorScore i) {
    return i.getId() + " " + i.getNumerator() + "/" + i.getDenominator() + " " + orDash(i.getRatio()) + " " + orDash(i.getPoints()) + " " + i.getRule();
  }

  @Test
  void scorecardsAreReadToTheLastDigit() throws Exception {
    for (JsonElement element : Testbed.vectors("scorecards")) {
      JsonObject v = element.getAsJsonObject();
      Scorecard card = (Scorecard) sameBothWays(Scorecard.getDefaultInstance(), v);
      List<String> lines = new ArrayList<>();
      card.getGroupsList().forEach(group -> group.getIndicatorsList().forEach(i -> lines.add(line(i))));
      lines.add("total " + orDash(card.getTotal()) + " of " + orDash(card.getTotalOf()));
      assertEquals(lines(v), lines, v.get("name").getAsString());
    }
  }
}
