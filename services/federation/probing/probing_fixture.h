#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_PROBING_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_PROBING_FIXTURE_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/probing/probe_limit.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {

inline constexpr char kKnown[] = "Solomiia Koval";
// A node (south) that a node without limits of its own (west) asks.
class ProbingTest : public ::testing::Test {
 protected:
  // The south searches four times for nothing, then no more.
  void SetUp() override {
    nodes_.south.Register(kKnown, 1790000000, "PL-MZ", false);
    ProbeLimits limits;
    limits.officer.misses = 4;
    nodes_.south.Limit(limits);
  }
  // What a node that keeps no limits of its own asks the south.
  v1::Answer Ask(const std::string& name) {
    v1::Question question = nodes_.west.QuestionTo(
        nodes_.south, v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, name);
    const auto mou = nodes_.west.store().policy().current()->mous->InForce(
        "ngo-clinic", nodes_.west.now());
    if (!by_id_.empty()) question.mutable_child()->set_record_id(by_id_);
    if (only_place_) question.add_categories(v1::CATEGORY_LOC_COARSE);
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    question.set_question_id(absl::StrCat(1000000000000000 + ++questions_));
    const auto response =
        nodes_.south.Answer("west", nodes_.west.Sign(question));
    v1::Answer answer;
    EXPECT_OK(response);
    if (response.ok()) answer.ParseFromString(response->answer().payload());
    answer.clear_question_id();
    answer.clear_question_sha256();
    answer.clear_responder_checkpoint();
    return answer;
  }
  // Of the last question.
  v1::DecisionRecord Decided() {
    v1::DecisionRecord decision;
    for (const v1::AuditEvent& event : nodes_.south.Events()) {
      if (event.kind() == v1::AUDIT_KIND_DECIDED) decision = event.decision();
    }
    return decision;
  }
  int CountLockoutEntries() {
    int count = 0;
    for (const v1::AuditEvent& event : nodes_.south.Events()) {
      if (event.kind() == v1::AUDIT_KIND_LOCKOUT) ++count;
    }
    return count;
  }
  void Sweep(int names = 5) {
    for (int i = 0; i < names; ++i) Ask(absl::StrCat("Nobody Number", i));
  }

  testing::ThreeNodes nodes_;
  int64_t questions_ = 0;
  std::string by_id_;
  // Ask for nothing but where she is.
  bool only_place_ = false;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_PROBING_FIXTURE_H_
