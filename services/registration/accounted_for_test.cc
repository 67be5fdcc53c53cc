// A missing report ends by an answer that says that she is safe.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A report that `record_id` is missing, of which `status_change` is the last
// step.
v1::AddClaimRequest MissingOf(const std::string& record_id,
                              const std::string& request_id,
                              const std::string& status_change) {
  v1::AddClaimRequest request = SightingOf(record_id, request_id);
  *request.mutable_new_claim()->mutable_claim()->mutable_missing_report() =
      v1::MissingReport(testing::TextProto(absl::StrCat(
          "report_id: 'r-1' status_changes { status: MISSING_STATUS_SEARCHING "
          "change_time { seconds: 1700000500 } } status_changes { change_time "
          "{ seconds: 1700000600 } ",
          status_change, " }")));
  return request;
}

std::string AccountedForBy(const std::string& copy_id) {
  return absl::StrCat(
      "status: MISSING_STATUS_ACCOUNTED_FOR guardian_confirmed: true "
      "answer_copy_id: '",
      copy_id, "'");
}

// P-SAFE-ANSWER: a person says so, and names an answer that does.
TEST_F(RegistrarTest, SheIsAccountedForOnlyByAnAnswerThatSaysThatSheIsSafe) {
  const std::string id = Registered(Child("request-1"));
  kit_.SaysSafe("copy-1");
  const auto by_another =
      Add(MissingOf(id, "request-2", AccountedForBy("copy-2")));
  EXPECT_THAT(by_another, StatusIs(StatusCode::kFailedPrecondition,
                                   HasSubstr("answer_copy_id")));
  EXPECT_EQ(Get(id)->record().claims_size(), 3);
  ASSERT_OK(Add(MissingOf(id, "request-3", AccountedForBy("copy-1"))));
  const auto child = Get(id);
  ASSERT_OK(child);
  ASSERT_THAT(child->record().claims(), SizeIs(4));
  const auto& changes =
      child->record().claims(3).missing_report().status_changes();
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[1].status(), v1::MISSING_STATUS_ACCOUNTED_FOR);
  EXPECT_EQ(changes[1].answer_copy_id(), "copy-1");
}

// A report that was written before says since when she is missing: by a check
// before that nobody is accounted for, however the answer is given.
TEST_F(RegistrarTest, AnAnswerFromBeforeSheWentMissingAccountsForNobody) {
  const std::string id = Registered(Child("request-1"));
  v1::AddClaimRequest report =
      MissingOf(id, "request-2", "status: MISSING_STATUS_SEARCHING");
  report.mutable_new_claim()
      ->mutable_claim()
      ->mutable_missing_report()
      ->mutable_missing_since()
      ->set_seconds(1700000400);
  ASSERT_OK(Add(report));
  const v1::AddClaimRequest step =
      MissingOf(id, "request-3", AccountedForBy("copy-1"));
  kit_.SaysSafe("copy-1", absl::FromUnixSeconds(1700000399));
  EXPECT_THAT(Add(step), StatusIs(StatusCode::kFailedPrecondition,
                                  HasSubstr("since she went missing")));
  kit_.SaysSafe("copy-1", absl::FromUnixSeconds(1700000400));
  EXPECT_OK(Add(step));
}

// The answer is kept for a while only; what was said by it stays.
TEST_F(RegistrarTest, OnlyTheLastStepMustHaveItsAnswer) {
  const std::string id = Registered(Child("request-1"));
  v1::AddClaimRequest request =
      MissingOf(id, "request-2", AccountedForBy("copy-gone"));
  v1::MissingStatusChange& closed = *request.mutable_new_claim()
                                         ->mutable_claim()
                                         ->mutable_missing_report()
                                         ->add_status_changes();
  closed.set_status(v1::MISSING_STATUS_CLOSED);
  closed.mutable_change_time()->set_seconds(1700000700);
  EXPECT_OK(Add(request));
}

TEST_F(RegistrarTest, ARegisteredChildIsAccountedForAsStrictly) {
  v1::RegisterChildRequest request = Child("request-1");
  v1::NewClaim& further = *request.add_further_claims();
  further = MissingOf("", "", AccountedForBy("copy-1")).new_claim();
  EXPECT_THAT(Register(request), StatusIs(StatusCode::kFailedPrecondition));
  kit_.SaysSafe("copy-1");
  request.set_request_id("request-2");
  EXPECT_OK(Register(request));
}

}  // namespace
}  // namespace homeward::registration
