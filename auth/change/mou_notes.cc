#include "auth/change/mou_notes.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/change/weaker_duties.h"
#include "auth/proto_time.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace homeward::auth {
namespace {

using Ids = google::protobuf::RepeatedPtrField<std::string>;

std::string Day(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", ToTime(time),
                          absl::UTCTimeZone());
}

void NoteIds(absl::string_view what, const Ids& before, const Ids& after,
             v1::MouDifference& difference) {
  const std::set<std::string> old(before.begin(), before.end());
  const std::set<std::string> next(after.begin(), after.end());
  for (const std::string& id : next) {
    if (old.count(id) == 0) {
      difference.add_notes(absl::StrCat(what, ", new: ", id));
    }
  }
  for (const std::string& id : old) {
    if (next.count(id) == 0) {
      difference.add_notes(absl::StrCat(what, ", no longer: ", id));
    }
  }
}

void NoteText(absl::string_view what, absl::string_view before,
              absl::string_view after, v1::MouDifference& difference) {
  if (before == after) return;
  difference.add_notes(
      absl::StrCat(what, ": before \"", before, "\", now \"", after, "\""));
}

// The duties of a document, each with the clause that it goes with.
std::set<std::string> DutiesOf(const v1::Mou& mou) {
  std::set<std::string> duties;
  for (const v1::Clause& clause : mou.clauses()) {
    for (const v1::Obligation& duty : clause.obligations()) {
      duties.insert(absl::StrCat(DutyInNote(duty.type(), TimeFor(duty)),
                                 " (clause ", clause.clause_id(), ")"));
    }
  }
  return duties;
}

}  // namespace

void AddNotes(const v1::Mou& before, const v1::Mou& after,
              v1::MouDifference& difference) {
  NoteIds("party", before.party_agency_ids(), after.party_agency_ids(),
          difference);
  NoteIds("agency whose case tokens count", before.case_issuer_agency_ids(),
          after.case_issuer_agency_ids(), difference);
  NoteText("holds from", Day(before.effective_time()),
           Day(after.effective_time()), difference);
  NoteText("holds until", Day(before.expiry_time()), Day(after.expiry_time()),
           difference);
  NoteText("rests on", before.legal_authority(), after.legal_authority(),
           difference);
  const std::set<std::string> old = DutiesOf(before);
  const std::set<std::string> next = DutiesOf(after);
  for (const std::string& duty : next) {
    if (old.count(duty) == 0) difference.add_notes("duty, new: " + duty);
  }
  for (const std::string& duty : old) {
    if (next.count(duty) == 0) difference.add_notes("duty, gone: " + duty);
  }
}

}  // namespace homeward::auth
