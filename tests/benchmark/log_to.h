#ifndef HOMEWARD_TESTS_BENCHMARK_LOG_TO_H_
#define HOMEWARD_TESTS_BENCHMARK_LOG_TO_H_

#include <fcntl.h>
#include <unistd.h>

namespace homeward::benchmark {

// Sends standard error to the file `path`: the nodes log every question there,
// as they do in service.
inline void LogTo(const char* path) {
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return;
  dup2(file, STDERR_FILENO);
  close(file);
}

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_LOG_TO_H_
