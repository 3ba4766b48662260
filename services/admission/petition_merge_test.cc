#include "services/admission/petition_merge.h"

#include <gtest/gtest.h>

#include "services/accounting/movements_testing.h"
#include "services/accounting/petitions.h"

namespace lienthong::admission {
namespace {

// What a source says of one petition: Told().Received("1/7 08:00").Processed("3/7 09:00")
class Told {
 public:
  Told() { record_.set_petition("PA-1"); }
  Told& Received(const char* at) { return record_.set_received(At(at)), *this; }
  Told& Refused(const char* at) { return record_.set_refused(At(at)), *this; }
  Told& Asked(const char* at) { return record_.set_more_asked(At(at)), *this; }
  Told& Processed(const char* at) { return record_.set_processed(At(at)), *this; }
  Told& Published(const char* at) { return record_.set_published(At(at)), *this; }
  Told& Says(v1::Satisfaction word) { return record_.set_satisfaction(word), *this; }
  Told& Revision(uint64_t revision) { return record_.set_revision(revision), *this; }
  Told& Tombstone() { return record_.set_tombstone(true), *this; }
  Told& To(uint32_t unit) { return unit_ = unit, *this; }
  Told& About(uint32_t procedure) { return procedure_ = procedure, *this; }

  PetitionUpdate update() const { return {&record_, unit_, 1, procedure_, "pakn"}; }

 private:
  v1::PetitionRecord record_;
  uint32_t unit_ = 0;
  uint32_t procedure_ = 0;
};

// Merges one update after the other.
class Desk {
 public:
  MergedPetition Take(const Told& told) {
    MergedPetition merged =
        Merge(known_.has_value() ? &*known_ : nullptr, told.update(), ExampleCalendar());
    if (!merged.refusal.has_value() && merged.changed) known_ = merged.petition;
    return merged;
  }
  const v1::Petition& known() const { return *known_; }
  std::string Path() const {
    std::string path;
    for (const Posting& posting : PostingsOf(*known_)) {
      absl::StrAppend(&path, path.empty() ? "" : ", ", TextOf(posting.instant), " ",
                      NameOf(posting.line.to));
    }
    return path;
  }

 private:
  std::optional<v1::Petition> known_;
};

constexpr auto kSatisfied = v1::SATISFACTION_SATISFIED;

TEST(PetitionMergeTest, TheUnionOfWhatIsStatedInAnyOrder) {
  const Told first = Told().Received("1/7 08:00");
  const Told second = Told().Received("1/7 08:00").Processed("3/7 09:00");
  const Told third = Told().Received("1/7 08:00").Processed("3/7 09:00").Published("6/7 09:00");
  std::vector<const Told*> order = {&first, &second, &third};
  std::sort(order.begin(), order.end());
  do {
    Desk desk;
    for (const Told* told : order) desk.Take(*told);
    EXPECT_EQ(desk.Path(), "1/7 08:00 open_in_time, 6/7 09:00 resolved_on_day");
    EXPECT_FALSE(desk.Take(first).changed);
    EXPECT_FALSE(desk.Take(third).changed);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(PetitionMergeTest, RevisionsAreDerivedFromWhatChanged) {
  Desk desk;
  EXPECT_EQ(desk.Take(Told().Received("1/7 08:00")).petition.revision(), 1u);
  EXPECT_FALSE(desk.Take(Told().Received("1/7 08:00")).changed);
  EXPECT_EQ(desk.Take(Told().Received("1/7 08:00").Says(kSatisfied)).petition.revision(), 2u);
}

TEST(PetitionMergeTest, ANewerUpdateCorrectsAnOlderOneDoesNot) {
  Desk desk;
  desk.Take(Told().Received("1/7 08:00").Processed("3/7 09:00").To(4).About(7));
  desk.Take(Told().Received("2/7 08:00").Processed("3/7 10:00"));
  EXPECT_EQ(desk.known().timeline(0).instant(), At("2/7 08:00"));
  EXPECT_EQ(desk.known().unit(), 4u);
  EXPECT_EQ(desk.known().procedure(), 7u);

  desk.Take(Told().Received("1/7 08:00").Asked("2/7 10:00").To(5));

  EXPECT_EQ(desk.known().timeline(0).instant(), At("2/7 08:00"));
  EXPECT_EQ(desk.known().timeline(1).status(), v1::PETITION_STATUS_MORE_ASKED);
  EXPECT_EQ(desk.known().unit(), 4u);
}

TEST(PetitionMergeTest, WithoutAUnitItIsTheReportingOnes) {
  Desk desk;
  EXPECT_EQ(desk.Take(Told().Received("1/7 08:00")).petition.unit(), 1u);
  EXPECT_EQ(desk.Take(Told().Received("1/7 08:00").To(9)).petition.unit(), 9u);
}

TEST(PetitionMergeTest, StatedRevisionsRule) {
  Desk desk;
  desk.Take(Told().Received("1/7 08:00").Processed("3/7 09:00").Revision(5));

  EXPECT_EQ(desk.Take(Told().Received("1/7 08:00").Revision(4)).refusal->field, "revision");
  EXPECT_EQ(
      desk.Take(Told().Received("2/7 08:00").Processed("3/7 09:00").Revision(5)).refusal->field,
      "revision");
  EXPECT_FALSE(desk.Take(Told().Received("1/7 08:00").Processed("3/7 09:00").Revision(5)).changed);
  EXPECT_TRUE(desk.Take(Told().Received("1/7 09:00").Revision(6)).changed);
  EXPECT_EQ(desk.known().timeline(0).instant(), At("1/7 09:00"));
  EXPECT_EQ(desk.known().revision(), 6u);
}

TEST(PetitionMergeTest, ADeletedOneLeavesTheBooksAndMayComeBack) {
  Desk desk;
  EXPECT_EQ(desk.Take(Told().Tombstone()).refusal->field, "petition");
  desk.Take(Told().Received("1/7 08:00").Processed("3/7 09:00"));
  desk.Take(Told().Tombstone());
  EXPECT_EQ(desk.Path(), "");
  EXPECT_EQ(desk.known().revision(), 2u);
  EXPECT_FALSE(desk.Take(Told().Tombstone()).changed);

  desk.Take(Told().Received("1/7 08:00"));

  EXPECT_EQ(desk.Path(), "1/7 08:00 open_in_time, 22/7 17:00 open_overdue");
  EXPECT_EQ(desk.known().revision(), 3u);
}

TEST(PetitionMergeTest, AReceiptAfterAKnownStepIsRefused) {
  Desk desk;
  desk.Take(Told().Received("1/7 08:00").Refused("3/7 09:00"));

  const MergedPetition merged = desk.Take(Told().Received("6/7 08:00").Published("7/7 08:00"));

  EXPECT_EQ(merged.refusal->field, "received");
}

}  // namespace
}  // namespace lienthong::admission
