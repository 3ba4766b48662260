#include "services/gateway/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace lienthong::gateway {
namespace {

using prometheus::Histogram;
using prometheus::Registry;

prometheus::Counter& AddCounter(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

Histogram& AddHistogram(Registry& registry, const char* name, const char* help,
                        const Histogram::BucketBoundaries& buckets) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
}

// A gauge that shows nothing before it is set.
class Gauge {
 public:
  Gauge(Registry& registry, const char* name, const char* help)
      : family_(prometheus::BuildGauge().Name(name).Help(help).Register(registry)) {}

  void Set(uint64_t value) { SetTo(static_cast<double>(value)); }
  void SetTo(double value) { family_.Add({}).Set(value); }

 private:
  prometheus::Family<prometheus::Gauge>& family_;
};

// Counters that differ in one label, of which there is a bounded number.
class LabelledCounter {
 public:
  LabelledCounter(Registry& registry, const char* name, const char* help, const char* label)
      : family_(prometheus::BuildCounter().Name(name).Help(help).Register(registry)),
        label_(label) {}

  void Add(std::string_view value, uint64_t count) {
    const std::lock_guard lock(mutex_);
    Find(value).Increment(static_cast<double>(count));
  }

 private:
  prometheus::Counter& Find(std::string_view value) {
    const auto known = counters_.find(value);
    if (known != counters_.end()) return *known->second;
    const std::string name(counters_.size() < kLabelValuesMax ? value : "other");
    prometheus::Counter& counter = family_.Add({{label_, name}});
    counters_.emplace(name, &counter);
    return counter;
  }

  prometheus::Family<prometheus::Counter>& family_;
  const std::string label_;
  std::mutex mutex_;
  std::map<std::string, prometheus::Counter*, std::less<>> counters_;
};

// A gauge for each node of a set that changes.
class NodeGauge {
 public:
  NodeGauge(Registry& registry, const char* name, const char* help)
      : family_(prometheus::BuildGauge().Name(name).Help(help).Register(registry)) {}

  void Replace(const std::map<std::string, double>& values) {
    const std::lock_guard lock(mutex_);
    for (auto it = gauges_.begin(); it != gauges_.end();) {
      if (values.contains(it->first)) {
        ++it;
        continue;
      }
      family_.Remove(it->second);
      it = gauges_.erase(it);
    }
    for (const auto& [node, value] : values) {
      prometheus::Gauge*& gauge = gauges_[node];
      if (gauge == nullptr) gauge = &family_.Add({{"child", node}});
      gauge->Set(value);
    }
  }

 private:
  prometheus::Family<prometheus::Gauge>& family_;
  std::mutex mutex_;
  std::map<std::string, prometheus::Gauge*> gauges_;
};

}  // namespace

struct Metrics::Families {
  Registry registry;

  LabelledCounter facts_admitted{registry, "lienthong_facts_admitted_total",
                                 "Facts that entered the journal here, by kind.", "kind"};
  LabelledCounter records{registry, "lienthong_records_total",
                          "Records that intake answered, by outcome.", "outcome"};
  prometheus::Counter& commits =
      AddCounter(registry, "lienthong_commits_total", "Batches that became durable.");
  // One desk sends single facts, a flood or a catching-up child thousands.
  Histogram& commit_facts =
      AddHistogram(registry, "lienthong_commit_facts", "Facts in one durable batch.",
                   {1, 4, 16, 64, 256, 1024, 4096, 16384});
  // A sync takes 0.1 ms on a good disk and over a second on a failing one.
  Histogram& commit_seconds =
      AddHistogram(registry, "lienthong_commit_seconds", "Time to write and sync one batch.",
                   {0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10});
  prometheus::Counter& uplink_sent_bytes =
      AddCounter(registry, "lienthong_uplink_sent_bytes_total",
                 "Compressed bytes of blocks sent to the parent.");
  prometheus::Counter& replicated_facts =
      AddCounter(registry, "lienthong_replicated_facts_total",
                 "Facts of nodes below that became durable here.");
  prometheus::Counter& first_load_facts =
      AddCounter(registry, "lienthong_first_load_facts_total",
                 "Facts of a first load of old dossiers that entered the books here.");
  prometheus::Counter& reference_refused =
      AddCounter(registry, "lienthong_reference_refused_total",
                 "Runs of reference data from the parent that were refused.");

  LabelledCounter refused{registry, "lienthong_refused_total",
                          "Calls, connections and heads that were refused, by kind.", "kind"};

