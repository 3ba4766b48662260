// Rows of reference data against a registry of their own, and what is wrong with them. For
// tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "services/admission/admission_testing.h"
#include "services/admission/reference_rows.h"

namespace lienthong::admission {

class ReferenceRowsTest : public testing::Test {
 protected:
  v1::ImportReferenceResponse Add(const Rows& rows) {
    v1::ImportReferenceResponse response;
    EXPECT_EQ(AddRows(rows.request().rows(), {}, draft_, response), absl::OkStatus());
    return response;
  }
  // The fault of the last row: "field: reason".
  std::string FaultOf(const Rows& rows) {
    const v1::ImportReferenceResponse response = Add(rows);
    if (response.errors_size() != 1) return absl::StrCat(response.errors_size(), " errors");
    EXPECT_EQ(static_cast<int>(response.errors(0).row()), rows.request().rows_size() - 1);
    return response.errors(0).field() + ": " + response.errors(0).reason();
  }
  const Registry& registry() const { return *draft_.registry; }

  ReferenceLog::Draft draft_{FirstReferencePosition({}), {}, std::make_shared<Registry>(LowerCase)};
};

inline Rows Province() {
  return Rows().Unit("H44", "Tỉnh", "province").Unit("H44.1", "Phường", "commune", "H44");
}

}  // namespace lienthong::admission
