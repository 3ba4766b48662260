#include "services/access/rules.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>

namespace lienthong::access {
namespace {

// "/lienthong.v1.QueryService/GetScore" for every rpc in the protos of the repository.
std::set<std::string> RpcsInTheProtos() {
  static const std::regex kService(R"(^service (\w+) \{)");
  static const std::regex kRpc(R"(^\s+rpc (\w+)\s*\()");
  std::set<std::string> rpcs;
  for (const auto& file : std::filesystem::directory_iterator("proto/lienthong/v1")) {
    std::ifstream text(file.path());
    std::string service;
    std::smatch match;
    for (std::string line; std::getline(text, line);) {
      if (std::regex_search(line, match, kService)) service = match[1];
      if (std::regex_search(line, match, kRpc)) {
        rpcs.insert("/lienthong.v1." + service + "/" + match[1].str());
      }
    }
  }
  return rpcs;
}

TEST(RulesTest, EveryRpcHasARule) {
  const std::set<std::string> rpcs = RpcsInTheProtos();

  ASSERT_GE(rpcs.size(), 16u);
  for (const std::string& rpc : rpcs) {
    EXPECT_NE(FindRule(rpc), nullptr) << rpc << ": say in rules.cc whom it is open to";
  }
}

TEST(RulesTest, EveryRuleHasAnRpc) {
  const std::set<std::string> rpcs = RpcsInTheProtos();

  std::set<std::string_view> methods;
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(methods.insert(rule.method).second) << rule.method << ": twice";
    if (!rule.method.starts_with("/lienthong.")) continue;
    EXPECT_TRUE(rpcs.contains(std::string(rule.method))) << rule.method << ": is no rpc";
  }
}

TEST(RulesTest, NoRpcOfOursIsOpenToAnybody) {
  for (const Rule& rule : Rules()) {
    if (!rule.method.starts_with("/lienthong.")) continue;
    EXPECT_NE(rule.who, Rule::Who::kAnybody) << rule.method;
    EXPECT_EQ(rule.roles.empty(), rule.who == Rule::Who::kNode) << rule.method;
  }
}

TEST(RulesTest, WhatIsNotInTheTableIsClosed) {
  EXPECT_EQ(FindRule("/lienthong.v1.QueryService/"), nullptr);
  EXPECT_EQ(FindRule(""), nullptr);
  EXPECT_EQ(FindRule("/lienthong.v1.QueryService/GetScore/"), nullptr);
}

}  // namespace
}  // namespace lienthong::access
