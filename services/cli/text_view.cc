#include "services/cli/text_view.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/matches/match_view.h"

namespace homeward::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string PlaceText(const v1::Place& place) {
  std::vector<std::string> parts;
  for (const std::string& part :
       {place.site(), place.address(), place.admin2_code(), place.admin1_code(),
        place.country_code()}) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts.empty() ? "place not told" : absl::StrJoin(parts, ", ");
}

// One field's value, without ids and bytes.
std::string ValueText(const Message& fact, const FieldDescriptor& field) {
  const auto* reflection = fact.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const std::string type = field.message_type()->full_name();
    if (!field.is_repeated() && type == "homeward.v1.Place") {
      return PlaceText(
          static_cast<const v1::Place&>(reflection->GetMessage(fact, &field)));
    }
    if (!field.is_repeated() && type == "google.protobuf.Timestamp") {
      return TimeText(static_cast<const google::protobuf::Timestamp&>(
          reflection->GetMessage(fact, &field)));
    }
    if (field.is_repeated()) {
      return absl::StrCat(reflection->FieldSize(fact, &field), " entries");
    }
  }
  std::vector<std::string> values;
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  const int count =
      field.is_repeated() ? reflection->FieldSize(fact, &field) : 1;
  for (int i = 0; i < count; ++i) {
    std::string value;
    printer.PrintFieldValueToString(fact, &field, field.is_repeated() ? i : -1,
                                    &value);
    values.push_back(value);
  }
  std::string text = absl::StrJoin(values, ", ");
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    // SAFE of WELLBEING_STATUS_SAFE is what differs from the first value.
    const std::string& zero = field.enum_type()->value(0)->name();
    const std::string prefix = zero.substr(0, zero.rfind("UNSPECIFIED"));
    text = ShortName(text, prefix);
  }
  return text;
}

// Ids tell a person nothing, neither one nor a list of them; those of agencies
// do.
bool IsId(const FieldDescriptor& field) {
  const std::string& name = field.name();
  if (name == "to_agency_id" || name == "from_agency_id" ||
      absl::EndsWith(name, "_agency_ids")) {
    return false;
  }
  return field.type() == FieldDescriptor::TYPE_BYTES ||
         absl::EndsWith(name, "_id") || absl::EndsWith(name, "_ids");
}

