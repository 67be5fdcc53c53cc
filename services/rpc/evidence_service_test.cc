#include "services/rpc/evidence_service.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "homeward/v1/roles.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/log/audit_test_kit.h"
#include "storage/log/checkpoint.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;

const char kQuery[] = "q-0123456789abcdef0123456789abcdef";

class EvidenceServiceTest : public ::testing::Test {
 protected:
  EvidenceServiceTest() : kit_("evidence_service") {
    EXPECT_OK(kit_.OpenLog());
  }

  auth::Caller As(v1::Role role) { return federation_.CallerOf("north", role); }
  // An entry about kQuery: the agency and the person who asked.
  void Append(const std::string& agency, const std::string& subject) {
    v1::AuditEvent event;
    event.set_kind(v1::AUDIT_KIND_ASKED);
    event.set_query_id(kQuery);
    event.set_asker_agency_id(agency);
    v1::AuditDetails details;
    details.set_subject(subject);
    storage::Batch batch;
    auto staged = kit_.log().Stage(
        {{event.SerializeAsString(), details.SerializeAsString(), kQuery}},
        &batch);
    ASSERT_OK(staged);
    const auto result =
        kit_.engine()->Commit(batch, storage::Durability::kDurable);
    ASSERT_OK(result.status);
    kit_.log().Accept(*std::move(staged), result.version);
  }
  EvidenceService Service() {
    return EvidenceService(nullptr, {&kit_.log(), kit_.engine(), "front-1",
                                     kit_.origin(), kit_.key()});
  }
  auto Explain(v1::Role role, const std::string& query_id = kQuery) {
    v1::ExplainQueryRequest request;
    request.set_query_id(query_id);
    return Service().Explain(As(role), request);
  }
  auto List(v1::Role role, int64_t first, int page_size) {
    v1::ListEntriesRequest request;
    request.set_first_index(first);
    request.set_page_size(page_size);
    return Service().List(As(role), request);
  }

  auth::testing::Federation federation_;
  storage::AuditTestKit kit_;
};

TEST_F(EvidenceServiceTest, WhoAskedSeesWhatIsHers) {
  Append("north", "s-1");
  Append("north", "s-2");
  Append("south", "s-1");
  ASSERT_OK_AND_ASSIGN(const auto own, Explain(v1::ROLE_POLICE_MISSING));
  ASSERT_THAT(own.entries(), SizeIs(1));
  EXPECT_EQ(own.entries(0).index(), 0);
  EXPECT_EQ(own.entries(0).details().subject(), "s-1");
  for (const v1::Role role :
       {v1::ROLE_OVERSIGHT_AUDITOR, v1::ROLE_NODE_ADMIN}) {
    ASSERT_OK_AND_ASSIGN(const auto all, Explain(role));
    EXPECT_THAT(all.entries(), SizeIs(3));
  }
}

TEST_F(EvidenceServiceTest, AnothersQueryIsLikeNone) {
  Append("north", "s-2");
  Append("south", "s-1");
  const auto other = Explain(v1::ROLE_POLICE_MISSING);
  const auto none =
      Explain(v1::ROLE_POLICE_MISSING, "q-" + std::string(32, 'f'));
  EXPECT_THAT(other, StatusIs(kNotFound));
  EXPECT_EQ(other.status(), none.status());
}

TEST_F(EvidenceServiceTest, AMalformedQueryIdIsRefused) {
  for (const std::string& bad :
       {std::string(), std::string("q-"), "q-" + std::string(32, 'F'),
        "q-" + std::string(33, 'a'), std::string(34, 'a')}) {
    EXPECT_THAT(Explain(v1::ROLE_NODE_ADMIN, bad), StatusIs(kInvalid)) << bad;
  }
}

TEST_F(EvidenceServiceTest, OnlyAuditorsAndAdministratorsList) {
  EXPECT_THAT(List(v1::ROLE_POLICE_MISSING, 0, 0), StatusIs(kDenied));
  // Even for what is out of range.
  EXPECT_THAT(List(v1::ROLE_POLICE_MISSING, -1, 0), StatusIs(kDenied));
  EXPECT_OK(List(v1::ROLE_OVERSIGHT_AUDITOR, 0, 0));
}

