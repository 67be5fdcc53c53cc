#include "services/matching/terms.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/matching/name/name_keys.h"
#include "services/matching/name/name_tokens.h"

namespace homeward::matching {
namespace {

// A birth within more years than these says too little to look up by.
constexpr int kMaxYears = 3;
constexpr size_t kMaxNumbers = 32;

// Stands for a year that is not known.
constexpr int kNoYear = 0;

// Each term once, in the order in which it came, up to the limit.
class Terms {
 public:
  void Add(std::string term) {
    if (terms_.size() == kMaxTerms || !seen_.insert(term).second) return;
    terms_.push_back(std::move(term));
  }
  std::vector<std::string> Take() { return std::move(terms_); }

 private:
  absl::flat_hash_set<std::string> seen_;
  std::vector<std::string> terms_;
};

std::string KeyAndYearTerm(const NameKey& key, int year) {
  return absl::StrCat(key.text, "|", year);
}

// The years of birth, with `around` more on each side; kNoYear among them for
// each birth that is vague, and when there is none.
std::set<int> YearsOf(const Description& description, int around) {
  std::set<int> years;
  if (description.births.empty()) years.insert(kNoYear);
  for (const Birth& birth : description.births) {
    const int first = GregorianYear(birth.first);
    const int last = GregorianYear(birth.last);
    if (last - first >= kMaxYears) {
      years.insert(kNoYear);
      continue;
    }
    for (int year = first - around; year <= last + around; ++year) {
      years.insert(year);
    }
  }
  return years;
}

std::vector<NameKey> KeysOf(const Description& description, NameKeyKind kind) {
  std::vector<NameKey> keys;
  for (const DescribedName& name : description.names) {
    for (NameKey& key : NameKeys(name.name)) {
      if (key.kind == kind) keys.push_back(std::move(key));
    }
  }
  return keys;
}

bool IsOneWord(const Description& description) {
  return std::all_of(
      description.names.begin(), description.names.end(),
      [](const DescribedName& name) { return name.name.words.size() == 1; });
}

// Pairs of skeletons of each relative's name, by which her child is found: one
// word of it is a name that thousands have.
void AddRelatives(const Description& description, Terms& terms) {
  for (const DescribedRelative& relative : description.relatives) {
    for (const NameKey& key : NameKeys(relative.name)) {
      if (key.kind != NameKeyKind::kSkeletonPair) continue;
      terms.Add(absl::StrCat("r|", key.text));
    }
  }
}

void AddNumbers(const Description& description, Terms& terms) {
  const size_t count = std::min(description.identifiers.size(), kMaxNumbers);
  for (size_t i = 0; i < count; ++i) {
    const Identifier& identifier = description.identifiers[i];
    if (!identifier.value.empty()) terms.Add(IndexTerm(identifier));
  }
}

// Terms of version 1, from whole words as folded: "1|y|ana|2014", and
// "1|n|ana" where the year is not asked for.
void AddVersionOne(const Description& query, Terms& terms) {
  const std::set<int> years = YearsOf(query, /*around=*/1);
  for (const DescribedName& name : query.names) {
    for (const std::string& word : NameTokens(name.text)) {
      if (word.size() < 2) continue;
      if (years.count(kNoYear) != 0) {
        terms.Add(absl::StrCat("1|n|", word));
        continue;
      }
      terms.Add(absl::StrCat("1|y|", word, "|"));
      for (const int year : years) {
        terms.Add(absl::StrCat("1|y|", word, "|", year));
      }
    }
  }
}

// What names tell to look up.
void AddLookups(const Description& query, Terms& terms) {
  for (const NameKey& key : KeysOf(query, NameKeyKind::kSkeletonPair)) {
    terms.Add(key.text);
  }
  AddRelatives(query, terms);
  std::set<int> years = YearsOf(query, /*around=*/1);
  const bool has_year = years.count(kNoYear) == 0;
  if (has_year) years.insert(kNoYear);
  for (const NameKey& key : KeysOf(query, NameKeyKind::kWord)) {
    if (!has_year) terms.Add(key.text);
    for (const int year : years) {
      if (has_year) terms.Add(KeyAndYearTerm(key, year));
    }
  }
  for (const NameKey& key : KeysOf(query, NameKeyKind::kSkeleton)) {
    // Alone it finds too many, but of a name of one word there is no more.
    if (!has_year && IsOneWord(query)) terms.Add(key.text);
    for (const int year : years) {
      if (has_year) terms.Add(KeyAndYearTerm(key, year));
    }
  }
}

}  // namespace

std::vector<std::string> IndexTerms(const Description& record) {
  Terms terms;
  AddNumbers(record, terms);
  for (const NameKey& key : KeysOf(record, NameKeyKind::kSkeletonPair)) {
    terms.Add(key.text);
  }
  AddRelatives(record, terms);
  const std::set<int> years = YearsOf(record, /*around=*/0);
  for (const NameKey& key : KeysOf(record, NameKeyKind::kWord)) {
    terms.Add(key.text);
    for (const int year : years) terms.Add(KeyAndYearTerm(key, year));
  }
  for (const NameKey& key : KeysOf(record, NameKeyKind::kSkeleton)) {
    for (const int year : years) terms.Add(KeyAndYearTerm(key, year));
    terms.Add(key.text);
  }
  return terms.Take();
}

std::vector<LookupTerm> LookupTerms(const Description& query) {
  Terms numbers;
  AddNumbers(query, numbers);
  Terms names;
  AddLookups(query, names);
  Terms older;
  AddVersionOne(query, older);
  std::vector<LookupTerm> terms;
  for (std::string& text : numbers.Take()) terms.push_back({text, text});
  for (std::string& text : names.Take()) {
    terms.push_back({text, absl::StrCat("2|", text)});
  }
  for (std::string& text : older.Take()) terms.push_back({"", std::move(text)});
  if (terms.size() > kMaxTerms) terms.resize(kMaxTerms);
  return terms;
}

}  // namespace homeward::matching
