#include "services/matching/matcher.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "services/matching/edit_distance.h"
#include "services/matching/names.h"

namespace homeward::matching {
namespace {

constexpr double kStrong = 0.95;
constexpr double kPossible = 0.50;
constexpr double kWeak = 0.05;

// A birth within more years than these says too little to look up by.
constexpr int kMaxIndexedYears = 3;
constexpr size_t kMaxIdentifiers = 16;

// How many bytes a word needs to be looked up: an initial finds everybody.
constexpr size_t kMinTermBytes = 2;

struct NameComparison {
  EvidenceLevel level = EvidenceLevel::kMissing;
  double similarity = 0;  // [0, 1]
  int words = 0;          // Found on the other side.
};

// Pairs each word asked for with the word left over that is most like it.
NameComparison CompareNames(const std::vector<std::string>& asked,
                            std::vector<std::string> held) {
  NameComparison result;
  if (asked.empty() || held.empty()) return result;
  const size_t held_count = held.size();
  double found = 0;
  for (const std::string& word : asked) {
    double best = 0;
    size_t best_at = 0;
    for (size_t i = 0; i < held.size(); ++i) {
      const double similarity = WordSimilarity(word, held[i]);
      if (similarity > best) {
        best = similarity;
        best_at = i;
      }
    }
    if (best == 0) continue;
    found += best;
    ++result.words;
    held[best_at].clear();
  }
  // Records hold more names than people ask by, so what was asked counts most.
  result.similarity =
      0.8 * found / asked.size() +
      0.2 * found / std::min(held_count, std::max<size_t>(asked.size(), 2));
  result.similarity = std::min(result.similarity, 1.0);
  result.level = found == 0              ? EvidenceLevel::kDifferent
                 : found == asked.size() ? EvidenceLevel::kAgrees
                                         : EvidenceLevel::kClose;
  return result;
}

EvidenceLevel CompareBirths(const std::optional<BirthYears>& left,
                            const std::optional<BirthYears>& right) {
  if (!left.has_value() || !right.has_value()) return EvidenceLevel::kMissing;
  const int64_t gap = int64_t{std::max(left->first, right->first)} -
                      std::min(left->last, right->last);
  if (gap <= 0) return EvidenceLevel::kAgrees;
  return gap == 1 ? EvidenceLevel::kClose : EvidenceLevel::kDifferent;
}

// What a comparison of births leaves of the similarity of names.
double BirthFactor(EvidenceLevel level) {
  switch (level) {
    case EvidenceLevel::kAgrees:
      return 0.98;
    case EvidenceLevel::kClose:
      return 0.85;
    case EvidenceLevel::kMissing:
      return 0.80;
    case EvidenceLevel::kDifferent:
      return 0.20;
  }
  return 0;
}

// Whether numbers agree, and whether one of those names a person.
std::pair<EvidenceLevel, bool> CompareIdentifiers(
    const std::vector<Identifier>& asked, const std::vector<Identifier>& held) {
  EvidenceLevel level = EvidenceLevel::kMissing;
  bool personal = false;
  for (size_t i = 0; i < std::min(asked.size(), kMaxIdentifiers); ++i) {
    for (size_t j = 0; j < std::min(held.size(), kMaxIdentifiers); ++j) {
      if (asked[i].kind != held[j].kind) continue;
      if (SameIdentifier(asked[i], held[j])) {
        level = EvidenceLevel::kAgrees;
        personal = personal || IsPersonal(asked[i].kind);
      } else if (level == EvidenceLevel::kMissing) {
        level = EvidenceLevel::kDifferent;
      }
    }
  }
  return {level, personal};
}

double NameScore(const NameComparison& name, EvidenceLevel birth) {
  const double score = name.similarity * BirthFactor(birth);
  return name.words < 2 ? std::min(score, 0.60) : score;
}

// What a number that agrees makes of the score of the name: a family's number
// says little without a name, and a name that differs takes from any.
double WithIdentifier(double score, bool personal, EvidenceLevel name) {
  if (name == EvidenceLevel::kDifferent) return personal ? 0.60 : 0.30;
  if (personal) return std::max(score, 0.99);
  if (name == EvidenceLevel::kMissing) return 0.60;
  return std::max(score, std::min(0.97, score + 0.30));
}

Band BandOf(double score) {
  if (score >= kStrong) return Band::kStrong;
  if (score >= kPossible) return Band::kPossible;
  return score >= kWeak ? Band::kWeak : Band::kNone;
}

bool IsIndexed(const std::optional<BirthYears>& birth) {
  return birth.has_value() && birth->first > 0 && birth->last <= 9999 &&
         birth->first <= birth->last &&
         birth->last - birth->first < kMaxIndexedYears;
}

std::string WordTerm(const std::string& word) {
  return absl::StrCat(kIndexVersion, "|n|", word);
}
std::string WordAndYearTerm(const std::string& word, int year) {
  return absl::StrCat(kIndexVersion, "|y|", word, "|", year);
}
// Of records whose year is unknown or vague.
std::string WordWithoutYearTerm(const std::string& word) {
  return absl::StrCat(kIndexVersion, "|y|", word, "|");
}

void AddIdentifiers(const Description& description,
                    absl::btree_set<std::string>* terms) {
  for (const Identifier& identifier : description.identifiers) {
    if (terms->size() == kMaxIdentifiers) return;
    if (!identifier.value.empty()) terms->insert(IndexTerm(identifier));
  }
}

}  // namespace

Match Score(const Description& query, const Description& candidate) {
  const NameComparison name =
      CompareNames(NameTokens(query.names), NameTokens(candidate.names));
  const EvidenceLevel birth = CompareBirths(query.birth, candidate.birth);
  const auto [identifier, personal] =
      CompareIdentifiers(query.identifiers, candidate.identifiers);
  Match match;
  match.score = NameScore(name, birth);
  if (identifier == EvidenceLevel::kAgrees) {
    match.score = WithIdentifier(match.score, personal, name.level);
  }
  match.band = BandOf(match.score);
  match.evidence = {{EvidenceField::kName, name.level},
                    {EvidenceField::kBirth, birth},
                    {EvidenceField::kIdentifier, identifier}};
  return match;
}

std::vector<std::string> IndexTerms(const Description& record) {
  absl::btree_set<std::string> terms;
  AddIdentifiers(record, &terms);
  for (const std::string& word : NameTokens(record.names)) {
    if (word.size() < kMinTermBytes) continue;
    terms.insert(WordTerm(word));
    if (!IsIndexed(record.birth)) {
      terms.insert(WordWithoutYearTerm(word));
      continue;
    }
    for (int year = record.birth->first; year <= record.birth->last; ++year) {
      terms.insert(WordAndYearTerm(word, year));
    }
  }
  return {terms.begin(), terms.end()};
}

std::vector<std::string> LookupTerms(const Description& query) {
  absl::btree_set<std::string> terms;
  AddIdentifiers(query, &terms);
  for (const std::string& word : NameTokens(query.names)) {
    if (word.size() < kMinTermBytes) continue;
    if (!IsIndexed(query.birth)) {
      terms.insert(WordTerm(word));
      continue;
    }
    terms.insert(WordWithoutYearTerm(word));
    for (int year = query.birth->first - 1; year <= query.birth->last + 1;
         ++year) {
      terms.insert(WordAndYearTerm(word, year));
    }
  }
  return {terms.begin(), terms.end()};
}

}  // namespace homeward::matching