TEST_F(EvidenceServiceTest, PagesHoldEveryEntryInOrder) {
  for (int i = 0; i < 130; ++i) Append("north", absl::StrCat("s-", i));
  std::vector<int64_t> seen;
  while (seen.size() < 130) {
    ASSERT_OK_AND_ASSIGN(const auto page,
                         List(v1::ROLE_OVERSIGHT_AUDITOR,
                              static_cast<int64_t>(seen.size()), 60));
    ASSERT_FALSE(page.entries().empty());
    EXPECT_EQ(page.log_size(), 130);
    for (const v1::AuditEntry& entry : page.entries()) {
      EXPECT_EQ(entry.index(), static_cast<int64_t>(seen.size()));
      seen.push_back(entry.index());
    }
  }
  ASSERT_OK_AND_ASSIGN(const auto end, List(v1::ROLE_NODE_ADMIN, 130, 0));
  EXPECT_THAT(end.entries(), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto first, List(v1::ROLE_NODE_ADMIN, 0, 0));
  EXPECT_THAT(first.entries(), SizeIs(100));
}

TEST_F(EvidenceServiceTest, AFirstIndexOutsideTheLogIsRefused) {
  Append("north", "s-1");
  EXPECT_THAT(List(v1::ROLE_NODE_ADMIN, -1, 0),
              StatusIs(kInvalid, HasSubstr("first_index")));
  EXPECT_THAT(List(v1::ROLE_NODE_ADMIN, 2, 0),
              StatusIs(kInvalid, HasSubstr("first_index")));
  EXPECT_THAT(List(v1::ROLE_NODE_ADMIN, 0, -1),
              StatusIs(kInvalid, HasSubstr("page_size")));
}

TEST_F(EvidenceServiceTest, ErasedDetailsAreUnset) {
  Append("north", "s-1");
  kit_.Drop(kit_.keys().Details(0));
  ASSERT_OK_AND_ASSIGN(const auto page, List(v1::ROLE_NODE_ADMIN, 0, 0));
  ASSERT_THAT(page.entries(), SizeIs(1));
  EXPECT_FALSE(page.entries(0).has_details());
  EXPECT_TRUE(page.entries(0).has_event());
}

TEST_F(EvidenceServiceTest, TheCheckpointVerifiesWithItsKey) {
  Append("north", "s-1");
  ASSERT_OK(kit_.log().SignHead());
  const auto response = Service().Checkpoint();
  ASSERT_OK_AND_ASSIGN(const auto key,
                       storage::NoteKey::Parse(response.vkey()));
  ASSERT_OK_AND_ASSIGN(
      const auto checkpoint,
      storage::OpenCheckpoint(response.checkpoint(), key, kit_.origin()));
  EXPECT_EQ(checkpoint.size, 1u);
}

TEST_F(EvidenceServiceTest, VerifyTellsTheResultOfTheWholeLog) {
  for (int i = 0; i < 300; ++i) Append("north", "s-1");
  ASSERT_OK(kit_.log().SignHead());
  v1::VerifyLogResponse last;
  const auto keep = [&](v1::VerifyLogResponse response) {
    last = std::move(response);
    return true;
  };
  ASSERT_OK(Service().Verify(keep));
  EXPECT_TRUE(last.done());
  EXPECT_TRUE(last.ok()) << last.finding();
  EXPECT_EQ(last.verified_entries(), 300);
  EXPECT_EQ(last.checkpoint(), kit_.log().SignedHead());

  kit_.Flip(kit_.keys().Leaf(17), 20);
  ASSERT_OK(Service().Verify(keep));
  EXPECT_TRUE(last.done());
  EXPECT_FALSE(last.ok());
  EXPECT_NE(last.finding(), "");
  EXPECT_EQ(last.verified_entries(), 17);
}

TEST_F(EvidenceServiceTest, VerifyStopsWhenNobodyListens) {
  for (int i = 0; i < 300; ++i) Append("north", "s-1");
  EXPECT_THAT(Service().Verify([](v1::VerifyLogResponse) { return false; }),
              StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace homeward::rpc
