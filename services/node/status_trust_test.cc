// What a status says of certificates, revocations, the directory and MOUs.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/node/status.h"
#include "services/node/status_fixture.h"

namespace homeward::node {
namespace {

class StatusTrustTest : public StatusFixture {};

TEST_F(StatusTrustTest, ACertificateIsRenewedInTime) {
  facts_.certificate_until = facts_.now + absl::Hours(11);
  ExpectWorst("certificate", v1::SEVERITY_WARNING, "11 hours");
  facts_.certificate_until = facts_.now + absl::Hours(4);
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "4 hours");
  facts_.certificate_until = facts_.now;
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "expired");
}

// Who looks at this node only must not read that its certificate is good.
TEST_F(StatusTrustTest, ARevokedCertificateIsNamedHoweverLongItWouldLast) {
  facts_.certificate_revoked = true;
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "is revoked");
  facts_.certificate_until = facts_.now;
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "is revoked");
}

TEST_F(StatusTrustTest, ARefusedPairIsNamedWhileTheOneBeforeGoesOn) {
  facts_.pair_refused =
      absl::InvalidArgumentError("certificate folder: key.pem is garbage");
  ExpectWorst("certificate", v1::SEVERITY_WARNING, "key.pem is garbage");
}

TEST_F(StatusTrustTest, TheOwnRevocationListStaysFresh) {
  facts_.own_revocations = facts_.now - absl::Hours(19);
  ExpectWorst("certificate", v1::SEVERITY_WARNING, "19 hours");
  facts_.own_revocations = absl::InfinitePast();
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "peers deny");
}

TEST_F(StatusTrustTest, ARenewalOfTheListThatFailsIsNamedBeforeItHurts) {
  facts_.own_revocations = facts_.now - absl::Hours(13);
  facts_.revocations_renewed =
      absl::UnauthenticatedError("the directory does not list this key");
  ExpectWorst("certificate", v1::SEVERITY_WARNING, "13 hours");
  ExpectWorst("certificate", v1::SEVERITY_WARNING,
              "the directory does not list this key");
  facts_.own_revocations = facts_.now - absl::Hours(25);
  ExpectWorst("certificate", v1::SEVERITY_ACTION, "peers deny");
}

TEST_F(StatusTrustTest, ADirectoryNearItsEndIsSaid) {
  facts_.now += 5 * kDay;
  facts_.certificate_until += 30 * kDay;
  facts_.own_revocations = facts_.last_synchronized = facts_.now;
  for (v1::PeerStatus& peer : facts_.peers) {
    *peer.mutable_last_contact_time() = auth::ToTimestamp(facts_.now);
  }
  ExpectWorst("directory", v1::SEVERITY_WARNING, "ends in 2 days");
  facts_.now += 2 * kDay;
  const v1::GetStatusResponse response = BuildStatus(facts_);
  bool expired = false;
  for (const v1::StatusItem& item : response.items()) {
    expired |= item.subject() == "directory" &&
               item.severity() == v1::SEVERITY_ACTION &&
               absl::StrContains(item.text(), "nobody is known");
  }
  EXPECT_TRUE(expired);
}

TEST_F(StatusTrustTest, MembersWithoutAStateAmongOthersAreNamed) {
  v1::Directory message = federation_.message();
  const auto name = [&](int member, const std::string& country) {
    message.mutable_members(member)->set_country_code(country);
    facts_.directory = federation_.Verified(message);
  };
  name(0, "PL");
  const std::string second = message.members(1).agency_id();
  ExpectWorst("directory", v1::SEVERITY_WARNING,
              "no state is named for " + second);
  EXPECT_THAT(Worst().next_step(),
              ::testing::HasSubstr("`homeward federation admit MEMBERFILE`"));
  for (int i = 1; i < message.members_size(); ++i) name(i, "UA");
  EXPECT_EQ(Worst().severity(), v1::SEVERITY_OK);
}

TEST_F(StatusTrustTest, MousThatEndOrWaitAreNamed) {
  AddMou("soon", v1::MOU_STATE_ACTIVE, 29 * kDay);
  ExpectWorst("mous", v1::SEVERITY_WARNING, "soon@1 ends in 29 days");
  facts_.mous.pop_back();
  AddMou("new", v1::MOU_STATE_PROPOSED, 90 * kDay)
      .add_missing_agency_ids("north");
  ExpectWorst("mous", v1::SEVERITY_WARNING, "new@1 waits");
  EXPECT_THAT(Worst().next_step(), ::testing::HasSubstr("mou sign"));
  facts_.mous.pop_back();
  AddMou("held", v1::MOU_STATE_SUSPENDED, 90 * kDay)
      .add_suspending_agency_ids("south");
  ExpectWorst("mous", v1::SEVERITY_WARNING,
              "suspended until it is resumed by south");
  facts_.mous.pop_back();
  AddMou("line", v1::MOU_STATE_PENDING, 90 * kDay);
  facts_.held_back["line@1"] = {};
  ExpectWorst("mous", v1::SEVERITY_WARNING, "until it is proven");
  facts_.held_back["line@1"] = {"red line no-place: police asks ngo"};
  ExpectWorst("mous", v1::SEVERITY_ACTION, "red line no-place: police asks");
  facts_.mous.pop_back();
  AddMou("theirs", v1::MOU_STATE_ACTIVE, 90 * kDay)
      .add_refusing_agency_ids("south");
  ExpectWorst("mous", v1::SEVERITY_WARNING,
              "theirs@1 does nothing at south: it would cross a red line");
  EXPECT_THAT(Worst().next_step(), ::testing::HasSubstr("agree with south"));
  facts_.mous.clear();
  ExpectWorst("mous", v1::SEVERITY_WARNING, "every question is denied");
}

}  // namespace
}  // namespace homeward::node
