#include "services/cli/match/match_input.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/file/files.h"
#include "services/cli/match/output_file.h"
#include "services/cli/match/person_file.h"
#include "services/matching/score/weights_text.h"

namespace homeward::cli {

absl::StatusOr<std::optional<ColumnMap>> ReadColumnMap(
    const MatchOptions& options) {
  if (options.columns.empty()) return std::optional<ColumnMap>();
  const auto text = ReadFile(options.columns);
  if (!text.ok()) return text.status();
  auto map = ParseColumnMap(*text);
  if (!map.ok()) return map.status();
  return std::optional<ColumnMap>(*std::move(map));
}

absl::Status CheckOutput(const MatchOptions& options, absl::string_view left,
                         absl::string_view right) {
  return CheckOutput(options.output, {{left, options.left},
                                      {right, options.right},
                                      {"--columns", options.columns},
                                      {"--weights", options.weights}});
}

absl::StatusOr<matching::Weights> ReadWeights(const MatchOptions& options) {
  if (options.weights.empty()) return matching::DefaultWeights();
  const auto text = ReadFile(options.weights);
  if (!text.ok()) return text.status();
  return matching::ParseWeights(*text);
}

absl::StatusOr<LoadedFile> LoadPopulation(Context* context,
                                          const std::string& path,
                                          const std::optional<ColumnMap>& map,
                                          const MatchOptions& options) {
  const auto weights = ReadWeights(options);
  if (!weights.ok()) return weights.status();
  auto file = PersonFile::Open(context, path, map);
  if (!file.ok()) return file.status();
  LoadedFile loaded;
  loaded.weights = std::make_unique<const matching::Weights>(*weights);
  loaded.population = std::make_unique<matching::Population>();
  while (true) {
    const std::vector<PersonRow> rows =
        (*file)->Next(kBatchRows, options.threads);
    if (rows.empty()) break;
    for (const PersonRow& row : rows) {
      loaded.population->Add(row.id, row.person);
    }
  }
  const absl::Status finished = (*file)->Finish();
  if (!finished.ok()) return finished;
  if (loaded.population->store().size() == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": it has no records"));
  }
  loaded.left_out = (*file)->left_out();
  loaded.population->Seal(loaded.weights.get(), options.expected_persons);
  return loaded;
}

Result EndOf(Context* context, int64_t left_out) {
  if (left_out == 0) return ExitCode::kOk;
  context->Say(absl::StrCat(left_out, " rows were left out"));
  return ExitCode::kPartial;
}

}  // namespace homeward::cli
