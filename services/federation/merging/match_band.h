#ifndef HOMEWARD_SERVICES_FEDERATION_MERGING_MATCH_BAND_H_
#define HOMEWARD_SERVICES_FEDERATION_MERGING_MATCH_BAND_H_

#include "homeward/v1/match.pb.h"
#include "homeward/v1/query_service.pb.h"

namespace homeward::federation {

// How sure it is that the record is hers; possible when that isn't known.
inline v1::MatchBand BandOf(const v1::RecordMatch& match) {
  return match.band() == v1::MATCH_BAND_IDENTIFIED ||
                 match.band() == v1::MATCH_BAND_STRONG
             ? match.band()
             : v1::MATCH_BAND_POSSIBLE;
}

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MERGING_MATCH_BAND_H_
