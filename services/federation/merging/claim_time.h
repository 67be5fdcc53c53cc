#ifndef HOMEWARD_SERVICES_FEDERATION_MERGING_CLAIM_TIME_H_
#define HOMEWARD_SERVICES_FEDERATION_MERGING_CLAIM_TIME_H_

#include <cstdint>
#include <utility>

#include "homeward/v1/claim.pb.h"

namespace homeward::federation {

// When what `claim` says was true, for comparing, whatever a peer wrote there:
// the greater is the newer.
inline std::pair<int64_t, int32_t> SourceTimeOf(const v1::Claim& claim) {
  return {claim.source_time().seconds(), claim.source_time().nanos()};
}

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MERGING_CLAIM_TIME_H_
