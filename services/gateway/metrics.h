// What the node counts, for Prometheus. services/gateway/README.md lists every metric
// with its unit, its meaning and what to do when it rises.
//
//   Metrics metrics("0.1.0");
//   metrics.OnCommit(512, elapsed_seconds);
//   ... HttpServer::Start(address, {ready, [&metrics] { return metrics.Text(); }});
//
// Methods are named after what happened: On... counts an event, Set... states how
// things stand. A Set... metric is absent until first set, because an unknown number
// is not zero (the root node never has an uplink). Names and labels hold no personal
// data. Thread-safe; a call costs below a microsecond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace lienthong::gateway {

// Values of one label, beyond which a new one is counted as "other": a label is a word
// of ours, and a value from outside must not fill the memory.
inline constexpr size_t kLabelValuesMax = 32;

// Nodes below that are shown one by one, those silent for longest: a province has some
// 200, and of a nation's thousands nobody reads more than the worst.
inline constexpr size_t kNodesShownMax = 256;

class Metrics {
 public:
  explicit Metrics(std::string_view version);
  ~Metrics();

  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `count` facts of `kind` ("dossier", "parked", "source_progress") entered the
  // journal here.
  void OnFactsAdmitted(std::string_view kind, uint64_t count);

  // Intake answered `count` records with `outcome` ("admitted", "unchanged",
  // "parked", "refused").
  void OnRecords(std::string_view outcome, uint64_t count);

  // One batch of `facts` became durable; writing and syncing it took `seconds`.
  void OnCommit(uint64_t facts, double seconds);

  // `bytes` of blocks went to the parent, compressed.
  void OnUplinkSent(uint64_t bytes);

  // `facts` of nodes below became durable here.
  void OnReplicated(uint64_t facts);

  // `facts` that a first load told entered the books here, from desks or from below.
  void OnFirstLoad(uint64_t facts);

  // A run of reference data from the parent was refused.
  void OnReferenceRefused();
  // Somebody was refused; `kind` is one of the few words of services/gateway/README.md.
  void OnRefused(std::string_view kind);

  void SetUplinkConnected(bool connected);
  // Facts here that the parent has not yet acknowledged as durable.
  void SetBacklog(uint64_t facts);
  void SetParked(uint64_t records);
  void SetJournalPosition(uint64_t position);
  void SetDivergedOrigins(uint64_t origins);
  void SetStoreWritable(bool writable);
  void SetChildrenConnected(uint64_t children);
  // Records that wait for admission.
  void SetQueue(uint64_t records);
  // The disk that holds the data directory.
  void SetDisk(uint64_t free_bytes, uint64_t size_bytes);
  // Bytes of the store's files.
  void SetStoreSize(uint64_t bytes);
  // Last sign of life of each node below, in milliseconds since 1970 UTC. Replaces what
  // was set before; a node that is no longer named disappears.
  void SetLastSigns(const std::map<std::string, int64_t>& ms_by_node);
  // Days until the node's own certificate ends, and the first one of all nodes below it that
  // told; negative: it has ended.
  void SetCertificateDays(double days);
  void SetSubtreeCertificateDays(double days);

  // All metrics in Prometheus' text format 0.0.4.
  std::string Text() const;

 private:
  struct Families;

  std::unique_ptr<Families> families_;
};

}  // namespace lienthong::gateway
