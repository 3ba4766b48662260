#include "services/access/caller.h"

#include <gtest/gtest.h>

#include "services/access/door.h"

namespace lienthong::access {
namespace {

constexpr Day kToday = 20'000;

// Province 1 (H44) with communes 2 (H44.1) and 3 (H44.10); the latter moves under 2 later.
Registry Province() {
  Registry registry([](std::string_view text) { return std::string(text); });
  const auto add = [&](uint32_t id, const char* code, uint32_t parent, Day from = 0) {
    v1::ReferenceEntry entry;
    entry.mutable_unit()->set_id(id);
    entry.mutable_unit()->set_code(code);
    entry.mutable_unit()->set_parent(parent);
    entry.mutable_unit()->set_valid_from(from);
    registry.Add(entry);
  };
  add(1, "H44", 0);
  add(2, "H44.1", 1);
  add(3, "H44.10", 1);
  add(3, "H44.10", 2, kToday + 1);
  return registry;
}

Scope ScopeOf(const std::string& unit) {
  v1::Scope scope;
  scope.add_units(unit);
  return Scope(scope);
}

TEST(ScopeTest, HoldsAUnitAndEverythingBelowIt) {
  const Registry registry = Province();

  EXPECT_TRUE(ScopeOf("H44").Holds(registry, 1, kToday));
  EXPECT_TRUE(ScopeOf("H44").Holds(registry, 3, kToday));
  EXPECT_TRUE(ScopeOf("H44.1").Holds(registry, 2, kToday));
  EXPECT_FALSE(ScopeOf("H44.1").Holds(registry, 1, kToday));
}

TEST(ScopeTest, ACodeIsNoPrefixOfAnother) {
  EXPECT_FALSE(ScopeOf("H44.1").Holds(Province(), 3, kToday));
}

TEST(ScopeTest, FollowsTheTreeOfTheDay) {
  EXPECT_TRUE(ScopeOf("H44.1").Holds(Province(), 3, kToday + 1));
}

TEST(ScopeTest, HoldsNothingUnlessTold) {
  const Registry registry = Province();

  EXPECT_FALSE(Scope().Holds(registry, 1, kToday));
  EXPECT_FALSE(ScopeOf("H44").Holds(registry, 99, kToday));
  EXPECT_TRUE(Scope::EveryUnit().Holds(registry, 99, kToday));
}

TEST(ScopeTest, ACycleEnds) {
  Registry registry([](std::string_view text) { return std::string(text); });
  for (const uint32_t id : {1u, 2u}) {
    v1::ReferenceEntry entry;
    entry.mutable_unit()->set_id(id);
    entry.mutable_unit()->set_code("U" + std::to_string(id));
    entry.mutable_unit()->set_parent(3 - id);
    registry.Add(entry);
  }

  EXPECT_FALSE(ScopeOf("H44").Holds(registry, 1, kToday));
}

TEST(CallerTest, IsRefusedByName) {
  const Caller caller{.kind = Caller::Kind::kToken,
                      .name = "igate",
                      .id = "0123456789abcdef",
                      .scope = ScopeOf("H44.1")};

  const absl::Status status = RequireInScope(caller, Province(), 3, kToday);

  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(MessageOf(status),
            "unit \"H44.10\": outside the scope of token 0123456789abcdef (igate), which is H44.1");
  EXPECT_EQ(RequireInScope(caller, Province(), 2, kToday), absl::OkStatus());
}

TEST(CallerTest, HasTheRolesItWasGivenAndNoOther) {
  const Caller caller{.roles = {v1::ROLE_SUBMIT}};

  EXPECT_TRUE(caller.Has(v1::ROLE_SUBMIT));
  EXPECT_FALSE(caller.Has(v1::ROLE_READ));
  EXPECT_TRUE(Caller::Local().Has(v1::ROLE_ADMINISTER));
}

}  // namespace
}  // namespace lienthong::access
