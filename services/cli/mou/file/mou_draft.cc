#include "services/cli/mou/file/mou_draft.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "auth/mou/plain_id.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/cli/exit_code.h"

namespace homeward::cli {
namespace {

using Ids = google::protobuf::RepeatedPtrField<std::string>;

void Rename(const std::map<std::string, std::string>& names, Ids& ids) {
  for (std::string& id : ids) {
    const auto found = names.find(id);
    if (found != names.end()) id = found->second;
  }
}

absl::Status CheckPlainId(const std::string& id, absl::string_view what) {
  if (auth::IsPlainId(id)) return absl::OkStatus();
  return UsageError(absl::StrCat(what, " is not a name"),
                    "use 1 to 63 of a-z, 0-9 and hyphen");
}

}  // namespace

absl::Status CheckNewId(const std::string& id) {
  return CheckPlainId(id, "the MOU's id");
}

absl::Status NameParties(const std::vector<std::string>& parties,
                         v1::Mou& mou) {
  const Ids& before = mou.party_agency_ids();
  for (const std::string& party : parties) {
    const absl::Status plain = CheckPlainId(party, "a --party");
    if (!plain.ok()) return plain;
  }
  const std::set<std::string> different(parties.begin(), parties.end());
  if (different.size() != parties.size()) {
    return UsageError("the same agency is given as --party twice",
                      "an MOU is between different agencies: name each once");
  }
  if (parties.size() != static_cast<size_t>(before.size())) {
    return UsageError(
        absl::StrCat("the template is between ", before.size(), ": ",
                     absl::StrJoin(before, ", ")),
        "give --party as often, once for each of them and in that order");
  }
  std::map<std::string, std::string> names;
  for (int i = 0; i < before.size(); ++i) names[before[i]] = parties[i];
  Rename(names, *mou.mutable_party_agency_ids());
  Rename(names, *mou.mutable_case_issuer_agency_ids());
  for (v1::Clause& clause : *mou.mutable_clauses()) {
    v1::Match& match = *clause.mutable_match();
    if (match.has_owner()) {
      Rename(names, *match.mutable_owner()->mutable_agency_ids());
    }
    if (match.has_requester()) {
      Rename(names, *match.mutable_requester()->mutable_agency_ids());
    }
  }
  return absl::OkStatus();
}

}  // namespace homeward::cli
