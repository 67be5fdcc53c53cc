#ifndef HOMEWARD_TESTS_BENCHMARK_FREE_PORT_H_
#define HOMEWARD_TESTS_BENCHMARK_FREE_PORT_H_

namespace homeward::benchmark {

// A port of 127.0.0.1 that nobody uses: each is given once, and no two
// processes that choose by this get the same. The process ends when there is
// none.
int FreePort();

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_FREE_PORT_H_
