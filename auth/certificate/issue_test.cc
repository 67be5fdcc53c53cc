#include "auth/certificate/issue.h"

#include <string>

#include "absl/status/status.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/signing/signing_key.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

class IssueTest : public ::testing::Test {
 protected:
  NodeCertificateRequest Request() const {
    return {*SpiffeId::Make("fed.example", "north", "1"),
            {"localhost", "node-1.north.example"},
            {"127.0.0.1", "::1"},
            now_,
            now_ + absl::Hours(7 * 24)};
  }
  absl::StatusOr<Certificate> Issue(const NodeCertificateRequest& request) {
    return IssueNodeCertificate(root_key_, root_, node_key_.public_key(),
                                request);
  }

  const absl::Time now_ = absl::FromUnixSeconds(1800000000);
  const SpiffeId agency_ = *SpiffeId::Make("fed.example", "north");
  const SigningKey root_key_ = *SigningKey::Generate();
  const SigningKey node_key_ = *SigningKey::Generate();
  const Certificate root_ = *MakeAgencyRoot(root_key_, agency_, now_);
};

TEST_F(IssueTest, WhatItIssuesIsAccepted) {
  ASSERT_OK_AND_ASSIGN(const Certificate leaf, Issue(Request()));
  for (const absl::Time now : {now_, now_ + absl::Hours(7 * 24)}) {
    const CertificateReport report =
        CheckPeerCertificate(leaf, {}, {root_}, "fed.example", now);
    EXPECT_TRUE(report.ok()) << report.chain.reason << report.validity.reason;
  }
  EXPECT_THAT(leaf.names().dns_names,
              ::testing::ElementsAre("localhost", "node-1.north.example"));
  EXPECT_EQ(leaf.names().ip_addresses.size(), 2);
  EXPECT_EQ(leaf.serial().size(), 16);
  ASSERT_OK_AND_ASSIGN(const Certificate next, Issue(Request()));
  EXPECT_NE(next.serial(), leaf.serial());
}

TEST_F(IssueTest, ARootIsFitForItsAgencyForTenYears) {
  EXPECT_OK(CheckAgencyRoot(root_, agency_));
  EXPECT_EQ(*root_.not_after() - *root_.not_before(), kRootLifetime);
  EXPECT_THAT(
      MakeAgencyRoot(root_key_, *SpiffeId::Make("f", "north", "1"), now_),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(IssueTest, TheLongestNamesFit) {
  const std::string longest(63, 'a');
  ASSERT_OK_AND_ASSIGN(
      const Certificate root,
      MakeAgencyRoot(root_key_, *SpiffeId::Make("f", longest), now_));
  NodeCertificateRequest request = Request();
  request.id = *SpiffeId::Make("f", longest, longest);
  EXPECT_OK(
      IssueNodeCertificate(root_key_, root, node_key_.public_key(), request));
}

TEST_F(IssueTest, RefusesAnotherAgencyOrKey) {
  NodeCertificateRequest request = Request();
  request.id = *SpiffeId::Make("fed.example", "south", "1");
  EXPECT_THAT(Issue(request), StatusIs(absl::StatusCode::kInvalidArgument,
                                       HasSubstr("another agency")));
  request.id = agency_;
  EXPECT_THAT(Issue(request), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(
      IssueNodeCertificate(node_key_, root_, node_key_.public_key(), Request()),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("another key")));
}

TEST_F(IssueTest, RefusesTimesThatNoPeerWouldAccept) {
  NodeCertificateRequest request = Request();
  request.not_after = request.not_before;
  EXPECT_THAT(Issue(request), StatusIs(absl::StatusCode::kInvalidArgument));
  request.not_after = request.not_before + absl::Hours(8 * 24);
  EXPECT_THAT(Issue(request), StatusIs(absl::StatusCode::kInvalidArgument));
  request = Request();
  request.not_before -= absl::Seconds(1);
  EXPECT_THAT(Issue(request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("root")));
}

TEST_F(IssueTest, ANameCannotAddAnother) {
  NodeCertificateRequest request = Request();
  request.dns_names = {"x,URI:spiffe://fed.example/agency/south"};
  EXPECT_THAT(Issue(request), StatusIs(absl::StatusCode::kInvalidArgument));
  request = Request();
  request.ip_addresses = {"127.0.0.1,DNS:x"};
  EXPECT_THAT(Issue(request), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::auth
