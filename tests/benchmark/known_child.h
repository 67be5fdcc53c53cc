#ifndef HOMEWARD_TESTS_BENCHMARK_KNOWN_CHILD_H_
#define HOMEWARD_TESTS_BENCHMARK_KNOWN_CHILD_H_

#include "absl/time/time.h"
#include "homeward/v1/registration_service.pb.h"

namespace homeward::benchmark {

// The number by which every clinic finds the child.
inline constexpr char kUnhcrNumber[] = "305-00412907";

// What every clinic registers of the child, as observed at `seen`: who she is,
// that she is safe, and that she is referred to the NGO.
v1::RegisterChildRequest KnownChild(absl::Time seen);

// Adds to what a clinic registers that it refers the child to the NGO, which
// else is shown nothing of her. The request must have its source.
void ReferToNgo(v1::RegisterChildRequest* request);

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_KNOWN_CHILD_H_
