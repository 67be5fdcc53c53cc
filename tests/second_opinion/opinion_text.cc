#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "tests/second_opinion/second_opinion.h"

namespace homeward::second_opinion {

bool operator==(const Opinion& a, const Opinion& b) {
  const auto all = [](const Opinion& o) {
    return std::tie(o.reason, o.mou, o.fields, o.duties, o.permits,
                    o.by_break_glass, o.prohibitions, o.built_in_rules);
  };
  return all(a) == all(b);
}

std::string Text(const Opinion& opinion) {
  std::string text = absl::StrCat(v1::DecisionReason_Name(opinion.reason),
                                  " under ", opinion.mou, "\n");
  for (const auto& [path, form] : opinion.fields) {
    absl::StrAppend(&text, "  ", path, " ", Text(form), "\n");
  }
  for (const auto& [type, seconds] : opinion.duties) {
    absl::StrAppend(&text, "  ", v1::ObligationType_Name(type), " within ",
                    seconds, "\n");
  }
  absl::StrAppend(
      &text, "  permits: ", absl::StrJoin(opinion.permits, " "),
      opinion.by_break_glass ? " by break-glass" : "",
      "\n  prohibitions: ", absl::StrJoin(opinion.prohibitions, " "),
      "\n  rules: ", absl::StrJoin(opinion.built_in_rules, " "), "\n");
  return text;
}

}  // namespace homeward::second_opinion
