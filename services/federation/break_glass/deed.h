#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_DEED_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_DEED_H_

#include <string>
#include <utility>

#include "homeward/v1/break_glass.pb.h"

namespace homeward::federation {

// Which statement: the agency whose staff broke the glass, and its digest. Who
// was asked knows the digest, and may not review it in another's place.
using Deed = std::pair<std::string, std::string>;

inline Deed DeedOf(const v1::BreakGlassReview& review) {
  return {review.asker_agency_id(), review.break_glass_sha256()};
}

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_DEED_H_
