#include "services/matching/description.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace homeward::matching {
namespace {

std::string WrittenOf(const NameText& text) {
  std::vector<absl::string_view> parts;
  for (const absl::string_view part :
       {text.full, text.given, text.patronymic, text.family}) {
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, " ");
}

}  // namespace

void AddName(const NameText& text, Description& description) {
  if (description.names.size() == kMaxDescribedNames) return;
  DescribedName added{WrittenOf(text), ParseName(text)};
  const auto is_there = [&](const DescribedName& known) {
    return known.text == added.text;
  };
  if (added.name.words.empty() || absl::c_any_of(description.names, is_there)) {
    return;
  }
  description.names.push_back(std::move(added));
}

void AddRelative(const std::string& name, int relation, RelativeSource source,
                 Description& description) {
  if (description.relatives.size() == kMaxDescribedRelatives) return;
  DescribedRelative added{name, ParseName(name), relation, source};
  if (added.name.words.empty()) return;
  description.relatives.push_back(std::move(added));
}

void AddBirth(const Birth& birth, Description& description) {
  const auto is_there = [&](const Birth& known) {
    return IsSameBirth(known, birth);
  };
  if (!birth.has_interval() ||
      description.births.size() == kMaxDescribedBirths ||
      absl::c_any_of(description.births, is_there)) {
    return;
  }
  description.births.push_back(birth);
}

bool IsSameBirth(const Birth& left, const Birth& right) {
  return left.first == right.first && left.last == right.last &&
         left.year == right.year && left.month == right.month &&
         left.day == right.day && left.calendar == right.calendar;
}

}  // namespace homeward::matching
