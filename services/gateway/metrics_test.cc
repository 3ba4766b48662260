#include "services/gateway/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

namespace lienthong::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// One of everything.
void Fill(Metrics& metrics) {
  metrics.OnFactsAdmitted("dossier", 5);
  metrics.OnRecords("admitted", 5);
  metrics.OnRecords("refused", 2);
  metrics.OnCommit(5, 0.0007);
  metrics.OnUplinkSent(1234);
  metrics.OnReplicated(40);
  metrics.SetUplinkConnected(true);
  metrics.SetBacklog(9);
  metrics.SetParked(3);
  metrics.SetJournalPosition(4211);
  metrics.SetDivergedOrigins(0);
  metrics.SetStoreWritable(true);
  metrics.SetChildrenConnected(163);
  metrics.SetQueue(17);
  metrics.SetDisk(30, 100);
  metrics.SetStoreSize(20);
  metrics.SetLastSigns({{"h44-1", 1'700'000'000'500}});
  metrics.OnRefused("flood");
  metrics.SetCertificateDays(12.5);
  metrics.SetSubtreeCertificateDays(-1);
}

// The word behind each `prefix` in `text`.
std::set<std::string> WordsAfter(std::string_view prefix, std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  std::set<std::string> words;
  for (size_t at = text.find(prefix); at != text.npos; at = text.find(prefix, at)) {
    at += prefix.size();
    words.emplace(text.substr(at, text.find_first_not_of(kLetters, at) - at));
  }
  return words;
}

TEST(MetricsTest, TellsWhatHappened) {
  Metrics metrics("0.1.0");
  Fill(metrics);

  const std::string text = metrics.Text();

  for (const char* line : {"lienthong_build_info{version=\"0.1.0\"} 1",
                           "lienthong_facts_admitted_total{kind=\"dossier\"} 5",
                           "lienthong_records_total{outcome=\"admitted\"} 5",
                           "lienthong_records_total{outcome=\"refused\"} 2",
                           "lienthong_commits_total 1",
                           "lienthong_commit_facts_bucket{le=\"4\"} 0",
                           "lienthong_commit_facts_bucket{le=\"16\"} 1",
                           "lienthong_commit_facts_sum 5",
                           "lienthong_commit_seconds_bucket{le=\"0.0005\"} 0",
                           "lienthong_commit_seconds_bucket{le=\"0.001\"} 1",
                           "lienthong_commit_seconds_count 1",
                           "lienthong_uplink_sent_bytes_total 1234",
                           "lienthong_replicated_facts_total 40",
                           "lienthong_uplink_connected 1",
                           "lienthong_uplink_backlog_facts 9",
                           "lienthong_parked_records 3",
                           "lienthong_journal_position 4211",
                           "lienthong_origins_diverged 0",
                           "lienthong_store_writable 1",
                           "lienthong_children_connected 163",
                           "lienthong_queue_records 17",
                           "lienthong_disk_free_bytes 30",
                           "lienthong_disk_size_bytes 100",
                           "lienthong_store_bytes 20",
                           "lienthong_nodes_below 1",
                           "lienthong_child_last_sign_seconds{child=\"h44-1\"} 1700000000.5",
                           "lienthong_refused_total{kind=\"flood\"} 1",
                           "lienthong_certificate_days 12.5",
                           "lienthong_subtree_certificate_days -1"}) {
    EXPECT_THAT("\n" + text, HasSubstr("\n" + std::string(line) + "\n"));
  }
}

TEST(MetricsTest, IsDocumentedInTheReadme) {
  Metrics metrics("0.1.0");
  Fill(metrics);
  std::ifstream file("services/gateway/README.md");
  std::ostringstream readme;
  readme << file.rdbuf();
  ASSERT_FALSE(readme.str().empty()) << "runs in the root of the repository";
  const std::string documented = readme.str().substr(readme.str().find("## Metrics"));

  EXPECT_EQ(WordsAfter("# TYPE ", metrics.Text()), WordsAfter("\n| `", documented));
}

TEST(MetricsTest, ShowsNoNumberThatNobodySet) {
  const Metrics metrics("0.1.0");

  EXPECT_THAT(metrics.Text(), Not(HasSubstr("lienthong_uplink_connected")));
  EXPECT_THAT(metrics.Text(), HasSubstr("lienthong_commits_total 0"));
}

TEST(MetricsTest, StatesHowThingsStandNow) {
  Metrics metrics("0.1.0");

  metrics.SetBacklog(9);
  metrics.SetBacklog(0);

  EXPECT_THAT(metrics.Text(), HasSubstr("\nlienthong_uplink_backlog_facts 0\n"));
}

TEST(MetricsTest, CountsLabelsBeyondTheBoundTogether) {
  Metrics metrics("0.1.0");

  for (size_t i = 0; i < kLabelValuesMax + 10; ++i) {
    metrics.OnRecords("outcome_" + std::to_string(i), 1);
  }

  EXPECT_EQ(WordsAfter("outcome=\"", metrics.Text()).size(), kLabelValuesMax + 1);
  EXPECT_THAT(metrics.Text(), HasSubstr("lienthong_records_total{outcome=\"other\"} 10\n"));
}

TEST(MetricsTest, ForgetsNodesThatAreNoLongerBelow) {
  Metrics metrics("0.1.0");

  metrics.SetLastSigns({{"a", 1000}, {"b", 2000}});
  metrics.SetLastSigns({{"b", 3000}});

  EXPECT_THAT(metrics.Text(), Not(HasSubstr("child=\"a\"")));
  EXPECT_THAT(metrics.Text(), HasSubstr("lienthong_child_last_sign_seconds{child=\"b\"} 3\n"));
}

TEST(MetricsTest, ShowsThoseSilentForLongest) {
  Metrics metrics("0.1.0");
  std::map<std::string, int64_t> signs;

  for (size_t i = 0; i < kNodesShownMax + 10; ++i) {
    signs["n" + std::to_string(i)] = static_cast<int64_t>(1000 * (i + 1));
  }
  metrics.SetLastSigns(signs);

  EXPECT_EQ(WordsAfter("{child=\"", metrics.Text()).size(), kNodesShownMax);
  EXPECT_THAT(metrics.Text(), HasSubstr("{child=\"n0\"} 1\n"));
  EXPECT_THAT(metrics.Text(), Not(HasSubstr("{child=\"n265\"}")));
  EXPECT_THAT(metrics.Text(), HasSubstr("lienthong_nodes_below 266\n"));
}

TEST(MetricsTest, CountsFromManyThreads) {
  Metrics metrics("0.1.0");
  std::vector<std::thread> threads;
  threads.reserve(4);

  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&metrics] {
      for (int n = 0; n < 1000; ++n) {
        metrics.OnRecords(n % 2 == 0 ? "admitted" : "parked", 1);
        metrics.SetQueue(static_cast<uint64_t>(n));
      }
    });
  }
  while (metrics.Text().empty()) {
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_THAT(metrics.Text(), HasSubstr("lienthong_records_total{outcome=\"parked\"} 2000\n"));
}

}  // namespace
}  // namespace lienthong::gateway
