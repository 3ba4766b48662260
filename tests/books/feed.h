// How one node's journal reaches another in a test: cut at random, repeated, and now and
// then with a hole.
#pragma once

#include <string>
#include <vector>

#include "services/admission/admission_testing.h"
#include "tests/books/wire_history.h"

namespace lienthong::books {

class Feed {
 public:
  // Both must outlive it.
  Feed(admission::TestNode& from, admission::TestNode& to) : from_(from), to_(to) {}

  // Sends blocks until everything that is in the journal now has arrived.
  void Flush(Random& random);

 private:
  struct Entry {
    OriginId origin;
    uint64_t sequence;
    std::string previous_hash;
    std::string bytes;
  };

  void ReadJournal();
  v1::Block Cut(size_t first, size_t last) const;
  // A block that begins too late is reported and adds nothing.
  void SendWithAHole(Random& random);

  admission::TestNode& from_;
  admission::TestNode& to_;
  std::vector<Entry> entries_;
  size_t sent_ = 0;
};

}  // namespace lienthong::books
