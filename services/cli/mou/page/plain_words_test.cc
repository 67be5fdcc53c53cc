#include "services/cli/mou/page/plain_words.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;

// Every value has words, in lower case and without underlines, and no two the
// same.
template <typename E, typename ToWords>
void ExpectWords(ToWords to_words) {
  std::set<std::string> seen;
  const auto* type = google::protobuf::GetEnumDescriptor<E>();
  for (int i = 1; i < type->value_count(); ++i) {
    const std::string words =
        to_words(static_cast<E>(type->value(i)->number()));
    EXPECT_FALSE(words.empty());
    EXPECT_FALSE(absl::StrContains(words, "_")) << words;
    EXPECT_TRUE(seen.insert(words).second) << words;
  }
}

TEST(PlainWordsTest, EveryValueHasWordsOfItsOwn) {
  ExpectWords<v1::Role>(RoleWords);
  ExpectWords<v1::Purpose>(PurposeWords);
  ExpectWords<v1::Action>(ActionWords);
  ExpectWords<v1::Category>(CategoryWords);
  const auto rule = [](v1::FieldOutcome outcome, v1::Coarseness coarsen_to,
                       v1::MaskKeep mask_keep) {
    v1::FieldRule made;
    made.set_outcome(outcome);
    made.set_coarsen_to(coarsen_to);
    made.set_mask_keep(mask_keep);
    return OutcomeWords(made);
  };
  ExpectWords<v1::FieldOutcome>(
      [&](v1::FieldOutcome outcome) { return rule(outcome, {}, {}); });
  ExpectWords<v1::Coarseness>([&](v1::Coarseness coarsen_to) {
    return rule(v1::FIELD_OUTCOME_COARSEN, coarsen_to, {});
  });
  ExpectWords<v1::MaskKeep>([&](v1::MaskKeep mask_keep) {
    return rule(v1::FIELD_OUTCOME_MASK, {}, mask_keep);
  });
  ExpectWords<v1::Fact>(
      [](v1::Fact fact) { return ConditionWords(fact, true); });
  ExpectWords<v1::Fact>(
      [](v1::Fact fact) { return ConditionWords(fact, false); });
}

TEST(PlainWordsTest, WhatIsSoAndWhatIsNotDiffer) {
  const auto* type = v1::Fact_descriptor();
  for (int i = 1; i < type->value_count(); ++i) {
    const auto fact = static_cast<v1::Fact>(type->value(i)->number());
    EXPECT_NE(ConditionWords(fact, true), ConditionWords(fact, false));
  }
}

TEST(PlainWordsTest, FieldsAgesAndDuties) {
  EXPECT_EQ(FieldWords("claim_id"), "claim id");
  EXPECT_EQ(FieldWords("identity.found_child.date_child_found"),
            "date child found (identity, found child)");
  v1::AgeLimits age;
  age.set_min_years(12);
  EXPECT_EQ(AgeWords(age), "12 years old or older");
  age.set_max_years(17);
  EXPECT_EQ(AgeWords(age), "from 12 to 17 years old");
  v1::Obligation duty;
  duty.set_type(v1::OBLIGATION_TYPE_RETAIN_AT_MOST);
  duty.mutable_within()->set_seconds(30 * 86400);
  EXPECT_EQ(DutyWords(duty),
            "the agency that asks deletes what it received, within 30 days");
  duty.mutable_within()->set_seconds(3600);
  EXPECT_THAT(DutyWords(duty), HasSubstr("within 1h"));
  duty.mutable_within()->set_seconds(int64_t{87'660'000} * 3600);
  EXPECT_THAT(DutyWords(duty),
              HasSubstr("within 3652500 days (about 10000 years)"));
}

}  // namespace
}  // namespace homeward::cli
