#include "services/node/last_signs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lienthong::node {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class LastSignsTest : public testing::Test {
 protected:
  void AddOrigin(const std::string& node, uint64_t epoch, int64_t progress_ms) {
    auto& origin = *status_.add_origins();
    origin.mutable_head()->mutable_origin()->set_node(node);
    origin.mutable_head()->mutable_origin()->set_epoch(epoch);
    origin.set_progress_ms(progress_ms);
  }

  void Grant(uint32_t unit, const std::string& node, Day from) {
    v1::ReferenceEntry entry;
    entry.mutable_grant()->set_unit(unit);
    entry.mutable_grant()->set_node(node);
    entry.mutable_grant()->set_valid_from(from);
    registry_.Add(entry);
  }

  lienthong::v1::GetStatusResponse status_;
  Registry registry_{[](std::string_view text) { return std::string(text); }};
};

TEST_F(LastSignsTest, AreThoseOfNodesInCharge) {
  status_.mutable_node()->set_node("province");
  AddOrigin("province", 1, 9000);
  AddOrigin("commune", 1, 5000);
  AddOrigin("nobody", 1, 4000);
  Grant(1, "province", 0);
  Grant(2, "commune", 0);

  EXPECT_THAT(LastSigns(status_, registry_), UnorderedElementsAre(Pair("commune", 5000)));
}

TEST_F(LastSignsTest, AreTheLatestOfAllEpochs) {
  AddOrigin("commune", 1, 7000);
  AddOrigin("commune", 2, 5000);
  Grant(2, "commune", 0);

  EXPECT_THAT(LastSigns(status_, registry_), UnorderedElementsAre(Pair("commune", 7000)));
}

TEST_F(LastSignsTest, EndWithTheGrant) {
  AddOrigin("abolished", 1, 5000);
  Grant(2, "abolished", 0);
  Grant(2, "successor", 20000);

  EXPECT_THAT(LastSigns(status_, registry_), IsEmpty());
}

TEST_F(LastSignsTest, IncludeAConnectedNodeThatOnlyPassesOn) {
  AddOrigin("district", 1, 5000);
  auto& child = *status_.add_children();
  child.mutable_node()->set_node("district");
  child.set_connected(true);

  EXPECT_THAT(LastSigns(status_, registry_), UnorderedElementsAre(Pair("district", 5000)));
}

}  // namespace
}  // namespace lienthong::node
