#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_COPIES_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_COPIES_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/signing_key.h"
#include "gtest/gtest.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {

// What becomes of an answer between whole nodes: the west asked the south for
// kName, and was told.
class CopiesFixture : public ::testing::Test {
 protected:
  static constexpr char kName[] = "Solomiia Koval";

  void SetUp() override {
    record_id_ = nodes_.south.Register(kName, 1790000000, "PL-MZ", false);
    heard_ = nodes_.Locate(kName);
    ASSERT_EQ(heard_.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  }

  // All consent is revoked at the south.
  void Revoke() {
    v1::Consent consent;
    *consent.mutable_revoked_time() = auth::ToTimestamp(nodes_.south.now());
    nodes_.south.Revoke(record_id_, consent);
  }
  // The south tells, and takes what comes back.
  void Turn() {
    nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
    nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  }
  void Later(absl::Duration time) {
    for (testing::Node* node : {&nodes_.north, &nodes_.south, &nodes_.west}) {
      node->SetNow(node->now() + time);
    }
  }

  std::vector<v1::KeptAnswer> Kept() {
    auto kept = nodes_.west.kept().List("", nodes_.west.now(), 10);
    EXPECT_OK(kept);
    return *kept;
  }
  // What the member of staff who asked gets again.
  absl::StatusOr<v1::GetKeptAnswerResponse> Get(
      v1::Purpose purpose = v1::PURPOSE_LOCATE_SAFETY) {
    v1::GetKeptAnswerRequest request;
    request.set_copy_id(Kept().at(0).copy_id());
    request.set_purpose(purpose);
    return nodes_.west.kept().Get(
        nodes_.west.Question(v1::ROLE_CP_CASEWORKER, purpose, kName).caller,
        request, *nodes_.west.store().policy().current()->mous,
        nodes_.west.now());
  }
  std::vector<v1::WithdrawalStatus> Withdrawals() {
    return nodes_.south.withdrawals().List("", false, 10);
  }
  static int Count(testing::Node& node, v1::AuditKind kind) {
    int count = 0;
    for (const v1::AuditEvent& event : node.Events()) {
      if (event.kind() == kind) ++count;
    }
    return count;
  }

  // A withdrawal that `owner` signs of `copies`: what came in the south's
  // answer first, if it `is_real`, and else what never was.
  v1::WithdrawRequest WithdrawalOf(const std::string& owner, int copies = 1,
                                   bool is_real = true) {
    v1::Withdrawal withdrawal;
    withdrawal.set_withdrawal_id(std::string(16, 'w'));
    withdrawal.set_owner_agency_id(owner);
    withdrawal.set_recipient_agency_id("west");
    for (int i = 0; i < copies; ++i) {
      withdrawal.add_copies()->set_answer_sha256(auth::Sha256(
          is_real && i == 0
              ? heard_.answers.at("south").signed_answer().payload()
              : absl::StrCat("invented ", ++invented_)));
    }
    const auto& agency = nodes_.federation.base().agency(owner);
    auto request = SignWithdrawal(
        withdrawal.SerializeAsString(),
        {agency.leaf.der(), std::shared_ptr<const auth::SigningKey>(
                                &agency.node_key, [](const auto*) {})});
    EXPECT_OK(request);
    return *request;
  }
  v1::CopyState StateAfter(const std::string& owner) {
    const v1::WithdrawRequest request = WithdrawalOf(owner);
    const auto response = nodes_.west.Withdraw(owner, request);
    EXPECT_OK(response);
    v1::DeletionReceipt receipt;
    EXPECT_TRUE(receipt.ParseFromString(response->receipt().payload()));
    EXPECT_EQ(receipt.withdrawal_sha256(),
              auth::Sha256(request.withdrawal().payload()));
    return receipt.copies(0).state();
  }

  testing::ThreeNodes nodes_;
  std::string record_id_;
  testing::Heard heard_;
  int invented_ = 0;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_COPIES_FIXTURE_H_
