#include "auth/decision/nearest_mou.h"

#include <limits>
#include <memory>
#include <string>

#include "auth/decision/compiled_set.h"
#include "auth/decision/decision_trace.h"
#include "auth/decision/grant.h"

namespace homeward::auth {
namespace {

constexpr int kMostLookedAt = 100;
constexpr size_t kFar = std::numeric_limits<size_t>::max();

// How much was missing; kFar when what denied is not the MOU's.
size_t Distance(const DecisionTrace& trace) {
  switch (trace.reason) {
    case Reason::kFactsNotMet:
    case Reason::kProhibited:
      return 0;
    case Reason::kNoPermit:
      return trace.nearest.empty() ? kFar
                                   : trace.nearest.front().missing.size();
    default:
      return kFar;
  }
}

}  // namespace

std::string NearestMou(const std::shared_ptr<const ActiveSet>& mous,
                       const AccessRequest& request,
                       const CaseFacts& case_facts, absl::Time now) {
  const CompiledSet& set = mous->compiled();
  const int owner = set.NumberOf(request.owner_agency_id);
  const int requester = set.NumberOf(request.requester_agency_id);
  AccessRequest candidate = request;
  std::string nearest;
  size_t least = kFar;
  int looked_at = 0;
  for (const auto& mou : set.mous) {
    if (!mou->InForce(now) || !mou->HasParty(owner) ||
        !mou->HasParty(requester)) {
      continue;
    }
    if (++looked_at > kMostLookedAt) break;
    candidate.mou_id = mou->id;
    const size_t distance =
        Distance(Admit(mous, candidate, case_facts, now).trace);
    if (distance >= least) continue;
    least = distance;
    nearest = mou->id;
  }
  return nearest;
}

}  // namespace homeward::auth
