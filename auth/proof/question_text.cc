#include "auth/proof/question_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"

namespace homeward::auth {
namespace {

// `ROLE_POLICE_MISSING` of the prefix `ROLE_` is "police missing".
std::string Words(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", " "}});
}

std::string Facts(const v1::KnownFacts& facts) {
  std::vector<std::string> known;
  for (const v1::FactValue& fact : facts.facts()) {
    std::vector<std::string> categories;
    for (const int category : fact.categories()) {
      categories.push_back(Words(
          v1::Category_Name(static_cast<v1::Category>(category)), "CATEGORY_"));
    }
    known.push_back(absl::StrCat(
        Words(v1::Fact_Name(fact.fact()), "FACT_"),
        categories.empty() ? "" : " for " + absl::StrJoin(categories, " and "),
        " is ", fact.truth() == v1::TRUTH_TRUE ? "true" : "false"));
  }
  return known.empty() ? "no fact is known" : absl::StrJoin(known, ", ");
}

std::string Roles(const v1::AccessQuestion& request) {
  return absl::StrJoin(
      request.roles(), " and ", [](std::string* out, int role) {
        out->append(Words(v1::Role_Name(static_cast<v1::Role>(role)), "ROLE_"));
      });
}

}  // namespace

std::string QuestionText(const v1::DecideRequest& question) {
  const v1::AccessQuestion& request = question.request();
  const v1::AgeBounds& age = question.facts().subject_age();
  return absl::StrCat(
      request.requester_agency_id(), " asks ", request.owner_agency_id(),
      " as ", Roles(request), ", for ",
      Words(v1::Purpose_Name(request.purpose()), "PURPOSE_"), ", to ",
      Words(v1::Action_Name(request.action()), "ACTION_"), ", about a ",
      age.min_years(), "-year-old, at ",
      absl::FormatTime("%Y-%m-%d %H:%M UTC", ToTime(question.time()),
                       absl::UTCTimeZone()),
      ", when ", Facts(question.facts()));
}

std::string BreachText(const v1::Breach& breach) {
  return absl::StrCat(breach.clause(), " discloses ", breach.field_path(),
                      " when ", QuestionText(breach.request()));
}

}  // namespace homeward::auth
