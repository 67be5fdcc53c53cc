#include "auth/certificate/spiffe_id.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;

TEST(SpiffeIdTest, ReadsANodeAndAnAgency) {
  ASSERT_OK_AND_ASSIGN(
      const SpiffeId node,
      SpiffeId::Parse("spiffe://rivermark.example/agency/open-hands/node/1"));
  EXPECT_EQ(node.federation(), "rivermark.example");
  EXPECT_EQ(node.agency(), "open-hands");
  EXPECT_EQ(node.node(), "1");
  ASSERT_OK_AND_ASSIGN(
      const SpiffeId agency,
      SpiffeId::Parse("spiffe://rivermark.example/agency/open-hands"));
  EXPECT_EQ(agency.node(), "");
  EXPECT_FALSE(agency == node);
}

TEST(SpiffeIdTest, AClientIsNoNode) {
  ASSERT_OK_AND_ASSIGN(const SpiffeId client,
                       SpiffeId::Parse("spiffe://f/agency/a/client/n"));
  EXPECT_EQ(client.client(), "n");
  EXPECT_EQ(client.node(), "");
  ASSERT_OK_AND_ASSIGN(const SpiffeId node, SpiffeId::Make("f", "a", "n"));
  ASSERT_OK_AND_ASSIGN(const SpiffeId agency, SpiffeId::Make("f", "a"));
  EXPECT_EQ(node.client(), "");
  EXPECT_FALSE(client == node);
  EXPECT_FALSE(client == agency);
}

TEST(SpiffeIdTest, IsWrittenAsItIsRead) {
  for (const std::string uri :
       {"spiffe://f/agency/a", "spiffe://f.x_y-z/agency/a-9/node/n",
        "spiffe://f/agency/a/client/console"}) {
    ASSERT_OK_AND_ASSIGN(const SpiffeId id, SpiffeId::Parse(uri));
    EXPECT_EQ(id.ToString(), uri);
  }
}

class BadUriTest : public ::testing::TestWithParam<const char*> {};

TEST_P(BadUriTest, IsRefused) {
  EXPECT_THAT(SpiffeId::Parse(GetParam()),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, BadUriTest,
    ::testing::Values(
        "", "spiffe://", "spiffe://f", "spiffe://f/", "spiffe:///agency/a",
        "https://f/agency/a", "SPIFFE://f/agency/a", "spiffe://F/agency/a",
        "spiffe://f/Agency/a", "spiffe://f/agency/A", "spiffe://f/agency/",
        "spiffe://f/agency/a/", "spiffe://f/agency//node/n",
        "spiffe://f/agency/a/node", "spiffe://f/agency/a/node/",
        "spiffe://f/agency/a/client/", "spiffe://f/agency/a/client",
        "spiffe://f/agency/a/node/n/client/c", "spiffe://f/agency/a/node/n/",
        "spiffe://f/agency/a/node/n/x", "spiffe://f/agency/a/host/n",
        "spiffe://f:443/agency/a", "spiffe://u@f/agency/a",
        "spiffe://f/agency/a?x", "spiffe://f/agency/a#",
        "spiffe://f/agency/%61", "spiffe://f/agency/..", "spiffe://f/agency/.",
        "spiffe://f/agency/a b", " spiffe://f/agency/a",
        "spiffe://f/agency/\xc3\xa9", "spiffe://f/agency/a.b"));

TEST(SpiffeIdTest, RefusesAnEmbeddedNul) {
  EXPECT_THAT(SpiffeId::Parse(absl::string_view("spiffe://f/agency/a\0b", 21)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(SpiffeIdTest, HoldsTheLengthsOfItsParts) {
  const std::string longest(63, 'a');
  EXPECT_OK(SpiffeId::Make(std::string(255, 'f'), longest, longest));
  EXPECT_THAT(SpiffeId::Make("f", longest + "a"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SpiffeId::Make("f", "a", longest + "a"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SpiffeId::Make(std::string(256, 'f'), "a"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SpiffeId::Parse(
                  absl::StrCat("spiffe://f/agency/", std::string(2048, 'a'))),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("2048")));
}

}  // namespace
}  // namespace homeward::auth
