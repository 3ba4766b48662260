// The ledger of acknowledgements: whatever a node told anybody to be durable must
// be there after every crash, unchanged.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "lienthong/v1/uplink.pb.h"
#include "storage/journal/journal.h"

namespace lienthong::simulation {

class Promises {
 public:
  // A fact of the node's own origin.
  void PromiseFact(const std::string& node, uint64_t sequence, std::string bytes);
  // A record, by its key, of which the desk was told "taken". `node`: where it is from now on;
  // empty: at the root, once everything has arrived there.
  void PromiseRecord(const std::string& node, const std::string& key);
  // What a parent acknowledged to a child.
  void PromiseHeld(const std::string& node, const v1::OriginPosition& position);

  // DATA_LOSS names the first promise that does not hold.
  absl::Status Check(const std::string& node, const Engine& engine, const Journal& journal) const;
  // At a quiet moment.
  absl::Status CheckRoot(const Engine& engine) const;
  size_t count() const;

 private:
  struct Made {
    std::map<uint64_t, std::string> facts;
    std::set<std::string> records;
    std::map<OriginId, std::pair<uint64_t, std::string>> held;
  };

  absl::Status CheckFacts(const Made& made, const View& view, const Journal& journal) const;
  absl::Status CheckRecords(const Made& made, const View& view) const;
  absl::Status CheckHeld(const Made& made, const View& view, const Journal& journal) const;

  std::map<std::string, Made> made_;
};

}  // namespace lienthong::simulation
