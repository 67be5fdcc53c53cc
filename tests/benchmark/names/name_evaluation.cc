// How well names are told apart and found again, on names that
// tests/testdata/names/generate.py makes and on pairs written by hand.
//
// Usage: name_evaluation PAIRS SETS [QUESTIONS [--show]]

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/matching/name/compare_names.h"
#include "services/matching/name/name.h"
#include "services/matching/name/name_keys.h"
#include "services/matching/name/weigh_names.h"

namespace homeward::matching {
namespace {

double Bits(const Name& left, const Name& right) {
  return WeighNames(left, right, CompareNames(left, right),
                    DefaultNameFrequencies())
      .bits;
}

// Rows of a file of tab-separated fields, without empty lines.
std::vector<std::vector<std::string>> Rows(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) rows.push_back(absl::StrSplit(line, '\t'));
  }
  return rows;
}

struct Counted {
  int right = 0;
  int wrong = 0;
  int missed = 0;
  double F1() const { return 2.0 * right / (2 * right + wrong + missed); }
};

void Reliability(const std::vector<std::pair<double, bool>>& judged) {
  double error = 0;
  for (int bin = 0; bin < 10; ++bin) {
    double sum = 0;
    int same = 0;
    int count = 0;
    for (const auto& [probability, is_same] : judged) {
      if (std::min(9, static_cast<int>(probability * 10)) != bin) continue;
      sum += probability;
      same += is_same;
      ++count;
    }
    if (count == 0) continue;
    error += std::abs(sum - same);
    absl::PrintF("  %.1f-%.1f  n %4d  said %.3f  was %.3f\n", bin / 10.0,
                 (bin + 1) / 10.0, count, sum / count, 1.0 * same / count);
  }
  absl::PrintF("  expected calibration error %.3f\n", error / judged.size());
}

void Pairs(const std::string& path, bool verbose) {
  Counted counted;
  std::vector<std::pair<double, bool>> judged;
  for (const auto& row : Rows(path)) {
    const Name left = ParseName(row[1]);
    const Name right = ParseName(row[2]);
    const double probability = NameProbability(WeighNames(
        left, right, CompareNames(left, right), DefaultNameFrequencies()));
    const bool same = row[0] == "1";
    const bool said = probability >= 0.5;
    judged.push_back({probability, same});
    counted.right += same && said;
    counted.wrong += !same && said;
    counted.missed += same && !said;
    if (verbose && same != said) {
      absl::PrintF("  %s %.3f %s | %s\n", row[0], probability, row[1], row[2]);
    }
  }
  absl::PrintF("pairs: F1 %.3f (missed %d, wrong %d of %d)\n", counted.F1(),
               counted.missed, counted.wrong, judged.size());
  Reliability(judged);
}

struct Row {
  Name asked;
  Name held;
  std::string text;
};

// Ranks every held name for each of the first `limit` asked.
void Retrieve(const std::string& set, const std::vector<Row>& rows,
              const std::vector<Name>& others, size_t limit, bool verbose) {
  int first = 0;
  int tenth = 0;
  int keyed = 0;
  const size_t count = std::min(rows.size(), limit);
  const auto start = std::chrono::steady_clock::now();
  for (size_t i = 0; i < count; ++i) {
    const double own = Bits(rows[i].asked, rows[i].held);
    int better = 0;
    std::string best;
    const auto rank = [&](const Name& held) {
      const bool above = Bits(rows[i].asked, held) >= own;
      better += above;
      if (!above || !verbose) return;
      best.clear();
      for (const NameWord& word : held.words) best += word.word->written + " ";
    };
    for (size_t j = 0; j < rows.size(); ++j) {
      if (j != i && rows[j].text != rows[i].text) rank(rows[j].held);
    }
    for (const Name& held : others) rank(held);
    first += better == 0;
    tenth += better < 10;
    const auto asked = NameKeys(rows[i].asked);
    const auto held = NameKeys(rows[i].held);
    keyed += std::any_of(asked.begin(), asked.end(), [&](const NameKey& key) {
      return std::find(held.begin(), held.end(), key) != held.end();
    });
    if (verbose && better > 0)
      absl::PrintF("  %d %s | %s\n", better, rows[i].text, best);
  }
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - start;
  absl::PrintF(
      "%s: R@1 %.4f  R@10 %.4f  found by keys %.4f  (%d among %d, %.2f us a "
      "pair)\n",
      set, 1.0 * first / count, 1.0 * tenth / count, 1.0 * keyed / count, count,
      rows.size() + others.size(),
      took.count() * 1e6 / (count * (rows.size() + others.size())));
}

}  // namespace
}  // namespace homeward::matching

int main(int argc, char** argv) {
  namespace matching = homeward::matching;
  const bool verbose = argc > 4;
  const size_t questions = argc > 3 ? std::stoul(argv[3]) : 500;
  matching::Pairs(argv[1], verbose);
  std::map<std::string, std::vector<matching::Row>> sets;
  std::vector<matching::Name> others;
  const auto start = std::chrono::steady_clock::now();
  size_t parsed = 0;
  for (const auto& row : matching::Rows(argv[2])) {
    if (row[0] == "other") {
      others.push_back(matching::ParseName(row[2]));
      ++parsed;
      continue;
    }
    sets[row[0]].push_back({matching::ParseName(row[1]),
                            matching::ParseName(row[2]),
                            row[1] + " | " + row[2]});
    parsed += 2;
  }
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - start;
  absl::PrintF("parsed %.0f names a second\n", parsed / took.count());
  for (const auto& [set, rows] : sets) {
    const bool many = set == "ukrainian";
    matching::Retrieve(set, rows, many ? others : std::vector<matching::Name>(),
                       questions, verbose);
  }
  return 0;
}
