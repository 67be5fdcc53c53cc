#include "services/cli/mou/trial/change_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "auth/change/weaker_duties.h"
#include "services/cli/mou/page/plain_words.h"

namespace homeward::cli {
namespace {

using Lines = std::vector<std::string>;

template <typename E, typename ToWords>
std::string OneOf(const google::protobuf::RepeatedField<int>& values,
                  ToWords to_words) {
  return absl::StrJoin(values, "; or ", [&](std::string* out, int value) {
    out->append(to_words(static_cast<E>(value)));
  });
}

std::string FactText(const v1::FactCircumstance& fact) {
  Lines values;
  if (fact.may_be_true()) values.push_back(ConditionWords(fact.fact(), true));
  if (fact.may_be_false()) values.push_back(ConditionWords(fact.fact(), false));
  if (fact.may_be_unknown()) {
    values.push_back(values.empty()
                         ? absl::StrCat("it is not known whether ",
                                        ConditionWords(fact.fact(), true))
                         : "that is not known");
  }
  return absl::StrJoin(values, ", or ");
}

std::string WhenText(const v1::Circumstances& when) {
  Lines parts;
  for (const v1::FactCircumstance& fact : when.facts()) {
    parts.push_back(FactText(fact));
  }
  if (!when.ages().empty()) {
    parts.push_back(absl::StrCat(
        "the child is known to be ",
        absl::StrJoin(when.ages(), ", or ",
                      [](std::string* out, const v1::AgeLimits& age) {
                        out->append(AgeWords(age));
                      })));
  }
  return parts.empty() ? "always" : absl::StrJoin(parts, "; and ");
}

std::string FieldText(const v1::FieldChange& field) {
  return absl::StrCat(field.field_path(), ": was ",
                      OutcomeWords(field.before()), ", now ",
                      OutcomeWords(field.after()));
}

void AddExposures(
    absl::string_view heading,
    const google::protobuf::RepeatedPtrField<v1::Exposure>& exposures,
    Lines& lines) {
  if (exposures.empty()) return;
  lines.push_back(std::string(heading));
  for (const v1::Exposure& exposure : exposures) {
    lines.push_back(absl::StrCat("  ", exposure.requester_agency_id(), " of ",
                                 exposure.owner_agency_id(), "'s records"));
    lines.push_back(
        absl::StrCat("    as: ", OneOf<v1::Role>(exposure.roles(), RoleWords)));
    if (!exposure.other_roles().empty()) {
      lines.push_back(
          absl::StrCat("    who is besides: ",
                       OneOf<v1::Role>(exposure.other_roles(), RoleWords)));
    }
    lines.push_back(absl::StrCat(
        "    for: ", OneOf<v1::Purpose>(exposure.purposes(), PurposeWords)));
    lines.push_back(absl::StrCat(
        "    who may: ", OneOf<v1::Action>(exposure.actions(), ActionWords)));
    for (const v1::Circumstances& when : exposure.when()) {
      lines.push_back(absl::StrCat("    when: ", WhenText(when)));
    }
    for (const v1::FieldChange& field : exposure.fields()) {
      lines.push_back(absl::StrCat("      ", FieldText(field)));
    }
  }
}

}  // namespace

std::vector<std::string> DifferenceText(const v1::MouDifference& difference) {
  Lines weaker;
  Lines notes;
  for (const std::string& note : difference.notes()) {
    absl::string_view rest = note;
    if (absl::ConsumePrefix(&rest, auth::kWeakerDuty)) {
      weaker.push_back(absl::StrCat("  ", rest));
    } else {
      notes.push_back(absl::StrCat("Note: ", note));
    }
  }
  Lines lines;
  AddExposures("Newly shown, or less restricted:", difference.gained(), lines);
  if (!weaker.empty()) {
    lines.push_back("Weaker duties for what is shown before and after:");
    lines.insert(lines.end(), weaker.begin(), weaker.end());
  }
  AddExposures("No longer shown, or more restricted:", difference.lost(),
               lines);
  if (difference.gained().empty() && difference.lost().empty()) {
    lines.push_back(weaker.empty() ? "Nobody learns more or less."
                                   : "What is shown, and to whom, stays the "
                                     "same.");
  }
  lines.insert(lines.end(), notes.begin(), notes.end());
  return lines;
}

std::vector<std::string> ReplayText(const v1::ReplayReport& report) {
  Lines lines = {absl::StrCat(report.changed(), " of ", report.decisions(),
                              " decisions would come out otherwise.")};
  for (const v1::ReplayChange& change : report.changes()) {
    lines.push_back(absl::StrCat(
        "  ", change.decisions(), " times: ", change.requester_agency_id(),
        " of ", change.owner_agency_id(), ", ", FieldText(change.field())));
  }
  if (report.without_record() > 0) {
    lines.push_back(absl::StrCat(
        "Note: ", report.without_record(),
        " of them came to no record; what a record says is unknown there, so "
        "more may change than is counted."));
  }
  if (report.unknown() > 0) {
    lines.push_back(absl::StrCat(
        "Note: ", report.unknown(),
        " more questions can't be decided again: they were turned away before "
        "any decision, or the log does not say what they were decided from."));
  }
  return lines;
}

}  // namespace homeward::cli
