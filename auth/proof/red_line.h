#ifndef HOMEWARD_AUTH_PROOF_RED_LINE_H_
#define HOMEWARD_AUTH_PROOF_RED_LINE_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/decision/compiled_set.h"
#include "auth/mou/mou.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::auth::proof {

// The agencies of a set of MOUs and of red lines, by number. Those of the set
// have the set's numbers. Not thread-safe while names are added.
class AgencyNames {
 public:
  // `set` must outlive it.
  explicit AgencyNames(const CompiledSet& set) : set_(set) {}

  // The number of `agency_id`, a new one if nobody has named it yet.
  int Number(const std::string& agency_id);
  // The name of a number; `any-agency` of kUnnamedAgency.
  std::string Name(int number) const;

 private:
  const CompiledSet& set_;
  absl::flat_hash_map<std::string, int> added_numbers_;
  std::vector<std::string> added_;
};

// A red line as a prohibition with the same match.
struct CompiledRedLine {
  // Of the caller, who must keep it.
  const v1::RedLine* source = nullptr;
  CompiledClause clause;
};

// Everything that is wrong with `red_lines`; empty when they can be proven.
std::vector<Finding> CheckRedLines(const v1::RedLines& red_lines);

// `red_lines`, which CheckRedLines() must have found good and which must
// outlive the result.
std::vector<CompiledRedLine> CompileRedLines(const v1::RedLines& red_lines,
                                             AgencyNames& names);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_RED_LINE_H_
