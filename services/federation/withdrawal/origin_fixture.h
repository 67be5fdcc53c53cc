#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_FIXTURE_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {

// The west asks the south for a child, and the south learns or is told more of
// where she comes from.
class OriginTest : public ::testing::Test {
 protected:
  static constexpr char kChildName[] = "Solomiia Koval";

  void SetUp() override {
    record_id_ = nodes_.south.Register(kChildName, 1790000000, "PL-MZ", false);
  }

  // The directory names these states, from now on.
  void Name(const std::map<std::string, std::string>& countries) {
    v1::Directory message = nodes_.federation.message();
    message.set_version(++version_);
    for (v1::Member& member : *message.mutable_members()) {
      const auto found = countries.find(member.agency_id());
      if (found != countries.end()) member.set_country_code(found->second);
    }
    for (testing::Node* node : {&nodes_.south, &nodes_.west}) {
      ASSERT_OK(node->store().policy().InstallDirectory(
          nodes_.federation.Sign(message), node->now()));
    }
  }
  v1::Outcome Asked() { return nodes_.Locate(kChildName).OutcomeOf("south"); }

  // The south's record has one more claim, and the south tells what follows.
  void Add(v1::Claim claim) {
    claim.set_source_agency_id("south");
    claim.set_basis(v1::BASIS_OBSERVED);
    *claim.mutable_source_time() =
        auth::ToTimestamp(nodes_.south.now() - absl::Seconds(100 - ++claims_));
    nodes_.south.AddTo(record_id_, claim);
    Turn();
  }
  void ComesFrom(const std::string& country) {
    v1::Claim claim;
    claim.mutable_identity()->set_country_of_origin(country);
    Add(claim);
  }
  // What she says of her country of origin, for the west and for so long.
  void Says(bool may_be_told, absl::Duration from_now = absl::Hours(8000)) {
    v1::Claim claim;
    v1::Consent& consent = *claim.mutable_consent();
    consent.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    consent.add_recipient_agency_ids("west");
    consent.add_categories(v1::CATEGORY_ID_MIN);
    consent.add_categories(v1::CATEGORY_LOC_COARSE);
    consent.set_given_by(v1::CONSENT_GIVER_CHILD);
    *consent.mutable_given_time() =
        auth::ToTimestamp(nodes_.south.now() - absl::Hours(1));
    *consent.mutable_expiry_time() =
        auth::ToTimestamp(nodes_.south.now() + from_now);
    consent.set_disclosure_country_of_origin(may_be_told);
    Add(claim);
  }
  // The south tells, and takes what comes back.
  void Turn() {
    nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
    nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  }

  void Later(absl::Duration time) {
    for (testing::Node* node : {&nodes_.south, &nodes_.west}) {
      node->SetNow(node->now() + time);
    }
  }

  // What the south has yet to look at, or to look at again.
  std::vector<internal::v1::StoredDocument> Words() {
    auto words = nodes_.south.store().documents().List("consent_revocation");
    EXPECT_OK(words);
    return *std::move(words);
  }
  std::vector<v1::WithdrawalStatus> Withdrawals() {
    return nodes_.south.withdrawals().List("", false, 10);
  }
  // The newest first.
  v1::KeptAnswer Kept() {
    const auto kept = nodes_.west.kept().List("", nodes_.west.now(), 10);
    EXPECT_OK(kept);
    return kept->at(0);
  }

  testing::ThreeNodes nodes_;
  std::string record_id_;
  int64_t version_ = 1;
  int claims_ = 0;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_FIXTURE_H_
