#ifndef HOMEWARD_SERVICES_FEDERATION_ASKING_HOSTILE_OWNER_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_ASKING_HOSTILE_OWNER_FIXTURE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "auth/signing/document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/read_log.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {

inline constexpr char kName[] = "Solomiia Koval";

// The west asks the south, which knows a child of kName and may answer
// anything.
class HostileOwnerFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    nodes_.south.Register(kName, 1790000000, "PL-MZ", false);
  }

  // From now on the south answers what `change` makes of its answer.
  void Answering(std::function<void(v1::Answer&)> change) {
    nodes_.west.peer("south").lie =
        [this, change = std::move(change)](v1::AskResponse& response) {
          v1::Answer answer;
          ASSERT_TRUE(answer.ParseFromString(response.answer().payload()));
          change(answer);
          sent_ = answer.SerializeAsString();
          *response.mutable_answer() = *auth::SignDocument(
              kAnswerType, answer,
              nodes_.federation.base().agency("south").node_key);
        };
  }
  // The same of the claims of the first record.
  void Claiming(std::function<void(v1::Claim&)> change) {
    Answering([change = std::move(change)](v1::Answer& answer) {
      v1::ChildRecord& record = *answer.mutable_matches(0)->mutable_record();
      change(*record.add_claims());
    });
  }
  static v1::ChildRecord& RecordIn(v1::Answer& answer) {
    return *answer.mutable_matches(0)->mutable_record();
  }

  // What came of a question, of which nothing must be shown.
  void ExpectRefused() {
    testing::Heard heard = nodes_.Locate(kName);
    EXPECT_OK(heard.status);
    EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_INVALID_ANSWER);
    const v1::NodeAnswer& answer = heard.answers["south"];
    EXPECT_THAT(answer.matches(), ::testing::IsEmpty());
    EXPECT_FALSE(answer.has_signed_answer());
    EXPECT_THAT(heard.summary.locations(), ::testing::IsEmpty());
    EXPECT_THAT(heard.summary.wellbeing(), ::testing::IsEmpty());
    EXPECT_THAT(Kept(), ::testing::IsEmpty());
    EXPECT_EQ(Delivered().event.decision().reason(),
              v1::DECISION_REASON_NO_PERMIT);
  }

  std::vector<v1::KeptAnswer> Kept() {
    auto kept = nodes_.west.kept().List("", nodes_.west.now(), 10);
    EXPECT_OK(kept);
    return *kept;
  }
  static std::vector<v1::ObligationType> Types(
      const google::protobuf::RepeatedPtrField<v1::Obligation>& duties) {
    std::vector<v1::ObligationType> types;
    for (const v1::Obligation& duty : duties) types.push_back(duty.type());
    return types;
  }
  // The west's entry of the south's answer, with its details.
  homeward::testing::LogEntry Delivered() {
    homeward::testing::LogEntry found;
    for (auto& entry : homeward::testing::ReadLog(nodes_.west.store().log())) {
      if (entry.event.kind() == v1::AUDIT_KIND_DELIVERED &&
          entry.event.responder_agency_id() == "south") {
        found = std::move(entry);
      }
    }
    return found;
  }

  testing::ThreeNodes nodes_;
  // The payload of its last answer.
  std::string sent_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ASKING_HOSTILE_OWNER_FIXTURE_H_
