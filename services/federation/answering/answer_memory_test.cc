#include "services/federation/answering/answer_memory.h"

#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::federation {
namespace {

using State = AnswerMemory::State;

constexpr absl::Duration kLifetime = absl::Seconds(120);
constexpr size_t kMaxBytes = 10 << 10;

v1::AskResponse AnswerOf(size_t bytes, char byte = 'a') {
  v1::AskResponse answer;
  answer.mutable_answer()->set_payload(std::string(bytes, byte));
  return answer;
}

class AnswerMemoryTest : public ::testing::Test {
 protected:
  State StateOf(const std::string& digest, absl::Duration after = {}) {
    return memory_.Resume(digest, start_ + after).state;
  }

  const absl::Time start_ = absl::FromUnixSeconds(1800000000);
  AnswerMemory memory_{kLifetime, kMaxBytes};
};

TEST_F(AnswerMemoryTest, KnowsNothingOfWhatWasNotAsked) {
  EXPECT_EQ(StateOf("stranger"), State::kUnknown);
  memory_.Begin("one", start_);
  EXPECT_EQ(StateOf("stranger"), State::kUnknown);
}

TEST_F(AnswerMemoryTest, GivesTheSameAnswerAgain) {
  memory_.Begin("one", start_);
  EXPECT_EQ(StateOf("one"), State::kUnderWay);
  memory_.Put("one", AnswerOf(10), start_);
  for (int i = 0; i < 2; ++i) {
    const AnswerMemory::Found found = memory_.Resume("one", start_);
    EXPECT_EQ(found.state, State::kAnswered);
    ASSERT_TRUE(found.answer.has_value());
    EXPECT_EQ(found.answer->SerializeAsString(),
              AnswerOf(10).SerializeAsString());
  }
}

TEST_F(AnswerMemoryTest, OnlyOneTakesUpAQuestionThatFailed) {
  memory_.Begin("one", start_);
  memory_.Fail("one", start_);
  EXPECT_EQ(StateOf("one"), State::kFailed);
  EXPECT_EQ(StateOf("one"), State::kUnderWay);
}

TEST_F(AnswerMemoryTest, HoldsAnAnswerOnlyOnceThereIsOne) {
  memory_.Begin("one", start_);
  EXPECT_FALSE(memory_.Resume("one", start_).answer.has_value());
  memory_.Put("one", AnswerOf(10), start_);
  memory_.Fail("one", start_);
  EXPECT_FALSE(memory_.Resume("one", start_).answer.has_value());
}

TEST_F(AnswerMemoryTest, KeepsNothingOfADenial) {
  memory_.Begin("one", start_);
  memory_.Drop("one");
  EXPECT_EQ(StateOf("one"), State::kUnknown);
  memory_.Drop("never asked");
}

TEST_F(AnswerMemoryTest, ForgetsAtTheEndOfTheLifetime) {
  memory_.Begin("one", start_);
  memory_.Put("one", AnswerOf(10), start_);
  EXPECT_EQ(StateOf("one", kLifetime - absl::Nanoseconds(1)), State::kAnswered);
  EXPECT_EQ(StateOf("one", kLifetime), State::kUnknown);
}

TEST_F(AnswerMemoryTest, TheLifetimeRunsFromTheQuestionNotTheAnswer) {
  memory_.Begin("one", start_);
  memory_.Put("one", AnswerOf(10), start_ + kLifetime / 2);
  EXPECT_EQ(StateOf("one", kLifetime), State::kUnknown);
}

TEST_F(AnswerMemoryTest, WhenFullTheOldestGoFirst) {
  for (const char* digest : {"one", "two", "three"}) {
    memory_.Begin(digest, start_);
    memory_.Put(digest, AnswerOf(3 << 10), start_);
  }
  EXPECT_EQ(StateOf("one"), State::kAnswered);
  memory_.Begin("four", start_);
  memory_.Put("four", AnswerOf(3 << 10), start_);
  EXPECT_EQ(StateOf("one"), State::kUnknown);
  EXPECT_EQ(StateOf("two"), State::kAnswered);
  EXPECT_EQ(StateOf("four"), State::kAnswered);
}

TEST_F(AnswerMemoryTest, WhatWasDroppedOrReplacedTakesNoRoom) {
  for (int i = 0; i < 20; ++i) {
    memory_.Begin("dropped", start_);
    memory_.Put("dropped", AnswerOf(3 << 10), start_);
    memory_.Drop("dropped");
    memory_.Put("replaced", AnswerOf(3 << 10, static_cast<char>('a' + i)),
                start_);
  }
  memory_.Put("last", AnswerOf(3 << 10), start_);
  EXPECT_EQ(StateOf("replaced"), State::kAnswered);
  EXPECT_EQ(StateOf("last"), State::kAnswered);
}

}  // namespace
}  // namespace homeward::federation
