#include "services/federation/erasure/keeping_book.h"

#include "absl/algorithm/container.h"
#include "auth/proto_time.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredKeeping;

bool IsOver(const v1::Keeping& keeping, absl::Time now) {
  return keeping.has_expiry_time() &&
         auth::ToTime(keeping.expiry_time()) <= now;
}

}  // namespace

std::vector<v1::Keeping> KeepingBook::Of(const std::string& record_id) const {
  const auto known = Find(record_id);
  if (!known.has_value()) return {};
  return {known->keepings().begin(), known->keepings().end()};
}

absl::StatusOr<std::vector<v1::Keeping>> KeepingBook::Say(
    const std::string& record_id, const v1::Keeping& keeping, absl::Time now,
    storage::Submission& submission) {
  StoredKeeping stored;
  stored.set_record_id(record_id);
  std::vector<v1::Keeping> keepings;
  for (const v1::Keeping& known : Of(record_id)) {
    if (known.ground() == keeping.ground() &&
        known.clock() == keeping.clock()) {
      continue;
    }
    keepings.push_back(known);
  }
  if (!IsOver(keeping, now)) keepings.push_back(keeping);
  stored.mutable_keepings()->Assign(keepings.begin(), keepings.end());
  absl::Status put = keepings.empty() ? Forget(record_id, submission)
                                      : Put(record_id, stored, submission);
  if (!put.ok()) return put;
  return keepings;
}

bool IsKeptForInvestigation(const std::vector<v1::Keeping>& keepings,
                            absl::Time now) {
  return absl::c_any_of(keepings, [&](const v1::Keeping& keeping) {
    return keeping.ground() == v1::KEEPING_GROUND_CRIMINAL_INVESTIGATION &&
           !IsOver(keeping, now);
  });
}

}  // namespace homeward::federation
