#include "services/cli/match/match_input.h"
#include "services/cli/match/match_options.h"
#include "services/cli/match/output_file.h"
#include "services/matching/index/estimate.h"
#include "services/matching/score/weights_text.h"

// `homeward match estimate`.
namespace homeward::cli {

Result MatchEstimate(Context& context, const MatchOptions& options) {
  const absl::Status writable = CheckOutput(options, "--input");
  if (!writable.ok()) return writable;
  const auto map = ReadColumnMap(options);
  if (!map.ok()) return map.status();
  auto loaded = LoadPopulation(&context, options.left, *map, options);
  if (!loaded.ok()) return loaded.status();
  auto output = OutputFile::Make(&context, options.output);
  if (!output.ok()) return output.status();
  output->Write(matching::WeightsText(matching::EstimateWeights(
      *loaded->population, *loaded->weights, matching::EstimateOptions())));
  const absl::Status closed = output->Close();
  if (!closed.ok()) return closed;
  context.Say(
      "Nothing uses these weights until somebody names them with --weights: "
      "read them first");
  return EndOf(&context, loaded->left_out);
}

}  // namespace homeward::cli
