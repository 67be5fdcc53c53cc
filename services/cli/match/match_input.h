#ifndef HOMEWARD_SERVICES_CLI_MATCH_MATCH_INPUT_H_
#define HOMEWARD_SERVICES_CLI_MATCH_MATCH_INPUT_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/context.h"
#include "services/cli/match/column_map.h"
#include "services/cli/match/match_options.h"
#include "services/matching/index/population.h"
#include "services/matching/score/weights.h"

namespace homeward::cli {

// Persons of how many rows are in memory beside the population.
inline constexpr size_t kBatchRows = 4096;

// Reads the column map that `options` name: nothing if they name none.
// Errors: as ReadFile() and ParseColumnMap().
absl::StatusOr<std::optional<ColumnMap>> ReadColumnMap(
    const MatchOptions& options);

// Checks, before anything long, that the output is none of the files that are
// read. `left` and `right` are the options that name MatchOptions::left and
// right. Errors: as CheckOutput().
absl::Status CheckOutput(const MatchOptions& options, absl::string_view left,
                         absl::string_view right = {});

// What a file became.
struct LoadedFile {
  std::unique_ptr<const matching::Weights> weights;  // The population's.
  std::unique_ptr<matching::Population> population;
  int64_t left_out = 0;
};

// Reads the weights that `options` name; those that are shipped if they name
// none. Errors: as ReadFile() and ParseWeights().
absl::StatusOr<matching::Weights> ReadWeights(const MatchOptions& options);

// Reads a whole file into a population, ready to be searched.
// Errors: as ReadWeights() and PersonFile::Open(), and
//   INVALID_ARGUMENT  No row of it can be taken.
absl::StatusOr<LoadedFile> LoadPopulation(Context* context,
                                          const std::string& path,
                                          const std::optional<ColumnMap>& map,
                                          const MatchOptions& options);

// kPartial if rows were left out, and then says how many.
Result EndOf(Context* context, int64_t left_out);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_MATCH_INPUT_H_
