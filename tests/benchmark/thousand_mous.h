#ifndef HOMEWARD_TESTS_BENCHMARK_THOUSAND_MOUS_H_
#define HOMEWARD_TESTS_BENCHMARK_THOUSAND_MOUS_H_

#include <string>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/v1/mou.pb.h"

// An agency, "north", that has an MOU of 10 clauses with each of 1,000 others.
namespace homeward::benchmark {

inline constexpr int kPartners = 1000;
inline constexpr char kOwner[] = "north";

// The agency number `partner`, in [0, kPartners).
std::string PartnerId(int partner);

// Five permits of 40 fields and five prohibitions, in force for two days
// around `now`.
v1::Mou MouWith(int partner, absl::Time now);

// A charter with one prohibition.
v1::Mou ThousandMousCharter(absl::Time now);

// What `partner` asks "north": it gets 40 fields, of a record of which nothing
// is known.
auth::AccessRequest QuestionOf(int partner);

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_THOUSAND_MOUS_H_
