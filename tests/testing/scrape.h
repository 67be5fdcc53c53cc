#ifndef HOMEWARD_TESTS_TESTING_SCRAPE_H_
#define HOMEWARD_TESTS_TESTING_SCRAPE_H_

#include <string>

namespace homeward::testing {

// What an HTTP client gets from /metrics at `port` of loopback, headers
// included. Empty when nobody answers.
std::string Scrape(int port);

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_SCRAPE_H_