// What one source says: a line of `sure`, or of `possible` when the record may
// be another child's.
template <typename Views>
void AddViews(const Views& views, std::vector<std::string>& sure,
              std::vector<std::string>& possible) {
  const size_t none = sure.size();
  for (const auto& view : views) {
    const std::string when = view.has_age()
                                 ? absl::StrCat(AgeText(view.age()), " ago")
                                 : "time not told";
    const std::string text = absl::StrCat(when, ", ", view.agency_id(),
                                          " says ", ClaimText(view.claim()));
    if (view.band() == v1::MATCH_BAND_POSSIBLE) {
      possible.push_back(
          absl::StrCat("  record ", view.record_id(), ": ", text));
    } else {
      sure.push_back(absl::StrCat("  ", text));
    }
  }
  if (sure.size() == none) sure.push_back("  nothing to show");
}

}  // namespace

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "time not told";
  return absl::FormatTime("%Y-%m-%d %H:%M UTC",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string AgeText(const google::protobuf::Duration& age) {
  const int64_t seconds = age.seconds();
  if (seconds < 60) return absl::StrCat(seconds, " s");
  if (seconds < 3600) return absl::StrCat(seconds / 60, " min");
  if (seconds < 2 * 86400) return absl::StrCat(seconds / 3600, " h");
  return absl::StrCat(seconds / 86400, " d");
}

std::string ClaimText(const v1::Claim& claim) {
  const auto* reflection = claim.GetReflection();
  const auto* oneof = v1::Claim::descriptor()->FindOneofByName("fact");
  const FieldDescriptor* fact_field =
      reflection->GetOneofFieldDescriptor(claim, oneof);
  if (fact_field == nullptr) return "withheld";
  const Message& fact = reflection->GetMessage(claim, fact_field);
  std::vector<const FieldDescriptor*> fields;
  fact.GetReflection()->ListFields(fact, &fields);
  std::vector<std::string> parts;
  for (const FieldDescriptor* field : fields) {
    if (IsId(*field)) continue;
    parts.push_back(
        absl::StrCat(absl::StrReplaceAll(field->name(), {{"_", " "}}), " ",
                     ValueText(fact, *field)));
  }
  const std::string kind =
      absl::StrReplaceAll(fact_field->name(), {{"_", " "}});
  if (parts.empty()) return kind;
  return absl::StrCat(kind, ": ", absl::StrJoin(parts, "; "));
}

std::string DutyText(const v1::Obligation& duty) {
  return absl::StrCat(
      ShortName(v1::ObligationType_Name(duty.type()), "OBLIGATION_TYPE_"),
      duty.has_within() ? absl::StrCat(", ", AgeText(duty.within())) : "");
}

std::vector<std::string> TermsText(const v1::ChildRecord& record) {
  std::vector<std::string> lines;
  for (const v1::FieldRule& rule : record.altered_fields()) {
    lines.push_back(absl::StrCat(
        "  not as the owner has it: ", rule.field_path(), " (",
        ShortName(v1::FieldOutcome_Name(rule.outcome()), "FIELD_OUTCOME_"),
        ")"));
  }
  for (const v1::Obligation& duty : record.obligations()) {
    lines.push_back(absl::StrCat("  duty: ", DutyText(duty)));
  }
  return lines;
}

std::string EntryText(const v1::AuditEntry& entry) {
  const v1::AuditEvent& event = entry.event();
  std::string text =
      absl::StrCat(TimeText(event.time()), "  entry ", entry.index(), ": ",
                   ShortName(v1::AuditKind_Name(event.kind()), "AUDIT_KIND_"),
                   ", ", event.asker_agency_id());
  if (!event.responder_agency_id().empty()) {
    absl::StrAppend(&text, " asks ", event.responder_agency_id());
  }
  if (event.outcome() != v1::OUTCOME_UNSPECIFIED) {
    absl::StrAppend(&text, ": ",
                    ShortName(v1::Outcome_Name(event.outcome()), "OUTCOME_"));
  } else if (event.kind() == v1::AUDIT_KIND_SENT) {
    absl::StrAppend(&text, ": the question goes out, not answered yet");
  }
  return text;
}

std::vector<std::string> AnswerText(const v1::NodeAnswer& answer) {
  std::vector<std::string> lines = {absl::StrCat(
      answer.agency_id(), ": ",
      ShortName(v1::Outcome_Name(answer.outcome()), "OUTCOME_"),
      answer.mou().empty() ? "" : absl::StrCat(" by ", answer.mou()))};
  for (const v1::RecordMatch& match : answer.matches()) {
    for (const std::string& line : MatchText(match)) lines.push_back(line);
    for (const std::string& line : TermsText(match.record())) {
      lines.push_back(absl::StrCat("  ", line));
    }
  }
  if (answer.rejected_match_count() > 0) {
    lines.push_back(absl::StrCat(
        "  not shown: ", answer.rejected_match_count(),
        " that people here rejected for this child; see --include-rejected"));
  }
  if (answer.omitted_claim_count() > 0) {
    lines.push_back(absl::StrCat("  CUT: ", answer.omitted_claim_count(),
                                 " older claims had no room in this answer"));
  }
  return lines;
}

std::vector<std::string> SummaryText(const v1::Summary& summary) {
  std::vector<std::string> lines;
  std::vector<std::string> possible;
  lines.push_back("Where she is, newest first:");
  AddViews(summary.locations(), lines, possible);
  lines.push_back("How she is, newest first:");
  AddViews(summary.wellbeing(), lines, possible);
  if (!possible.empty()) {
    lines.push_back(
        "POSSIBLE MATCHES, perhaps other children; a person must "
        "decide:");
    lines.insert(lines.end(), possible.begin(), possible.end());
  }
  for (const v1::Contradiction& contradiction : summary.contradictions()) {
    lines.push_back(absl::StrCat(
        "CONTRADICTION: ", contradiction.field_path(), " differs between ",
        contradiction.claim_ids_size(), " claims; a person must decide"));
  }
  lines.push_back("Who was asked:");
  for (const v1::NodeOutcome& node : summary.nodes()) {
    lines.push_back(
        absl::StrCat("  ", node.agency_id(), ": ",
                     ShortName(v1::Outcome_Name(node.outcome()), "OUTCOME_"),
                     node.omitted_view_count() > 0
                         ? absl::StrCat(", CUT: ", node.omitted_view_count(),
                                        " more of its claims with -o json")
                         : ""));
  }
  return lines;
}

}  // namespace homeward::cli
