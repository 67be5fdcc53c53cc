#include "services/node/status.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/node/status_fixture.h"

namespace homeward::node {
namespace {

class StatusTest : public StatusFixture {};

TEST_F(StatusTest, AWellNodeHasOneGoodItemForEachSubject) {
  const v1::GetStatusResponse response = BuildStatus(facts_);
  std::string subjects;
  for (const v1::StatusItem& item : response.items()) {
    EXPECT_EQ(item.severity(), v1::SEVERITY_OK) << item.text();
    subjects += item.subject() + " ";
  }
  EXPECT_EQ(
      subjects,
      "certificate clock directory index log mous notices peers probing queue "
      "reviews store withdrawals ");
  EXPECT_EQ(response.federation(), "fed.example");
  EXPECT_EQ(response.peers_size(), 2);
}

TEST_F(StatusTest, PeersThatAreSilentOrFarInTimeAreNamed) {
  facts_.peers[0].mutable_clock_offset()->set_seconds(-20);
  ExpectWorst("clock", v1::SEVERITY_WARNING, "south");
  facts_.peers[0].mutable_clock_offset()->set_seconds(-600);
  ExpectWorst("clock", v1::SEVERITY_ACTION, "10 minutes");
  facts_.peers[0].clear_clock_offset();
  facts_.peers[1].set_reachable(false);
  ExpectWorst("peers", v1::SEVERITY_WARNING, "west");
  *facts_.peers[1].mutable_last_contact_time() =
      auth::ToTimestamp(facts_.now - absl::Hours(3));
  ExpectWorst("peers", v1::SEVERITY_ACTION, "3 hours");
  facts_.peers[1].clear_last_contact_time();
  ExpectWorst("peers", v1::SEVERITY_WARNING, "never answered");
}

TEST_F(StatusTest, SeesThatItsOwnLoopHangs) {
  facts_.last_synchronized = facts_.now - absl::Minutes(2);
  ExpectWorst("peers", v1::SEVERITY_ACTION, "stopped asking");
}

TEST_F(StatusTest, ALogThatIsNotSignedOrWasCutNeedsAction) {
  facts_.log_signed = absl::UnavailableError("disk");
  ExpectWorst("log", v1::SEVERITY_ACTION, "can't be signed");
  facts_.log_signed = absl::OkStatus();
  facts_.signed_size = 11;
  ExpectWorst("log", v1::SEVERITY_ACTION, "missing");
}

TEST_F(StatusTest, DiskAndQueueAreWatched) {
  facts_.free_bytes = int64_t{9} << 30;
  ExpectWorst("store", v1::SEVERITY_WARNING, "9 percent");
  facts_.free_bytes = int64_t{1} << 29;
  ExpectWorst("store", v1::SEVERITY_ACTION, "512 MiB");
  facts_.damaged_records = 2;
  ExpectWorst("store", v1::SEVERITY_ACTION, "512 MiB");
  facts_.store_health = absl::UnavailableError("full");
  ExpectWorst("store", v1::SEVERITY_ACTION, "nothing is disclosed");
  facts_.store_health = absl::OkStatus();
  facts_.free_bytes = int64_t{50} << 30;
  ExpectWorst("store", v1::SEVERITY_ACTION, "2 records are damaged");
  facts_.damaged_records = 0;
  facts_.lockouts.emplace_back().set_agency_id("ngo");
  facts_.lockouts.back().set_subject("anna-4");
  facts_.lockouts.emplace_back().set_agency_id("ngo");
  ExpectWorst("probing", v1::SEVERITY_WARNING, "2 lockouts, of ngo");
  facts_.lockouts.clear();
  v1::WithdrawalStatus& open = facts_.open_withdrawals.emplace_back();
  open.set_recipient_agency_id("ngo");
  *open.mutable_issued_time() =
      auth::ToTimestamp(facts_.now - absl::Minutes(1));
  ExpectWorst("withdrawals", v1::SEVERITY_WARNING,
              "1 not acknowledged by ngo, for 60 seconds");
  *facts_.open_withdrawals[0].mutable_issued_time() =
      auth::ToTimestamp(facts_.now - absl::Hours(25));
  ExpectWorst("withdrawals", v1::SEVERITY_ACTION, "for 25 hours");
  facts_.open_withdrawals.clear();
  facts_.unreadable_revocations = 3;
  ExpectWorst("withdrawals", v1::SEVERITY_ACTION, "3 times nothing");
  facts_.unreadable_revocations = 0;
  facts_.queue_depth = 501;
  ExpectWorst("queue", v1::SEVERITY_WARNING, "501");
  facts_.queue_depth = 1000;
  ExpectWorst("queue", v1::SEVERITY_ACTION, "refused");
}

TEST_F(StatusTest, WritingTermsAnewNeedsNobodyUntilItFails) {
  facts_.index_done = false;
  facts_.records_rebuilt = 120;
  facts_.records = 1000;
  EXPECT_EQ(Worst().severity(), v1::SEVERITY_OK);
  facts_.index_rebuilt = absl::UnavailableError("disk");
  ExpectWorst("index", v1::SEVERITY_WARNING, "120 of about 1000");
  EXPECT_THAT(Worst().next_step(), ::testing::HasSubstr("disk"));
  facts_.index_rebuilt = absl::DataLossError("row");
  EXPECT_THAT(Worst().next_step(), ::testing::HasSubstr("backup"));
  // An estimate that is too low.
  facts_.records = 100;
  ExpectWorst("index", v1::SEVERITY_WARNING, "120 of about 120");
}

}  // namespace
}  // namespace homeward::node
