#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/match/csv_text.h"
#include "services/cli/match/match_input.h"
#include "services/cli/match/match_options.h"
#include "services/cli/match/output_file.h"
#include "services/cli/match/parallel.h"
#include "services/cli/match/person_file.h"

// `homeward match search`.
namespace homeward::cli {
namespace {

using matching::Population;
using matching::ScoredCandidate;
using Clock = std::chrono::steady_clock;

constexpr char kHeader[] = "query_id,rank,candidate_id,probability,score\n";

double MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start)
      .count();
}

// What all queries took.
struct Times {
  std::vector<float> milliseconds;  // Each query by itself.
  double seconds = 0;               // All of them, on all threads.
};

double Percentile(const std::vector<float>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto at =
      static_cast<size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

void SayTimes(Context& context, int threads, Times times) {
  std::sort(times.milliseconds.begin(), times.milliseconds.end());
  context.Say(absl::StrFormat(
      "%d queries: p50 %.2f ms, p95 %.2f ms, p99 %.2f ms; %.0f queries a "
      "second with %d threads",
      times.milliseconds.size(), Percentile(times.milliseconds, 0.50),
      Percentile(times.milliseconds, 0.95),
      Percentile(times.milliseconds, 0.99),
      static_cast<double>(times.milliseconds.size()) /
          std::max(times.seconds, 1e-9),
      threads));
}

void SearchBatch(const std::vector<PersonRow>& rows, const Population& index,
                 const MatchOptions& options, Times* times,
                 OutputFile* output) {
  matching::FindOptions find;
  find.top = static_cast<size_t>(std::max(options.top, 1));
  find.floor = options.floor;
  std::vector<std::vector<ScoredCandidate>> found(rows.size());
  std::vector<float> took(rows.size());
  const Clock::time_point start = Clock::now();
  ForEach(rows.size(), options.threads, [&](size_t i) {
    const Clock::time_point asked = Clock::now();
    found[i] = index.Find(rows[i].person, find);
    took[i] = static_cast<float>(MillisecondsSince(asked) +
                                 absl::ToDoubleMilliseconds(rows[i].read_in));
  });
  times->seconds += MillisecondsSince(start) / 1000;
  times->milliseconds.insert(times->milliseconds.end(), took.begin(),
                             took.end());
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t rank = 0; rank < found[i].size(); ++rank) {
      const ScoredCandidate& candidate = found[i][rank];
      output->Write(absl::StrCat(CsvText(rows[i].id), ",", rank + 1, ",",
                                 CsvText(index.store().IdOf(candidate.record)),
                                 ",", CsvNumber(candidate.probability), ",",
                                 CsvNumber(candidate.bits), "\n"));
    }
  }
}

}  // namespace

Result MatchSearch(Context& context, const MatchOptions& options) {
  const absl::Status writable = CheckOutput(options, "--index", "--queries");
  if (!writable.ok()) return writable;
  const auto map = ReadColumnMap(options);
  if (!map.ok()) return map.status();
  auto queries = PersonFile::Open(&context, options.right, *map);
  if (!queries.ok()) return queries.status();
  const Clock::time_point start = Clock::now();
  auto index = LoadPopulation(&context, options.left, *map, options);
  if (!index.ok()) return index.status();
  const double records = index->population->store().size();
  context.Say(absl::StrFormat(
      "%.0f records indexed in %.1f s; %.0f bytes a record", records,
      MillisecondsSince(start) / 1000,
      static_cast<double>(index->population->memory_bytes()) / records));
  auto output = OutputFile::Make(&context, options.output);
  if (!output.ok()) return output.status();
  output->Write(kHeader);
  Times times;
  while (true) {
    const std::vector<PersonRow> rows =
        (*queries)->Next(kBatchRows, options.threads);
    if (rows.empty()) break;
    SearchBatch(rows, *index->population, options, &times, &*output);
  }
  const absl::Status finished = (*queries)->Finish();
  if (!finished.ok()) return finished;
  const absl::Status closed = output->Close();
  if (!closed.ok()) return closed;
  SayTimes(context, options.threads, std::move(times));
  return EndOf(&context, (*queries)->left_out() + index->left_out);
}

}  // namespace homeward::cli
