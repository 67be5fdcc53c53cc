#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/match/csv_text.h"
#include "services/cli/match/match_input.h"
#include "services/cli/match/match_options.h"
#include "services/cli/match/output_file.h"
#include "services/cli/match/parallel.h"
#include "services/cli/match/person_file.h"
#include "services/cli/progress.h"

// `homeward match link` and `homeward match deduplicate`.
namespace homeward::cli {
namespace {

using matching::Population;
using matching::ScoredCandidate;

constexpr char kHeader[] = "left_id,right_id,probability,score\n";

matching::FindOptions Thorough(const MatchOptions& options) {
  matching::FindOptions find;
  find.top = 1000;
  find.scored = 1000;
  find.floor = options.floor;
  find.thorough = true;
  return find;
}

void WritePair(absl::string_view left, absl::string_view right,
               const ScoredCandidate& candidate, OutputFile* output) {
  output->Write(absl::StrCat(CsvText(left), ",", CsvText(right), ",",
                             CsvNumber(candidate.probability), ",",
                             CsvNumber(candidate.bits), "\n"));
}

// What two files are linked with.
struct Link {
  Context* context;
  const MatchOptions& options;
  const Population& right;
  OutputFile* output;
  int64_t pairs = 0;
};

void LinkBatch(const std::vector<PersonRow>& rows, Link* link) {
  const matching::FindOptions find = Thorough(link->options);
  std::vector<std::vector<ScoredCandidate>> found(rows.size());
  ForEach(rows.size(), link->options.threads,
          [&](size_t i) { found[i] = link->right.Find(rows[i].person, find); });
  for (size_t i = 0; i < rows.size(); ++i) {
    for (const ScoredCandidate& candidate : found[i]) {
      WritePair(rows[i].id, link->right.store().IdOf(candidate.record),
                candidate, link->output);
      ++link->pairs;
    }
  }
}

// Pairs of one population, each once: the earlier record is on the left.
int64_t WriteDuplicates(Context* context, const MatchOptions& options,
                        const Population& population, OutputFile* output) {
  const matching::FindOptions find = Thorough(options);
  const size_t all = population.store().size();
  Progress progress(context, "Comparing");
  int64_t pairs = 0;
  for (size_t start = 0; start < all; start += kBatchRows) {
    const size_t count = std::min(kBatchRows, all - start);
    std::vector<std::vector<ScoredCandidate>> found(count);
    ForEach(count, options.threads, [&](size_t i) {
      const auto record = static_cast<uint32_t>(start + i);
      found[i] = population.Find(population.store().Get(record), find);
    });
    for (size_t i = 0; i < count; ++i) {
      const auto record = static_cast<uint32_t>(start + i);
      for (const ScoredCandidate& candidate : found[i]) {
        if (candidate.record <= record) continue;
        WritePair(population.store().IdOf(record),
                  population.store().IdOf(candidate.record), candidate, output);
        ++pairs;
      }
    }
    progress.Show(static_cast<int64_t>(start + count),
                  static_cast<int64_t>(all));
  }
  progress.End();
  return pairs;
}

Result Finish(Context& context, int64_t pairs, int64_t left_out,
              OutputFile* output) {
  const absl::Status closed = output->Close();
  if (!closed.ok()) return closed;
  context.Say(absl::StrCat(pairs, " pairs"));
  return EndOf(&context, left_out);
}

}  // namespace

Result MatchLink(Context& context, const MatchOptions& options) {
  const absl::Status writable = CheckOutput(options, "--left", "--right");
  if (!writable.ok()) return writable;
  const auto map = ReadColumnMap(options);
  if (!map.ok()) return map.status();
  auto left = PersonFile::Open(&context, options.left, *map);
  if (!left.ok()) return left.status();
  auto right = LoadPopulation(&context, options.right, *map, options);
  if (!right.ok()) return right.status();
  auto output = OutputFile::Make(&context, options.output);
  if (!output.ok()) return output.status();
  output->Write(kHeader);
  Link link{&context, options, *right->population, &*output};
  while (true) {
    const std::vector<PersonRow> rows =
        (*left)->Next(kBatchRows, options.threads);
    if (rows.empty()) break;
    LinkBatch(rows, &link);
  }
  const absl::Status finished = (*left)->Finish();
  if (!finished.ok()) return finished;
  return Finish(context, link.pairs, (*left)->left_out() + right->left_out,
                &*output);
}

Result MatchDeduplicate(Context& context, const MatchOptions& options) {
  const absl::Status writable = CheckOutput(options, "--input");
  if (!writable.ok()) return writable;
  const auto map = ReadColumnMap(options);
  if (!map.ok()) return map.status();
  auto loaded = LoadPopulation(&context, options.left, *map, options);
  if (!loaded.ok()) return loaded.status();
  auto output = OutputFile::Make(&context, options.output);
  if (!output.ok()) return output.status();
  output->Write(kHeader);
  const int64_t pairs =
      WriteDuplicates(&context, options, *loaded->population, &*output);
  return Finish(context, pairs, loaded->left_out, &*output);
}

}  // namespace homeward::cli
