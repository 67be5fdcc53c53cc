// Searches as a node does: by its terms, its limits and its score, without the
// store. Writes what `homeward match search` writes.
//
// Usage: node_search year|birth ROWS QUESTIONS OUTPUT
//   year   as `homeward locate` asks: by a name and a year of birth
//   birth  as registration compares: by a name and a birth
// ROWS and QUESTIONS have the columns id, name and birth (yyyy-mm-dd or empty).

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "services/cli/match/csv_reader.h"
#include "services/matching/candidates.h"
#include "services/matching/description.h"
#include "services/matching/match.h"
#include "services/matching/record/birth.h"
#include "services/matching/terms.h"

namespace homeward::testing {
namespace {

using matching::Description;

constexpr size_t kTop = 10;
// As services/registration/disclosure.cc has them.
constexpr size_t kRegistrationRecordsOfTerm = 200;
constexpr size_t kRegistrationCandidates = 100;

struct Row {
  std::string id;
  std::string name;
  std::string birth;
};

std::vector<Row> ReadRows(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  cli::CsvReader reader(&file);
  std::vector<Row> rows;
  if (!reader.ReadHeader().ok()) return rows;
  while (reader.Next().value_or(false)) {
    rows.push_back({reader.row()[0], reader.row()[1], reader.row()[2]});
  }
  return rows;
}

Description Describe(const Row& row, bool by_year) {
  Description description;
  matching::AddName({row.name, {}, {}, {}}, description);
  if (row.birth.empty()) return description;
  const std::string birth = by_year ? row.birth.substr(0, 4) : row.birth;
  matching::AddBirth(
      matching::ParseBirth(birth, {}).value_or(matching::Birth()), description);
  return description;
}

// The records of a node, in an order that tells nothing, as random ids have it.
class Node {
 public:
  explicit Node(std::vector<Row> rows) : rows_(std::move(rows)) {
    std::shuffle(rows_.begin(), rows_.end(), std::mt19937(1));
    for (uint32_t i = 0; i < rows_.size(); ++i) {
      const Description record = Describe(rows_[i], /*by_year=*/false);
      for (std::string& term : matching::IndexTerms(record)) {
        records_[std::move(term)].push_back(i);
      }
    }
  }

  const Row& row(const std::string& id) const {
    uint32_t number = 0;
    return rows_[absl::SimpleAtoi(id, &number) ? number : 0];
  }

  // Record and match, best first.
  using Found = std::vector<std::pair<const Row*, matching::Match>>;
  Found Find(const Description& asked,
             const matching::CandidateLimits& limits) const {
    const auto count = static_cast<double>(rows_.size());
    const auto ids = matching::FindCandidates(
        asked, count, /*has_all_terms=*/true, limits,
        [this](absl::string_view, const std::string& term, size_t limit) {
          return IdsOf(term, limit);
        });
    Found found;
    for (const std::string& id : *ids) {
      const Row& held = row(id);
      found.emplace_back(
          &held, matching::Compare(asked, Describe(held, /*by_year=*/false),
                                   matching::ExpectedPersons(count)));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& left, const auto& right) {
                       return left.second.score.bits > right.second.score.bits;
                     });
    if (found.size() > kTop) found.resize(kTop);
    return found;
  }

 private:
  absl::StatusOr<std::vector<std::string>> IdsOf(const std::string& term,
                                                 size_t limit) const {
    std::vector<std::string> ids;
    const auto at = records_.find(term);
    if (at == records_.end()) return ids;
    for (const uint32_t record : at->second) {
      if (ids.size() == limit) break;
      ids.push_back(absl::StrFormat("%010d", record));
    }
    return ids;
  }

  std::vector<Row> rows_;
  absl::flat_hash_map<std::string, std::vector<uint32_t>> records_;
};

int Main(int argc, char** argv) {
  const std::string ask = argc == 5 ? argv[1] : "";
  if (ask != "year" && ask != "birth") {
    std::cerr << "usage: node_search year|birth ROWS QUESTIONS OUTPUT\n";
    return 2;
  }
  const Node node(ReadRows(argv[2]));
  matching::CandidateLimits limits;
  if (ask == "birth") {
    limits.records_of_term = kRegistrationRecordsOfTerm;
    limits.candidates = kRegistrationCandidates;
  }
  std::ofstream output(argv[4], std::ios::binary);
  output << "query_id,rank,candidate_id,probability,score\n";
  for (const Row& question : ReadRows(argv[3])) {
    int rank = 0;
    for (const auto& [held, match] :
         node.Find(Describe(question, ask == "year"), limits)) {
      output << absl::StrCat(question.id, ",", ++rank, ",", held->id, ",",
                             match.score.probability, ",", match.score.bits,
                             "\n");
    }
  }
  return output.good() ? 0 : 1;
}

}  // namespace
}  // namespace homeward::testing

int main(int argc, char** argv) { return homeward::testing::Main(argc, argv); }