  Gauge uplink_connected{registry, "lienthong_uplink_connected",
                         "1 while a stream to the parent is open."};
  Gauge uplink_backlog_facts{registry, "lienthong_uplink_backlog_facts",
                             "Facts here that the parent has not acknowledged."};
  Gauge parked_records{registry, "lienthong_parked_records",
                       "Records kept but not counted until reference data arrives."};
  Gauge journal_position{registry, "lienthong_journal_position",
                         "Position of the last durable entry of the journal."};
  Gauge origins_diverged{registry, "lienthong_origins_diverged",
                         "Origins stopped because their chain differs from ours."};
  Gauge store_writable{registry, "lienthong_store_writable", "1 while the store accepts writes."};
  Gauge children_connected{registry, "lienthong_children_connected",
                           "Open streams from nodes below."};
  Gauge queue_records{registry, "lienthong_queue_records", "Records that wait for admission."};
  Gauge disk_free_bytes{registry, "lienthong_disk_free_bytes",
                        "Free bytes where the data directory is."};
  Gauge disk_size_bytes{registry, "lienthong_disk_size_bytes",
                        "All bytes where the data directory is."};
  Gauge store_bytes{registry, "lienthong_store_bytes", "Bytes of the store's files."};
  Gauge nodes_below{registry, "lienthong_nodes_below", "Nodes below that were heard of."};
  NodeGauge last_sign_seconds{registry, "lienthong_child_last_sign_seconds",
                              "When a node below last gave a sign of life, by its own clock."};
  Gauge certificate_days{registry, "lienthong_certificate_days",
                         "Days until this node's certificate ends."};
  Gauge subtree_certificate_days{
      registry, "lienthong_subtree_certificate_days",
      "Days until the first certificate of the nodes below ends; `lienthong status` names it."};
};

Metrics::Metrics(std::string_view version) : families_(std::make_unique<Families>()) {
  prometheus::BuildGauge()
      .Name("lienthong_build_info")
      .Help("1, with the version that runs.")
      .Register(families_->registry)
      .Add({{"version", std::string(version)}})
      .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::OnFactsAdmitted(std::string_view kind, uint64_t count) {
  families_->facts_admitted.Add(kind, count);
}

void Metrics::OnRecords(std::string_view outcome, uint64_t count) {
  families_->records.Add(outcome, count);
}

void Metrics::OnCommit(uint64_t facts, double seconds) {
  families_->commits.Increment();
  families_->commit_facts.Observe(static_cast<double>(facts));
  families_->commit_seconds.Observe(seconds);
}

void Metrics::OnUplinkSent(uint64_t bytes) {
  families_->uplink_sent_bytes.Increment(static_cast<double>(bytes));
}

void Metrics::OnReplicated(uint64_t facts) {
  families_->replicated_facts.Increment(static_cast<double>(facts));
}

void Metrics::OnFirstLoad(uint64_t facts) {
  families_->first_load_facts.Increment(static_cast<double>(facts));
}

void Metrics::OnReferenceRefused() { families_->reference_refused.Increment(); }
void Metrics::OnRefused(std::string_view kind) { families_->refused.Add(kind, 1); }

void Metrics::SetUplinkConnected(bool connected) { families_->uplink_connected.Set(connected); }

void Metrics::SetBacklog(uint64_t facts) { families_->uplink_backlog_facts.Set(facts); }

void Metrics::SetParked(uint64_t records) { families_->parked_records.Set(records); }

void Metrics::SetJournalPosition(uint64_t position) { families_->journal_position.Set(position); }

void Metrics::SetDivergedOrigins(uint64_t origins) { families_->origins_diverged.Set(origins); }

void Metrics::SetStoreWritable(bool writable) { families_->store_writable.Set(writable); }

void Metrics::SetChildrenConnected(uint64_t children) {
  families_->children_connected.Set(children);
}

void Metrics::SetQueue(uint64_t records) { families_->queue_records.Set(records); }

void Metrics::SetDisk(uint64_t free_bytes, uint64_t size_bytes) {
  families_->disk_free_bytes.Set(free_bytes);
  families_->disk_size_bytes.Set(size_bytes);
}

void Metrics::SetStoreSize(uint64_t bytes) { families_->store_bytes.Set(bytes); }

void Metrics::SetLastSigns(const std::map<std::string, int64_t>& ms_by_node) {
  families_->nodes_below.Set(ms_by_node.size());
  std::vector<std::pair<int64_t, std::string>> oldest;
  for (const auto& [node, ms] : ms_by_node) oldest.emplace_back(ms, node);
  const size_t shown = std::min(oldest.size(), kNodesShownMax);
  std::partial_sort(oldest.begin(), oldest.begin() + static_cast<ptrdiff_t>(shown), oldest.end());
  std::map<std::string, double> seconds;
  for (size_t i = 0; i < shown; ++i) {
    seconds.emplace(oldest[i].second, static_cast<double>(oldest[i].first) / 1000);
  }
  families_->last_sign_seconds.Replace(seconds);
}

void Metrics::SetCertificateDays(double days) { families_->certificate_days.SetTo(days); }

void Metrics::SetSubtreeCertificateDays(double days) {
  families_->subtree_certificate_days.SetTo(days);
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace lienthong::gateway
