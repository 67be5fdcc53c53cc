#ifndef HOMEWARD_SERVICES_FEDERATION_TESTING_MISSING_SEARCH_H_
#define HOMEWARD_SERVICES_FEDERATION_TESTING_MISSING_SEARCH_H_

#include <string>

#include "absl/time/time.h"
#include "auth/signing/digest.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/testing/three_nodes.h"
#include "services/matching/describe.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation::testing {

// The police (north) ask the clinic (south), which has a record of her, under
// an MOU that wants a case.
class MissingSearch : public ::testing::Test {
 protected:
  static constexpr char kName[] = "Solomiia Koval";

  // The MOU of both, from its template, to change and Share().
  v1::Mou Draft() {
    v1::Mou mou = nodes_.federation.Template("police_clinic");
    mou.set_mou_id("searches");
    return mou;
  }
  // Makes `mou` the one in force; south registers her and returns her record.
  std::string Begin(const v1::Mou& mou) {
    nodes_.Share(nodes_.north, nodes_.south, mou);
    return nodes_.south.Register(
        kName, absl::ToUnixSeconds(nodes_.south.now()) - 60, "PL-MZ", false);
  }

  absl::Time now() const { return nodes_.south.now(); }
  const auth::testing::TestAgency& Agency(const std::string& id) const {
    return nodes_.federation.base().agency(id);
  }

  static v1::ChildDescriptor Child(const std::string& name) {
    v1::ChildDescriptor child;
    child.mutable_name()->set_full_name(name);
    child.mutable_name()->set_birth_year(2015);
    return child;
  }
  std::string KeyOf(const std::string& name) const {
    return auth::Sha256(*matching::ChildKeyText(Child(name), now()));
  }

  // A question of "s-1" that only a case, or what stands in for one, is missing
  // for. Each has an id of its own.
  v1::Question Question() {
    v1::Question question =
        nodes_.north.QuestionTo(nodes_.south, v1::ROLE_POLICE_MISSING,
                                v1::PURPOSE_MISSING_SEARCH, kName);
    question.set_question_id(std::string(15, 'q') +
                             static_cast<char>(++asked_));
    const auto mou = nodes_.north.store().policy().current()->mous->InForce(
        "searches", nodes_.north.now());
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    return question;
  }
  // South's answer to it.
  v1::Answer Ask(const v1::Question& question) {
    const auto response =
        nodes_.south.Answer("north", nodes_.north.Sign(question));
    v1::Answer answer;
    EXPECT_OK(response);
    if (response.ok()) {
      EXPECT_TRUE(answer.ParseFromString(response->answer().payload()));
    }
    return answer;
  }
  // All that could tell one denial from another of the same time.
  static std::string WithoutIds(v1::Answer answer) {
    answer.clear_question_id();
    answer.clear_question_sha256();
    answer.clear_responder_checkpoint();
    return answer.SerializeAsString();
  }
  v1::DecisionRecord LastDecision() {
    return nodes_.south.Events().back().decision();
  }

  ThreeNodes nodes_;

 private:
  int asked_ = 0;
};

}  // namespace homeward::federation::testing

#endif  // HOMEWARD_SERVICES_FEDERATION_TESTING_MISSING_SEARCH_H_
