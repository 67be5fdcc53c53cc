#include "auth/change/situations.h"

#include <limits>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "auth/mou/enum_set.h"
#include "auth/what_if/what_if.h"
#include "homeward/v1/decide.pb.h"

namespace homeward::auth {
namespace {

constexpr int kTruths = 3;
constexpr int64_t kMaxSituations = 50'000;
// A Region has a bit for each.
constexpr size_t kMaxAges = 31;
constexpr int kOldest = 150;

// Every interval between two of the years at which some clause begins or ends:
// what is known of an age may lie within one stretch or reach over several.
std::vector<AgeInterval> AgesBetween(const std::set<int>& first_years) {
  std::vector<int> years = {0};
  for (const int year : first_years) {
    if (0 < year && year <= kOldest) years.push_back(year);
  }
  years.push_back(kOldest + 1);
  std::vector<AgeInterval> ages;
  for (size_t i = 0; i + 1 < years.size(); ++i) {
    for (size_t j = i + 1; j < years.size(); ++j) {
      ages.push_back({years[i], years[j] - 1});
    }
  }
  return ages;
}

// A broken glass is for categories that are named: here for all of them.
void NameCategories(v1::FactValue& value) {
  if (value.fact() != v1::FACT_BREAK_GLASS || value.truth() != v1::TRUTH_TRUE) {
    return;
  }
  CategorySet::All().ForEach(
      [&value](v1::Category category) { value.add_categories(category); });
}

}  // namespace

absl::StatusOr<Situations> Situations::Make(
    const std::set<v1::Fact>& facts, const std::set<int>& first_years,
    const std::string& case_issuer_agency_id) {
  Situations made;
  made.facts_.assign(facts.begin(), facts.end());
  made.ages_ = AgesBetween(first_years);
  made.sizes_.assign(facts.size(), kTruths);
  made.sizes_.push_back(static_cast<int>(made.ages_.size()));
  int64_t count = made.ages_.size() > kMaxAges ? kMaxSituations : 1;
  for (const int size : made.sizes_) {
    count *= size;
    if (count > kMaxSituations) {
      return absl::ResourceExhaustedError(
          "the clauses about one question tell too many facts and ages apart");
    }
  }
  for (int number = 0; number < count; ++number) {
    const std::vector<int> digits = made.Digits(number);
    v1::DecideRequest message;
    message.mutable_time()->set_seconds(0);
    v1::KnownFacts& known = *message.mutable_facts();
    known.set_case_issuer_agency_id(case_issuer_agency_id);
    for (size_t i = 0; i < made.facts_.size(); ++i) {
      v1::FactValue& value = *known.add_facts();
      value.set_fact(made.facts_[i]);
      value.set_truth(static_cast<v1::Truth>(digits[i]));
      NameCategories(value);
    }
    const AgeInterval& age = made.ages_[digits.back()];
    known.mutable_subject_age()->set_min_years(age.min_years);
    known.mutable_subject_age()->set_max_years(age.max_years);
    auto read = ReadWhatIf(message);
    if (!read.ok()) return read.status();
    made.all_.push_back({std::move(read->case_facts), std::move(read->facts)});
  }
  return made;
}

std::vector<int> Situations::Digits(int number) const {
  std::vector<int> digits;
  for (const int size : sizes_) {
    digits.push_back(number % size);
    number /= size;
  }
  return digits;
}

// Whether every situation of `region` is wanted.
bool Situations::Holds(const Region& region,
                       const std::vector<bool>& wanted) const {
  std::vector<int> numbers = {0};
  int weight = 1;
  for (size_t i = 0; i < sizes_.size(); ++i) {
    std::vector<int> longer;
    for (int value = 0; value < sizes_[i]; ++value) {
      if ((region[i] >> value & 1) == 0) continue;
      for (const int number : numbers) {
        longer.push_back(number + value * weight);
      }
    }
    numbers = std::move(longer);
    weight *= sizes_[i];
  }
  return absl::c_all_of(numbers, [&](int number) { return wanted[number]; });
}

// The largest region around `number` that one finds by adding value by value.
Situations::Region Situations::Grow(int number,
                                    const std::vector<bool>& wanted) const {
  Region region;
  for (const int digit : Digits(number)) region.push_back(1u << digit);
  for (size_t i = 0; i < sizes_.size(); ++i) {
    for (int value = 0; value < sizes_[i]; ++value) {
      Region larger = region;
      larger[i] |= 1u << value;
      if (larger[i] != region[i] && Holds(larger, wanted)) region = larger;
    }
  }
  return region;
}

v1::Circumstances Situations::InWords(const Region& region) const {
  v1::Circumstances words;
  for (size_t i = 0; i < facts_.size(); ++i) {
    const auto may_be = [&](Tri truth) {
      return (region[i] >> static_cast<int>(truth) & 1) != 0;
    };
    if (may_be(Tri::kTrue) && may_be(Tri::kFalse) && may_be(Tri::kUnknown)) {
      continue;
    }
    v1::FactCircumstance& fact = *words.add_facts();
    fact.set_fact(facts_[i]);
    fact.set_may_be_true(may_be(Tri::kTrue));
    fact.set_may_be_false(may_be(Tri::kFalse));
    fact.set_may_be_unknown(may_be(Tri::kUnknown));
  }
  const uint32_t every_age = (1u << ages_.size()) - 1;
  if (region.back() == every_age) return words;
  for (size_t i = 0; i < ages_.size(); ++i) {
    if ((region.back() >> i & 1) == 0) continue;
    v1::AgeLimits& age = *words.add_ages();
    age.set_min_years(ages_[i].min_years);
    if (ages_[i].max_years < kOldest) age.set_max_years(ages_[i].max_years);
  }
  return words;
}

std::vector<v1::Circumstances> Situations::Describe(
    const std::vector<int>& numbers) const {
  std::vector<bool> wanted(all_.size());
  for (const int number : numbers) wanted[number] = true;
  std::vector<v1::Circumstances> words;
  std::vector<Region> found;
  for (const int number : numbers) {
    const std::vector<int> digits = Digits(number);
    const bool told = absl::c_any_of(found, [&](const Region& region) {
      for (size_t i = 0; i < region.size(); ++i) {
        if ((region[i] >> digits[i] & 1) == 0) return false;
      }
      return true;
    });
    if (told) continue;
    found.push_back(Grow(number, wanted));
    words.push_back(InWords(found.back()));
  }
  return words;
}

}  // namespace homeward::auth
