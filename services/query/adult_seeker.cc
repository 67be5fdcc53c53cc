#include "services/query/adult_seeker.h"

#include <iterator>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "auth/facts/blocked_seekers.h"
#include "services/matching/relatives.h"

namespace homeward::query {
namespace {

using ::homeward::matching::DescribedRelative;

// The person by each name. One without a name is still somebody: one without
// words.
std::vector<DescribedRelative> ByEachName(const auth::BlockedSeeker& seeker) {
  std::vector<DescribedRelative> named;
  for (const std::string& name : seeker.names) {
    // Each by itself: a description has room for some alone.
    matching::Description described;
    matching::AddRelative(name, seeker.relation,
                          matching::RelativeSource::kFamily, described);
    absl::c_move(described.relatives, std::back_inserter(named));
  }
  if (!named.empty()) return named;
  DescribedRelative nameless;
  nameless.relation = seeker.relation;
  return {nameless};
}

bool MayBe(const DescribedRelative& asked, const auth::BlockedSeeker& seeker,
           const matching::Description& child) {
  return absl::c_any_of(
      ByEachName(seeker), [&](const DescribedRelative& blocked) {
        return matching::MayBeSamePerson(asked, blocked, child);
      });
}

}  // namespace

bool KeepsFromSeekers(const auth::AccessRequest& request) {
  return auth::ServesSeekers(request.purpose) &&
         request.requester_agency_id != request.owner_agency_id;
}

bool MayHelpBlockedSeeker(const matching::Description& asked,
                          const internal::v1::StoredRecord& record,
                          absl::Time now) {
  const std::vector<auth::BlockedSeeker> blocked =
      auth::BlockedSeekers(record, now);
  if (blocked.empty()) return false;
  if (asked.relatives.empty()) return true;
  return absl::c_any_of(asked.relatives, [&](const DescribedRelative& one) {
    return absl::c_any_of(blocked, [&](const auth::BlockedSeeker& seeker) {
      return MayBe(one, seeker, asked);
    });
  });
}

}  // namespace homeward::query
