#ifndef HOMEWARD_SERVICES_QUERY_COVERED_H_
#define HOMEWARD_SERVICES_QUERY_COVERED_H_

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "services/matching/description.h"

namespace homeward::query {

// `description` as far as a match may depend on it for who may be told
// `admitted`: that a record is found, and how well it fits, tells what it was
// compared by. Without CATEGORY_ID_FULL a telephone number is left out, and a
// birth becomes the years of its age band (by the year alone). Without
// CATEGORY_ID_MIN there is no birth at all, and no sex. Names and the numbers
// that agencies know a child by stay: who asks by them holds them. Relatives
// whom a record names stay with CATEGORY_FAMILY, _ADULTS or _TIP, whichever
// names them. Pure.
matching::Description Covered(const matching::Description& description,
                              auth::CategorySet admitted, absl::Time now);

// `description` with those relatives only who may be compared for who may be
// told `admitted`, and who asks herself. Pure.
matching::Description KeepRelatives(matching::Description description,
                                    auth::CategorySet admitted);

}  // namespace homeward::query

#endif  // HOMEWARD_SERVICES_QUERY_COVERED_H_
