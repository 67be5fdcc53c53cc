#include "services/cli/question/entry_view.h"

#include <string>

#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::TextProto;

TEST(EntryViewTest, AnEntryThatTellsOfNoAnswerSaysSoInWords) {
  v1::AuditEntry entry = TextProto(R"pb(
    index: 7
    event {
      time { seconds: 1772366400 }
      kind: AUDIT_KIND_DELIVERED
      asker_agency_id: "police"
      responder_agency_id: "clinic"
      outcome: OUTCOME_ANSWERED
    }
  )pb");
  const std::string begin = "2026-03-01 12:00 UTC  entry 7: ";
  EXPECT_EQ(EntryText(entry),
            begin + "delivered, police asks clinic: answered");
  entry.mutable_event()->clear_outcome();
  entry.mutable_event()->set_kind(v1::AUDIT_KIND_SENT);
  EXPECT_EQ(EntryText(entry),
            begin +
                "sent, police asks clinic: the question goes out, not "
                "answered yet");
  entry.mutable_event()->clear_responder_agency_id();
  entry.mutable_event()->set_kind(v1::AUDIT_KIND_ERASED);
  EXPECT_EQ(EntryText(entry), begin + "erased, police");
}

}  // namespace
}  // namespace homeward::cli
