// What the log says of peers that were not asked to trace a family.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/tracing/tracing_fixture.h"
#include "storage/log/audit_log.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Heard;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class TracingEvidenceTest : public TracingFixture {};

TEST_F(TracingEvidenceTest, TheLogSaysWhoWasNotAskedAndWhy) {
  Consent();
  Confirm();
  const Heard heard = Ask();
  ASSERT_OK(heard.status);
  const auto asked = Entries(v1::AUDIT_KIND_ASKED);
  ASSERT_THAT(asked, SizeIs(2));
  EXPECT_EQ(asked[0].responder_agency_id(), "west");
  EXPECT_THAT(asked[0].decision().built_in_rules(), Not(Contains("P-TRACE")));
  const v1::AuditEvent& north = asked[1];
  EXPECT_EQ(north.responder_agency_id(), "north");
  EXPECT_EQ(north.query_id(), heard.query_id);
  EXPECT_EQ(north.outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(north.decision().reason(), v1::DECISION_REASON_FACTS_NOT_MET);
  EXPECT_EQ(north.decision().mou(), "tracing@1");
  EXPECT_THAT(north.decision().built_in_rules(), ElementsAre("P-TRACE"));
  EXPECT_EQ(north.decision().policy_sha256(),
            asked[0].decision().policy_sha256());
  const auto sent = Entries(v1::AUDIT_KIND_SENT);
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].responder_agency_id(), "south");
}

// Nothing of the own record stands in the entry of who was not asked, and a
// replay has nothing there to decide again.
TEST_F(TracingEvidenceTest, TheLogOfWhoWasNotAskedNamesNoRecord) {
  ASSERT_OK(Ask().status);
  int entries = 0;
  const auto records = nodes_.west.store().log().Read(0, 100);
  ASSERT_OK(records);
  for (const storage::AuditRecord& record : *records) {
    v1::AuditEvent event;
    ASSERT_TRUE(event.ParseFromString(record.metadata));
    if (event.kind() != v1::AUDIT_KIND_ASKED ||
        event.responder_agency_id() == "west") {
      continue;
    }
    ++entries;
    ASSERT_TRUE(record.details.has_value());
    v1::AuditDetails details;
    ASSERT_TRUE(details.ParseFromString(std::string(record.details->view())));
    EXPECT_EQ(details.subject(), Question().caller.staff()->subject());
    EXPECT_THAT(details.record_ids(), IsEmpty());
    EXPECT_THAT(details.withheld_record_ids(), IsEmpty());
    EXPECT_EQ(details.basis().request().owner_agency_id(),
              event.responder_agency_id());
    EXPECT_THAT(details.basis().facts(), IsEmpty());
  }
  EXPECT_EQ(entries, 2);
}

}  // namespace
}  // namespace homeward::federation
