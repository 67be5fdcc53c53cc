#ifndef HOMEWARD_TESTS_BENCHMARK_TEMPLATE_MOU_H_
#define HOMEWARD_TESTS_BENCHMARK_TEMPLATE_MOU_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::benchmark {

// The template `name` of deploy/mou_templates, with agencies renamed, in force
// since a year before `now` and for a year: the times that it has are an
// example, and end. The process ends when it can't be read.
v1::Mou TemplateInForce(
    const std::string& name,
    const std::vector<std::pair<std::string, std::string>>& renamed,
    absl::Time now);

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_TEMPLATE_MOU_H_
