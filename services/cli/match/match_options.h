#ifndef HOMEWARD_SERVICES_CLI_MATCH_MATCH_OPTIONS_H_
#define HOMEWARD_SERVICES_CLI_MATCH_MATCH_OPTIONS_H_

#include <string>

#include "services/cli/context.h"

// The commands of `homeward match` that read files of persons. Documented in
// docs/matching.md.
namespace homeward::cli {

struct MatchOptions {
  std::string left;     // Or the only file.
  std::string right;    // Or the file of queries.
  std::string columns;  // The column map.
  std::string output;   // "-" is the command's output.
  // Weights that somebody approved; empty for those that are shipped.
  std::string weights;
  // Pairs below this probability are not written.
  double floor = 0.01;
  int top = 10;
  int threads = 1;
  // Among how many persons one is looked for; 0 is as many as in the file.
  double expected_persons = 0;
};

// Writes the pairs of two files, or of one. Each record may be in several
// pairs.
Result MatchLink(Context& context, const MatchOptions& options);
Result MatchDeduplicate(Context& context, const MatchOptions& options);
// Writes the best candidates for each query, and says how long it took.
Result MatchSearch(Context& context, const MatchOptions& options);
// Prints the weights that the records of a file suggest, for a person to
// approve; nothing uses them until somebody names the file with --weights.
Result MatchEstimate(Context& context, const MatchOptions& options);
// Shows why two records, each alone in its file, are one person or are not.
Result MatchScore(Context& context, const MatchOptions& options);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_MATCH_OPTIONS_H_
