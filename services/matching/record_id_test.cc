#include "services/matching/record_id.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

TEST(RecordOwnerTest, IsTheAgencyOfAWellFormedIdOnly) {
  EXPECT_EQ(
      RecordOwner("agencies/ngo/children/0123456789abcdef0123456789abcdef"),
      "ngo");
  EXPECT_EQ(RecordOwner("agencies/ngo/children/" + std::string(32, 'X')), "");
}

TEST(CheckRecordIdTest, TellsTheFieldAndTheFormAndNotTheValue) {
  const std::string id =
      "agencies/ngo/children/0123456789abcdef0123456789abcdef";
  EXPECT_EQ(CheckRecordId("record_id", id), absl::OkStatus());
  EXPECT_EQ(CheckRecordId("record_id", "Olena").message(),
            "record_id: is not agencies/{agency}/children/{32 hexadecimal "
            "digits}");
}

}  // namespace
}  // namespace homeward::matching
