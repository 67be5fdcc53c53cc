#include "services/cli/match/person_rows.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"

namespace homeward::cli {
namespace {

// What people and registers write for a birth that nobody knows: "n/a",
// 0000-00-00.
bool IsUnknown(absl::string_view birth) {
  const std::string words =
      matching::MakeText(matching::TextField::kPlace, birth);
  return absl::c_all_of(words, [](char c) { return c == '0' || c == ' '; });
}

// `cell`, empty where it holds what people and exports write for a name that
// nobody knows. "Na" and "Nil" are names, and so is "Null" but in capitals.
absl::string_view NameIn(absl::string_view cell) {
  for (const absl::string_view word :
       {"unknown", "not known", "unk", "n/a", "none", "missing"}) {
    if (absl::EqualsIgnoreCase(cell, word)) return "";
  }
  return cell == "NULL" ? "" : cell;
}

void ReadBirth(const BoundColumn& column, absl::string_view value,
               PersonRow* row) {
  const auto birth = matching::ParseBirth(value, column.mapped.birth);
  if (!birth.ok()) {
    if (!IsUnknown(value)) row->birth = BirthCell::kNotInFormat;
    return;
  }
  // Nines stand for nothing, as zeros do.
  constexpr int kNobodyKnows = 9999;
  if (birth->year == kNobodyKnows) return;
  if (birth->impossible) {
    row->problems.push_back(absl::StrCat(
        column.mapped.names[0],
        ": there is no such day; only its digits and its year are compared"));
  }
  row->birth = BirthCell::kRead;
  row->person.birth = *birth;
}

void ReadSex(const BoundColumn& column, absl::string_view value,
             PersonRow* row) {
  const auto sex = matching::ParseSex(value);
  if (sex.has_value()) {
    row->person.sex = *sex;
  } else {
    row->problems.push_back(absl::StrCat(column.mapped.names[0],
                                         ": not a sex; see docs/matching.md"));
  }
}

}  // namespace

PersonRow ReadPerson(const std::vector<BoundColumn>& columns, const Row& row) {
  PersonRow read;
  matching::NameText name;
  for (const BoundColumn& column : columns) {
    const absl::string_view value =
        absl::StripAsciiWhitespace(row.fields[column.at]);
    switch (column.mapped.kind) {
      case ColumnKind::kId:
        read.id = std::string(value);
        break;
      case ColumnKind::kName:
        name.full = NameIn(value);
        break;
      case ColumnKind::kGiven:
        name.given = NameIn(value);
        break;
      case ColumnKind::kPatronymic:
        name.patronymic = NameIn(value);
        break;
      case ColumnKind::kFamily:
        name.family = NameIn(value);
        break;
      case ColumnKind::kBirth:
        ReadBirth(column, value, &read);
        break;
      case ColumnKind::kSex:
        ReadSex(column, value, &read);
        break;
      case ColumnKind::kText:
        read.person.text(column.mapped.text) =
            matching::MakeText(column.mapped.text, value);
        break;
    }
  }
  read.person.name = matching::ParseName(name);
  return read;
}

}  // namespace homeward::cli
