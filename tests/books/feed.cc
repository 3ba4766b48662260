#include "tests/books/feed.h"

#include <algorithm>

namespace lienthong::books {
namespace {

// Facts in one block.
constexpr int64_t kFactsMax = 60;

}  // namespace

void Feed::Flush(Random& random) {
  ReadJournal();
  while (sent_ < entries_.size()) {
    if (random.Percent(5)) SendWithAHole(random);
    const size_t first =
        random.Percent(30) ? sent_ - random.Pick(0, std::min<int64_t>(sent_, kFactsMax)) : sent_;
    const size_t last = std::min<size_t>(entries_.size(), first + random.Pick(1, kFactsMax));
    const admission::ReplicateWork work = to_.Replicate(Cut(first, last));
    EXPECT_TRUE(work.gaps.empty() && work.divergences.empty());
    EXPECT_EQ(work.admitted, last > sent_ ? last - sent_ : 0);
    sent_ = std::max(sent_, last);
  }
}

void Feed::ReadJournal() {
  entries_.clear();
  for (const v1::Block& block : from_.Blocks()) {
    for (const v1::Run& run : block.runs()) {
      Hash hash;
      ASSERT_TRUE(HashFromBytes(run.previous_hash(), hash));
      for (int i = 0; i < run.facts_size(); ++i) {
        entries_.push_back({OriginId::From(run.origin()), run.first_sequence() + i,
                            std::string(BytesOf(hash)), run.facts(i)});
        hash = NextHash(hash, run.facts(i));
      }
    }
  }
}

v1::Block Feed::Cut(size_t first, size_t last) const {
  v1::Block block;
  for (size_t i = first; i < last; ++i) {
    const Entry& entry = entries_[i];
    if (i == first || entry.origin != entries_[i - 1].origin) {
      v1::Run& run = *block.add_runs();
      *run.mutable_origin() = entry.origin.ToProto();
      run.set_first_sequence(entry.sequence);
      run.set_previous_hash(entry.previous_hash);
    }
    block.mutable_runs(block.runs_size() - 1)->add_facts(entry.bytes);
  }
  return block;
}

void Feed::SendWithAHole(Random& random) {
  const size_t first = sent_ + random.Pick(1, 9);
  if (first >= entries_.size() || entries_[first].origin != entries_[sent_].origin) return;
  const admission::ReplicateWork work = to_.Replicate(Cut(first, first + 1));
  EXPECT_EQ(work.gaps.size(), 1u);
  EXPECT_EQ(work.admitted, 0u);
}

}  // namespace lienthong::books
