#include "auth/mou/treatment.h"

#include <string>

#include "gtest/gtest.h"

namespace homeward::auth {
namespace {

constexpr int kTreatments = static_cast<int>(Treatment::kDrop) + 1;

Treatment Number(int number) { return static_cast<Treatment>(number); }

TEST(TreatmentTest, ARuleSaysWhatItIsMadeToSay) {
  for (int i = 0; i < kTreatments; ++i) {
    v1::FieldRule rule;
    rule.set_field_path("identity.age");
    SetTreatment(Number(kTreatments - 1 - i), rule);
    SetTreatment(Number(i), rule);
    EXPECT_EQ(TreatmentOf(rule), Number(i)) << rule.ShortDebugString();
    EXPECT_EQ(rule.field_path(), "identity.age");
  }
}

TEST(TreatmentTest, NamesEachOutcomeAndHow) {
  v1::FieldRule rule;
  SetTreatment(Treatment::kKeepLastTwo, rule);
  EXPECT_EQ(rule.ShortDebugString(),
            "outcome: FIELD_OUTCOME_MASK mask_keep: MASK_KEEP_LAST_TWO");
  SetTreatment(Treatment::kToAgeBand, rule);
  EXPECT_EQ(rule.ShortDebugString(),
            "outcome: FIELD_OUTCOME_COARSEN coarsen_to: COARSENESS_AGE_BAND");
  SetTreatment(Treatment::kHash, rule);
  EXPECT_EQ(rule.ShortDebugString(), "outcome: FIELD_OUTCOME_HASH");
}

TEST(TreatmentTest, WhatIsNotKnownIsDropped) {
  v1::FieldRule rule;
  EXPECT_EQ(TreatmentOf(rule), Treatment::kDrop);
  for (const int outcome : {0, 1, 6, 99}) {
    rule.set_outcome(static_cast<v1::FieldOutcome>(outcome));
    EXPECT_EQ(TreatmentOf(rule), Treatment::kDrop);
  }
  rule.set_outcome(v1::FIELD_OUTCOME_MASK);
  EXPECT_EQ(TreatmentOf(rule), Treatment::kDrop);
  rule.set_mask_keep(static_cast<v1::MaskKeep>(9));
  EXPECT_EQ(TreatmentOf(rule), Treatment::kDrop);
  rule.set_outcome(v1::FIELD_OUTCOME_COARSEN);
  EXPECT_EQ(TreatmentOf(rule), Treatment::kDrop);
  rule.set_coarsen_to(static_cast<v1::Coarseness>(9));
  EXPECT_EQ(TreatmentOf(rule), Treatment::kDrop);
}

TEST(TreatmentTest, TheStricterIsTheOneOfTheStricterOutcome) {
  const Treatment order[] = {Treatment::kClear,   Treatment::kKeepNothing,
                             Treatment::kToMonth, Treatment::kToAgeBand,
                             Treatment::kHash,    Treatment::kDrop};
  for (const Treatment& lax : order) {
    for (const Treatment* strict = &lax; strict != std::end(order); ++strict) {
      EXPECT_EQ(Stricter(lax, *strict), *strict);
    }
  }
}

TEST(TreatmentTest, MasksThatKeepDifferentPartsKeepNothing) {
  EXPECT_EQ(Stricter(Treatment::kKeepLastTwo, Treatment::kKeepFirstLetter),
            Treatment::kKeepNothing);
  EXPECT_EQ(Stricter(Treatment::kKeepFirstLetter, Treatment::kKeepFirstLetter),
            Treatment::kKeepFirstLetter);
}

// So that the order of clauses and their repeats don't matter.
TEST(TreatmentTest, StricterIsAJoin) {
  for (int i = 0; i < kTreatments; ++i) {
    const Treatment a = Number(i);
    EXPECT_EQ(Stricter(a, a), a);
    for (int j = 0; j < kTreatments; ++j) {
      const Treatment b = Number(j);
      EXPECT_EQ(Stricter(a, b), Stricter(b, a));
      EXPECT_EQ(Stricter(a, Stricter(a, b)), Stricter(a, b));
      for (int k = 0; k < kTreatments; ++k) {
        const Treatment c = Number(k);
        EXPECT_EQ(Stricter(a, Stricter(b, c)), Stricter(Stricter(a, b), c));
      }
    }
  }
}

TEST(FieldTreatmentsTest, KeepsTheStrictest) {
  FieldTreatments treatments;
  EXPECT_EQ(treatments.Of(7), Treatment::kClear);
  treatments.Tighten({7, Treatment::kClear});
  EXPECT_TRUE(treatments.altered().none());
  treatments.Tighten({7, Treatment::kHash});
  treatments.Tighten({7, Treatment::kKeepLastTwo});
  EXPECT_EQ(treatments.Of(7), Treatment::kHash);
  EXPECT_EQ(treatments.Of(8), Treatment::kClear);
  EXPECT_EQ(treatments.altered().count(), 1u);
  EXPECT_TRUE(treatments.altered().test(7));
}

}  // namespace
}  // namespace homeward::auth
