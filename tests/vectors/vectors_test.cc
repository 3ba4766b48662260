// The files are what the code makes, and hold what they should.
#include "tests/vectors/vectors.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "storage/base/hash.h"

namespace lienthong::vectors {

nlohmann::ordered_json JsonOf(const google::protobuf::Message& message) {
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text).ok())
    throw std::invalid_argument("a message that has no JSON");
  return nlohmann::ordered_json::parse(text);
}

std::string HexOf(const google::protobuf::Message& message) {
  return ToHex(message.SerializeAsString());
}

namespace {

std::string PathOf(const std::string& name) { return "tests/vectors/" + name + ".json"; }

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void CompareOrWrite(const std::string& name, const nlohmann::ordered_json& made) {
  const std::string text = made.dump(1) + "\n";
  if (std::getenv("LIENTHONG_WRITE_VECTORS") != nullptr) std::ofstream(PathOf(name)) << text;

  EXPECT_EQ(ReadFile(PathOf(name)), text) << PathOf(name) << " is not what the code makes";
}

TEST(VectorsTest, ChainsAreWhatTheCodeMakes) { CompareOrWrite("chains", Chains()); }
TEST(VectorsTest, TimelinesAreWhatTheCodeMakes) { CompareOrWrite("timelines", Timelines()); }
TEST(VectorsTest, ScorecardsAreWhatTheCodeMakes) { CompareOrWrite("scorecards", Scorecards()); }

// A vector that shows nothing would pass everywhere.
TEST(VectorsTest, EveryBodyOfAFactAndManyAccountsAreShown) {
  std::set<std::string> bodies, words;
  const auto chains = Chains();
  for (const auto& entry : chains.at(0).at("entries"))
    for (const auto& [key, value] : entry.at("json").items()) bodies.insert(key);
  const auto timelines = Timelines();
  for (const auto& timeline : timelines)
    for (const auto& line : timeline.at("lines")) {
      std::istringstream text(line.get<std::string>());
      for (std::string word; text >> word;) words.insert(word);
    }

  EXPECT_EQ(bodies, (std::set<std::string>{"admittedTimeMs", "dossier", "observation", "parked",
                                           "petition", "release", "sourceProgress", "takeover"}));
  for (const char* account :
       {"REGISTERED", "OPEN_IN_TIME", "OPEN_OVERDUE", "OPEN_NO_DUE", "PAUSED_IN_TIME",
        "PAUSED_OVERDUE", "RESOLVED_EARLY", "RESOLVED_ON_DAY", "RESOLVED_LATE", "RESOLVED_NO_DUE",
        "CANCELLED_IN_TIME", "CANCELLED_LATE", "ELSEWHERE", "due", "?"})
    EXPECT_TRUE(words.contains(account)) << account;
}

}  // namespace
}  // namespace lienthong::vectors
