#include "services/rpc/gate.h"

#include <string>

#include "auth/certificate/spiffe_id.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::rpc {
namespace {

auth::SpiffeId Id(const char* path) {
  return *auth::SpiffeId::Parse(std::string("spiffe://fed/agency/") + path);
}

TEST(GateTest, KnowsForWhomAMethodIs) {
  EXPECT_EQ(AudienceOf("homeward.v1.PeerService/Ask"), Audience::kPeerNode);
  EXPECT_EQ(AudienceOf("homeward.v1.QueryService/LocateChild"),
            Audience::kOwnStaff);
  EXPECT_EQ(AudienceOf("homeward.v1.PeerServiceX/Ask"), Audience::kOwnStaff);
  EXPECT_EQ(AudienceOf(""), Audience::kOwnStaff);
}

// What is asked of a node is asked by one that is known not to be revoked.
TEST(GateTest, OnlySynchronizeIsForThoseWhoseRevocationIsUnknown) {
  const auto* service =
      v1::AskRequest::descriptor()->file()->FindServiceByName("PeerService");
  ASSERT_NE(service, nullptr);
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string name = service->method(i)->name();
    EXPECT_EQ(AudienceOf("homeward.v1.PeerService/" + name),
              name == "Synchronize" ? Audience::kContact : Audience::kPeerNode)
        << name;
  }
  EXPECT_EQ(AudienceOf("homeward.v1.QueryService/Synchronize"),
            Audience::kOwnStaff);
}

TEST(GateTest, WhoIsSuspendedMayAskAndSeeWhyAndNothingElse) {
  EXPECT_TRUE(IsForSuspended("homeward.v1.QueryService/LocateChild"));
  EXPECT_TRUE(IsForSuspended("homeward.v1.BreakGlassService/ListBreakGlass"));
  for (const char* method : {"homeward.v1.BreakGlassService/ReviewBreakGlass",
                             "homeward.v1.RegistrationService/GetRecord",
                             "homeward.v1.CopyService/GetKeptAnswer",
                             "homeward.v1.NoticeService/ListNotices",
                             "homeward.v1.QueryServiceX/LocateChild", ""}) {
    EXPECT_FALSE(IsForSuspended(method)) << method;
  }
}

TEST(GateTest, PeerServiceIsForNodesOfOthers) {
  EXPECT_TRUE(Admits(Audience::kContact, Id("north/node/1"), "south"));
  EXPECT_FALSE(Admits(Audience::kContact, Id("south/node/1"), "south"));
  EXPECT_FALSE(Admits(Audience::kContact, Id("north/client/c"), "south"));
  EXPECT_FALSE(Admits(Audience::kContact, Id("north"), "south"));
  EXPECT_TRUE(Admits(Audience::kPeerNode, Id("north/node/1"), "south"));
  EXPECT_FALSE(Admits(Audience::kPeerNode, Id("south/node/1"), "south"));
  EXPECT_FALSE(Admits(Audience::kPeerNode, Id("north/client/c"), "south"));
  EXPECT_FALSE(Admits(Audience::kPeerNode, Id("north"), "south"));
}

TEST(GateTest, TheRestIsForOwnStaff) {
  EXPECT_TRUE(Admits(Audience::kOwnStaff, Id("south/client/c"), "south"));
  EXPECT_FALSE(Admits(Audience::kOwnStaff, Id("north/client/c"), "south"));
  EXPECT_FALSE(Admits(Audience::kOwnStaff, Id("south/node/1"), "south"));
  EXPECT_FALSE(Admits(Audience::kOwnStaff, Id("south"), "south"));
}

}  // namespace
}  // namespace homeward::rpc
