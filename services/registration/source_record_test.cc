// Records that are known by their number in another system.

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Adds a sighting to whatever record has the number `source_record_id`.
v1::RegisterChildRequest Addition(const std::string& source_record_id,
                                  const std::string& request_id) {
  v1::RegisterChildRequest request;
  request.set_request_id(request_id);
  request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  request.set_source_record_id(source_record_id);
  *request.add_further_claims() = SightingOf("", "").new_claim();
  return request;
}

TEST_F(RegistrarTest, ImportingTwiceChangesNothing) {
  v1::RegisterChildRequest request = Child("request-1");
  request.set_source_record_id("pfif.example/person.1");
  auto first = Register(request);
  ASSERT_OK(first);
  request.set_request_id("request-2");
  auto again = Register(request);
  ASSERT_OK(again);
  EXPECT_EQ(again->record_id(), first->record_id());
  EXPECT_FALSE(again->created());
  EXPECT_THAT(again->claim_ids(), IsEmpty());
  EXPECT_THAT(Get(first->record_id())->record().claims(), SizeIs(3));
  // New facts about her are added to the same record.
  request.set_request_id("request-3");
  request.mutable_identity()->set_name_nickname("Solya");
  auto more = Register(request);
  ASSERT_OK(more);
  EXPECT_EQ(more->record_id(), first->record_id());
  EXPECT_THAT(more->claim_ids(), SizeIs(1));
}

TEST_F(RegistrarTest, OneThatWasErasedIsNotTakenInAgain) {
  kit_.Erased("pfif.example/person.1");
  v1::RegisterChildRequest request = Child("request-1");
  request.set_source_record_id("pfif.example/person.1");
  EXPECT_THAT(Register(request), StatusIs(StatusCode::kFailedPrecondition,
                                          HasSubstr("was erased here")));
  EXPECT_THAT(Register(Addition("pfif.example/person.1", "request-2")),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(RowsUnder("r/"), 0);
  request.set_source_record_id("pfif.example/person.2");
  request.set_request_id("request-3");
  EXPECT_OK(Register(request));
}

TEST_F(RegistrarTest, OneSourceRecordIsOneRecordHoweverManyRegisterIt) {
  constexpr int kThreads = 4;
  std::vector<std::string> ids(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      v1::RegisterChildRequest request = Child(absl::StrCat("request-", i));
      request.set_source_record_id("pfif.example/person.1");
      ids[static_cast<size_t>(i)] = Registered(request);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(std::set<std::string>(ids.begin(), ids.end()), SizeIs(1));
  EXPECT_EQ(RowsUnder("r/"), 1U);
}

TEST_F(RegistrarTest, FactsAloneAreAddedToARecordThatIsThere) {
  v1::RegisterChildRequest child = Child("request-1");
  child.set_source_record_id("pfif.example/person.1");
  const std::string id = Registered(child);
  const auto added = Register(Addition("pfif.example/person.1", "request-2"));
  ASSERT_OK(added);
  EXPECT_EQ(added->record_id(), id);
  EXPECT_FALSE(added->created());
  EXPECT_THAT(added->claim_ids(), SizeIs(1));
  EXPECT_THAT(added->possible_duplicates(), IsEmpty());
  const auto again = Register(Addition("pfif.example/person.1", "request-3"));
  ASSERT_OK(again);
  EXPECT_THAT(again->claim_ids(), IsEmpty());
  // Nothing to add: it tells which record it is.
  v1::RegisterChildRequest nothing =
      Addition("pfif.example/person.1", "request-4");
  nothing.clear_further_claims();
  const auto found = Register(nothing);
  ASSERT_OK(found);
  EXPECT_EQ(found->record_id(), id);
  EXPECT_THAT(Get(id)->record().claims(), SizeIs(4));
}

TEST_F(RegistrarTest, FactsAloneMakeNoRecord) {
  EXPECT_THAT(Register(Addition("pfif.example/person.1", "request-1")),
              StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Register(Addition("", "request-2")),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("identity")));
  EXPECT_EQ(RowsUnder("r/"), 0U);
  EXPECT_EQ(RowsUnder("s/"), 0U);
  const auto denied =
      RegistrarKit::Await<v1::RegisterChildResponse>([&](auto done) {
        kit_->RegisterChild(
            officer_, Addition("pfif.example/person.1", "request-3"), done);
      });
  EXPECT_THAT(denied, StatusIs(StatusCode::kPermissionDenied));
  EXPECT_THAT(kit_.Log(), SizeIs(3));
}

}  // namespace
}  // namespace homeward::registration
