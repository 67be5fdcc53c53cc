#include "services/federation/withdrawal/origin_copies.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/facts/origin.h"
#include "auth/facts/record_facts.h"
#include "auth/mou/enum_set.h"
#include "auth/signing/digest.h"
#include "homeward/v1/category.pb.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredDisclosure;

// Empty where it is not told. Unlike CountryOf() of access_of.h also by a
// directory that has expired: then nothing is told any more, and what is out is
// taken back all the same.
std::string CountryOf(const auth::Directory& directory,
                      const std::string& agency_id) {
  for (const auth::Member& member : directory.members()) {
    if (member.agency_id() == agency_id) return member.country_code();
  }
  return "";
}

auth::CategorySet CategoriesOf(const StoredDisclosure& disclosure) {
  auth::CategorySet categories;
  for (const int category : disclosure.categories()) {
    categories.Add(static_cast<v1::Category>(category));
  }
  return categories;
}

}  // namespace

absl::StatusOr<std::vector<StoredDisclosure>> OriginCopies::Withheld(
    const std::string& record_id, std::vector<StoredDisclosure> disclosures,
    absl::Time now) const {
  if (disclosures.empty()) return disclosures;
  const auto record =
      records_->Load(record_id, auth::CategoriesOfFacts().Values(), now);
  if (!record.ok()) return record.status();
  if (!record->has_value()) return std::vector<StoredDisclosure>();
  const std::shared_ptr<const auth::Directory> directory = directory_();
  auth::AccessRequest told;
  told.owner_agency_id = agency_id_;
  told.owner_country = CountryOf(*directory, agency_id_);
  const auto may_stay = [&](const StoredDisclosure& disclosure) {
    told.requester_agency_id = disclosure.recipient_agency_id();
    told.requester_country = CountryOf(*directory, told.requester_agency_id);
    told.purpose = disclosure.purpose();
    return !auth::WithheldFromOrigin(**record, told, now)
                .Intersects(CategoriesOf(disclosure));
  };
  disclosures.erase(
      std::remove_if(disclosures.begin(), disclosures.end(), may_stay),
      disclosures.end());
  return disclosures;
}

internal::v1::StoredNamedStates OriginCopies::States() const {
  const std::shared_ptr<const auth::Directory> directory = directory_();
  std::map<std::string, std::string> states;
  for (const auth::Member& member : directory->members()) {
    if (member.country_code().empty()) continue;
    states[member.agency_id()] = member.country_code();
  }
  internal::v1::StoredNamedStates named;
  named.set_directory_version(directory->version());
  if (!states.empty()) {
    named.set_states_sha256(
        auth::Sha256(absl::StrJoin(states, "\n", absl::PairFormatter("="))));
  }
  return named;
}

}  // namespace homeward::federation
