#ifndef HOMEWARD_TESTS_BENCHMARK_MUST_H_
#define HOMEWARD_TESTS_BENCHMARK_MUST_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/support/status.h"

// A benchmark whose set-up fails measures nothing: it says why and ends.
namespace homeward::benchmark {

inline void Must(const absl::Status& status, const char* what) {
  if (status.ok()) return;
  std::printf("%s: %s\n", what, status.ToString().c_str());
  // Nodes may be running: nothing is waited for.
  std::fflush(stdout);
  std::_Exit(1);
}

inline void Must(const grpc::Status& status, const char* what) {
  Must(absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                    status.error_message()),
       what);
}

template <typename T>
T Must(absl::StatusOr<T> result, const char* what) {
  Must(result.status(), what);
  return *std::move(result);
}

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_MUST_H_
