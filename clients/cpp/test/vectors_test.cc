// This client reads what the node writes: tests/vectors.
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "lienthong/client/chain.h"
#include "lienthong/v1/query.pb.h"
#include "lienthong/v1/score.pb.h"
#include "test/testbed.h"

namespace lienthong::client {
namespace {

using Lines = std::vector<std::string>;

// Binary and proto JSON say the same, and writing either gives the bytes of the vector.
template <typename Message>
Message SameBothWays(const nlohmann::json& vector) {
  const std::string bytes = FromHex(vector.at("bytes"));
  Message message, from_json;
  EXPECT_TRUE(message.ParseFromString(bytes));
  EXPECT_TRUE(
      google::protobuf::util::JsonStringToMessage(vector.at("json").dump(), &from_json).ok());
  EXPECT_EQ(ToHex(message.SerializeAsString()), ToHex(bytes));
  EXPECT_EQ(ToHex(from_json.SerializeAsString()), ToHex(bytes));
  return message;
}

template <typename Entry, typename Run>
void ExpectVerified(const nlohmann::json& vector, std::string_view domain) {
  std::string hash = FirstHash(domain, std::string(vector.at("node")),
                               std::stoull(std::string(vector.at("epoch"))));
  EXPECT_EQ(ToHex(hash), vector.at("first_hash"));
  for (const auto& entry : vector.at("entries")) {
    SameBothWays<Entry>(entry);
    hash = NextHash(hash, FromHex(entry.at("bytes")));
    EXPECT_EQ(ToHex(hash), entry.at("hash"));
  }
  Run run;
  ASSERT_TRUE(run.ParseFromString(FromHex(vector.at("run"))));
  const auto head = Verify(run);
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->sequence, vector.at("entries").size());
  EXPECT_EQ(ToHex(head->hash), ToHex(hash));
}

TEST(VectorsTest, ChainsAreVerifiedAndTheirBytesAreCanonical) {
  const auto vectors = Vectors("chains");
  ASSERT_EQ(vectors.size(), 2u);
  ExpectVerified<v1::Fact, v1::Run>(vectors[0], kFactChain);
  ExpectVerified<v1::ReferenceEntry, v1::ReferenceRun>(vectors[1], kReferenceChain);
}

TEST(VectorsTest, WhatWasChangedOrDoesNotFollowBreaksTheChain) {
  v1::Run run;
  ASSERT_TRUE(run.ParseFromString(FromHex(Vectors("chains")[0].at("run"))));
  v1::Run changed = run, skipped = run, foreign = run, other = run;
  changed.mutable_facts(0)->back() ^= 1;
  skipped.set_first_sequence(2);
  foreign.mutable_origin()->set_epoch(1);
  other.set_previous_hash("x");

  EXPECT_NE(Verify(changed)->hash, Verify(run)->hash);
  for (const v1::Run& broken : {skipped, foreign, other})
    EXPECT_TRUE(absl::IsDataLoss(Verify(broken).status()));
}

std::string WordOf(v1::Account account) {
  return v1::Account_Name(account).substr(std::string("ACCOUNT_").size());
}

TEST(VectorsTest, TimelinesGiveTheirMovements) {
  for (const auto& vector : Vectors("timelines")) {
    Lines lines;
    const auto answer = SameBothWays<v1::GetDossierResponse>(vector);
    for (const auto& m : answer.movements()) {
      const std::string from = m.from() == m.to() ? "due" : WordOf(m.from()) + " >";
      lines.push_back(absl::StrCat(m.instant(), " @", m.unit(), " ", from, " ", WordOf(m.to()),
                                   m.finish_not_stated() ? " ?" : ""));
    }
    EXPECT_EQ(lines, vector.at("lines").get<Lines>()) << vector.at("name");
  }
}

std::string OrDash(const std::string& decimal) { return decimal.empty() ? "-" : decimal; }

TEST(VectorsTest, ScorecardsAreReadToTheLastDigit) {
  for (const auto& vector : Vectors("scorecards")) {
    const auto card = SameBothWays<v1::Scorecard>(vector);
    Lines lines;
    for (const auto& group : card.groups())
      for (const auto& i : group.indicators()) {
        lines.push_back(absl::StrCat(i.id(), " ", i.numerator(), "/", i.denominator(), " ",
                                     OrDash(i.ratio()), " ", OrDash(i.points()), " ",
                                     v1::IndicatorScore::Rule_Name(i.rule())));
      }
    lines.push_back(absl::StrCat("total ", OrDash(card.total()), " of ", OrDash(card.total_of())));
    EXPECT_EQ(lines, vector.at("lines").get<Lines>()) << vector.at("name");
  }
}

}  // namespace
}  // namespace lienthong::client
