#include "services/matching/score/affinity.h"

#include <vector>

#include "gtest/gtest.h"
#include "services/matching/name/name.h"
#include "services/matching/score/evidence.h"
#include "services/matching/score/statistics.h"

namespace homeward::matching {
namespace {

FieldEvidence WordEvidence(int left, int right, double bits) {
  FieldEvidence evidence;
  evidence.field = "name";
  evidence.bits = bits;
  evidence.left_word = static_cast<uint8_t>(left);
  evidence.right_word = static_cast<uint8_t>(right);
  evidence.left_words = evidence.right_words = 1;
  return evidence;
}

const Word& WordOf(const Name& name, int word) {
  return *name.words[word].word;
}

class AffinityTest : public ::testing::Test {
 protected:
  double Bits() const {
    return AffinityBits(left_, right_, evidence_, statistics_);
  }

  const Name left_ = ParseName("Tesfay Kidane");
  const Name right_ = ParseName("ተስፋይ ኪዳነ");
  std::vector<FieldEvidence> evidence_ = {WordEvidence(0, 0, 12),
                                          WordEvidence(1, 1, 11)};
  Statistics statistics_;
};

TEST_F(AffinityTest, NothingIsTakenWhereNothingIsKnown) {
  EXPECT_EQ(Bits(), 0);
}

TEST_F(AffinityTest, AllButTheStrongestWordSayLess) {
  statistics_.SetAffinity(WordOf(left_, 0), 16);
  EXPECT_DOUBLE_EQ(Bits(), -4);
  statistics_.SetAffinity(WordOf(left_, 1), 4);  // The mean counts.
  EXPECT_DOUBLE_EQ(Bits(), -3);
  evidence_.pop_back();
  EXPECT_EQ(Bits(), 0);
}

TEST_F(AffinityTest, OfTwoScriptsTheMeanCounts) {
  statistics_.SetAffinity(WordOf(right_, 0), 64);
  EXPECT_DOUBLE_EQ(Bits(), -6);
  statistics_.SetAffinity(WordOf(left_, 0), 4);
  EXPECT_DOUBLE_EQ(Bits(), -4);
}

TEST_F(AffinityTest, IsTheSameFromBothSides) {
  statistics_.SetAffinity(WordOf(left_, 0), 8);
  statistics_.SetAffinity(WordOf(right_, 1), 2);
  const std::vector<FieldEvidence> turned = {WordEvidence(1, 1, 11),
                                             WordEvidence(0, 0, 12)};
  EXPECT_DOUBLE_EQ(AffinityBits(right_, left_, turned, statistics_), Bits());
}

TEST_F(AffinityTest, AWordNeverSpeaksAgainst) {
  statistics_.SetAffinity(WordOf(left_, 0), 1e9);
  EXPECT_DOUBLE_EQ(Bits(), -8);
  evidence_[1].bits = 3;
  EXPECT_DOUBLE_EQ(Bits(), -2.5);
}

TEST_F(AffinityTest, WhatDiffersAndOtherFieldsDoNotCount) {
  statistics_.SetAffinity(WordOf(left_, 0), 16);
  evidence_[1].bits = -4.5;
  FieldEvidence birth;
  birth.field = "birth";
  birth.bits = 12;
  evidence_.push_back(birth);
  EXPECT_EQ(Bits(), 0);
}

}  // namespace
}  // namespace homeward::matching
