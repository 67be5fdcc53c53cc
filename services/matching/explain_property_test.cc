#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/explain_test_kit.h"
#include "services/matching/score/calibration.h"

namespace homeward::matching {
namespace {

// One of `values`, or nothing.
std::string Any(std::mt19937& random, const std::vector<std::string>& values) {
  const size_t choice = random() % (values.size() + 1);
  return choice == values.size() ? "" : values[choice];
}

v1::ChildRecord AnyRecord(std::mt19937& random) {
  const std::vector<std::string> names = {
      "Solomiya Melnyk", "Соломія Мельник",   "Ahmad Al-Khalil",
      "أحمد الخليل",     "Sofía Pérez López", "Hana"};
  v1::ChildRecord record;
  v1::ChildIdentity& child = *record.add_claims()->mutable_identity();
  child.set_name_full(Any(random, names));
  child.set_name_nickname(Any(random, names));
  child.set_sex(static_cast<v1::Sex>(random() % 3));
  if (random() % 3 != 0) {
    child.mutable_date_of_birth()->set_year(2010 + random() % 6);
  }
  for (int i = random() % 3; i > 0; --i) {
    v1::DocumentNumber& number = *child.add_documents();
    number.set_type(static_cast<v1::DocumentType>(1 + random() % 4));
    number.set_number(absl::StrCat("305-0041290", random() % 3));
  }
  return record;
}

v1::ChildRecord SomeOf(std::mt19937& random, v1::ChildRecord record) {
  v1::ChildIdentity& child = *record.mutable_claims(0)->mutable_identity();
  if (random() % 2 == 0) child.clear_name_full();
  if (random() % 2 == 0) child.clear_name_nickname();
  if (random() % 2 == 0) child.clear_sex();
  if (random() % 2 == 0) child.clear_date_of_birth();
  if (random() % 2 == 0) child.clear_documents();
  return record;
}

// Whatever is asked, held and shown: it sums exactly, says no value that isn't
// shown, and follows from what is shown and the probability alone.
TEST(ExplainPropertyTest, SumsToTheScoreAndTellsNoMoreThanIsShown) {
  std::mt19937 random(20261122);
  for (int i = 0; i < 3000; ++i) {
    const Description asked = DescribeClaims(AnyRecord(random).claims());
    const v1::ChildRecord whole = AnyRecord(random);
    const v1::ChildRecord shown = SomeOf(random, whole);
    const v1::RecordMatch told = Told(asked, whole, shown);
    EXPECT_NEAR(told.probability(),
                DefaultCalibration().Probability(
                    static_cast<double>(told.score_millibits()) / 1000),
                1e-12);
    const Description seen = DescribeClaims(shown.claims());
    for (const v1::MatchEvidence& evidence : told.evidence()) {
      if (evidence.field() == "name") EXPECT_FALSE(seen.names.empty());
      if (evidence.field() == "birth") EXPECT_FALSE(seen.births.empty());
      if (evidence.field() == "sex") EXPECT_NE(seen.sex, Sex::kUnknown);
      if (evidence.field() == "not shown") {
        EXPECT_EQ(evidence.level() + evidence.record_value(), "");
      }
    }
  }
}

}  // namespace
}  // namespace homeward::matching
