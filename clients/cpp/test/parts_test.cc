// What needs no node: configuration, errors, batches and the retries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "lienthong/client/client.h"
#include "lienthong/client/error_details.pb.h"
#include "lienthong/client/errors.h"
#include "src/submission.h"

namespace lienthong::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string File(const std::string& text) {
  static int n = 0;
  const std::string path = testing::TempDir() + "lienthong_client_" + std::to_string(getpid()) +
                           "_" + std::to_string(++n);
  std::ofstream(path) << text;
  return path;
}

TEST(ConfigTest, IsReadFromAFileAndTheEnvironment) {
  const auto config =
      Config::FromYaml(File("node: 127.0.0.1:1\nwindow: 3\ntimeout_seconds: 0.5\n"));
  setenv("LIENTHONG_NODE", "127.0.0.1:2", 1);

  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->node, "127.0.0.1:1");
  EXPECT_EQ(config->window, 3u);
  EXPECT_EQ(config->timeout, absl::Milliseconds(500));
  EXPECT_EQ(Config::FromEnvironment().node, "127.0.0.1:2");
  unsetenv("LIENTHONG_NODE");
}

std::string Said(const absl::Status& status) { return std::string(status.message()); }

TEST(ConfigTest, WhatCannotBeUsedIsRefusedByItsKey) {
  for (const auto& [key, text] : {std::pair{"nodes", "nodes: x"},
                                  {"window", "window: many"},
                                  {"keys", "- a"},
                                  {"node", "node: [a]"},
                                  {"YAML", "a: ["}})
    EXPECT_THAT(Said(Config::FromYaml(File(text)).status()), HasSubstr(key));
  for (const auto& [key, config] : {std::pair{"node", Config{.node = "h"}},
                                    {"window", Config{.window = 0}},
                                    {"batch_records", Config{.batch_records = 5000}},
                                    {"cert, key", Config{.ca = "a", .cert = "c"}},
                                    {"ca", Config{.cert = "c", .key = "k"}},
                                    {"in the open", Config{.node = "192.0.2.1:1", .token = "t"}},
                                    {"token_file", Config{.token = "t", .token_file = "f"}},
                                    {"empty", Config{.token_file = File("\n")}},
                                    {"/nowhere", Config{.ca = "/nowhere"}}})
    EXPECT_THAT(Said(Client::Open(config).status()), HasSubstr(key));
}

template <typename Detail>
void Add(const std::string& name, const Detail& detail, wire::Status& status) {
  google::protobuf::Any& any = *status.add_details();
  any.set_type_url("type.googleapis.com/google.rpc." + name);
  any.set_value(detail.SerializeAsString());
}

TEST(ErrorsTest, DetailsAreRead) {
  wire::Status status;
  wire::ErrorInfo info;
  info.set_reason("QUEUE_FULL");
  (*info.mutable_metadata())["a"] = "b";
  wire::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  wire::BadRequest bad;
  bad.add_field_violations()->set_field("source");
  Add("ErrorInfo", info, status);
  Add("RetryInfo", retry, status);
  Add("BadRequest", bad, status);

  const absl::Status error =
      FromGrpc({grpc::StatusCode::RESOURCE_EXHAUSTED, "busy", status.SerializeAsString()});
  const ErrorDetails details = DetailsOf(error);

  EXPECT_TRUE(absl::IsResourceExhausted(error));
  EXPECT_TRUE(IsTemporary(error));
  EXPECT_EQ(details.reason, "QUEUE_FULL");
  EXPECT_EQ(details.metadata.at("a"), "b");
  EXPECT_EQ(details.retry_after, absl::Seconds(2));
  ASSERT_EQ(details.violations.size(), 1u);
  EXPECT_EQ(details.violations[0].first, "source");
  EXPECT_EQ(DetailsOf(FromGrpc({grpc::StatusCode::NOT_FOUND, "no", "\xff"})).reason, "");
}

std::vector<int> SizesOf(const std::vector<v1::SourceRecord>& records, Submission submission = {}) {
  size_t at = 0;
  const Client::Next next = [&](v1::SourceRecord& record) {
    if (at == records.size()) return false;
    record = records[at++];
    return true;
  };
  Cutter cutter(submission, next, 2);
  std::vector<int> sizes;
  while (const auto batch = cutter.Next()) sizes.push_back(batch->request.records_size());
  return sizes;
}

TEST(SubmissionTest, BatchesAreBoundedInRecordsAndBytes) {
  v1::SourceRecord small, large;
  small.set_dossier("a");
  large.set_status(std::string(700 << 10, 'x'));

  EXPECT_THAT(SizesOf({small, small, small}), ElementsAre(2, 1));
  EXPECT_THAT(SizesOf({large, large}), ElementsAre(1, 1));
  EXPECT_THAT(SizesOf({}), ElementsAre());
  EXPECT_THAT(SizesOf({}, {.complete_through = 7}), ElementsAre(0));
}

TEST(SubmissionTest, RetriesBackOffAndEnd) {
  Retry retry(absl::Seconds(10));
  const absl::Time begin = absl::UnixEpoch();
  const absl::Status gone = absl::UnavailableError("gone");

  EXPECT_EQ(retry.Pause(gone, begin), absl::Milliseconds(100));
  EXPECT_EQ(retry.Pause(gone, begin + absl::Seconds(1)), absl::Milliseconds(200));
  EXPECT_EQ(retry.Pause(gone, begin + absl::Milliseconds(9950)), absl::Milliseconds(50));
  EXPECT_EQ(retry.Pause(gone, begin + absl::Seconds(10)), std::nullopt);
  retry.Progress();
  EXPECT_EQ(retry.Pause(gone, begin + absl::Seconds(10)), absl::Milliseconds(100));
  EXPECT_EQ(retry.Pause(absl::NotFoundError("no"), begin), std::nullopt);
}

}  // namespace
}  // namespace lienthong::client
