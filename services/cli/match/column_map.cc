#include "services/cli/match/column_map.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace homeward::cli {
namespace {

using matching::BirthCalendar;

struct Kind {
  absl::string_view name;
  ColumnKind kind;
};
constexpr Kind kKinds[] = {
    {"id", ColumnKind::kId},         {"name", ColumnKind::kName},
    {"given", ColumnKind::kGiven},   {"patronymic", ColumnKind::kPatronymic},
    {"family", ColumnKind::kFamily}, {"birth", ColumnKind::kBirth},
    {"sex", ColumnKind::kSex},
};

struct Calendar {
  absl::string_view name;
  BirthCalendar calendar;
};
constexpr Calendar kCalendars[] = {
    {"gregorian", BirthCalendar::kGregorian},
    {"hijri", BirthCalendar::kHijri},
    {"solar-hijri", BirthCalendar::kSolarHijri},
    {"ethiopian", BirthCalendar::kEthiopian},
};

absl::Status LineError(int line, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("column map, line ", line, ": ", what));
}

// All that stands left of "=" in a map.
std::vector<absl::string_view> FieldNames() {
  std::vector<absl::string_view> names;
  for (const Kind& kind : kKinds) names.push_back(kind.name);
  for (int i = 0; i < matching::kTextFields; ++i) {
    names.push_back(matching::FieldName(static_cast<matching::TextField>(i)));
  }
  return names;
}

// Sets what the field is; false if it isn't known.
bool SetField(absl::string_view field, MappedColumn* column) {
  for (const Kind& kind : kKinds) {
    if (kind.name != field) continue;
    column->kind = kind.kind;
    return true;
  }
  for (int i = 0; i < matching::kTextFields; ++i) {
    const auto text = static_cast<matching::TextField>(i);
    if (matching::FieldName(text) != field) continue;
    column->kind = ColumnKind::kText;
    column->text = text;
    return true;
  }
  return false;
}

// Takes ", format X" and ", calendar X" from the end of a line.
absl::Status TakeOptions(absl::string_view options, MappedColumn* column) {
  for (const absl::string_view option :
       absl::StrSplit(options, ',', absl::SkipWhitespace())) {
    absl::string_view value = absl::StripAsciiWhitespace(option);
    if (column->kind != ColumnKind::kBirth) {
      return LineError(column->line, "only birth has a format or a calendar");
    }
    if (absl::ConsumePrefix(&value, "format ")) {
      column->birth.pattern = std::string(absl::StripAsciiWhitespace(value));
    } else if (absl::ConsumePrefix(&value, "calendar ")) {
      const auto found =
          absl::c_find_if(kCalendars, [&](const Calendar& known) {
            return known.name == absl::StripAsciiWhitespace(value);
          });
      if (found == std::end(kCalendars)) {
        return LineError(column->line,
                         "the calendar is none of gregorian, hijri, "
                         "solar-hijri, ethiopian");
      }
      column->birth.calendar = found->calendar;
    } else {
      return LineError(column->line,
                       "after the column only `, format F` and `, calendar C` "
                       "can stand");
    }
  }
  const absl::Status format = matching::CheckBirthFormat(column->birth);
  return format.ok() ? format : LineError(column->line, format.message());
}

absl::StatusOr<MappedColumn> ParseLine(absl::string_view line, int number) {
  MappedColumn column;
  column.line = number;
  const std::pair<absl::string_view, absl::string_view> sides =
      absl::StrSplit(line, absl::MaxSplits('=', 1));
  const absl::string_view field = absl::StripAsciiWhitespace(sides.first);
  if (!absl::StrContains(line, '=')) {
    return LineError(number, "it isn't `field = column`");
  }
  if (!SetField(field, &column)) {
    return LineError(
        number, absl::StrCat("no field is called \"", field, "\": there are ",
                             absl::StrJoin(FieldNames(), ", ")));
  }
  const size_t comma = sides.second.find(',');
  for (const absl::string_view name :
       absl::StrSplit(sides.second.substr(0, comma), '|')) {
    column.names.emplace_back(absl::StripAsciiWhitespace(name));
    if (column.names.back().empty()) {
      return LineError(number, "the column's name is missing");
    }
  }
  if (comma != absl::string_view::npos) {
    const absl::Status options =
        TakeOptions(sides.second.substr(comma + 1), &column);
    if (!options.ok()) return options;
  }
  return column;
}

bool IsSameField(const MappedColumn& a, const MappedColumn& b) {
  return a.kind == b.kind && (a.kind != ColumnKind::kText || a.text == b.text);
}

}  // namespace

absl::StatusOr<ColumnMap> ParseColumnMap(absl::string_view text) {
  ColumnMap map;
  int number = 0;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  for (const absl::string_view whole : absl::StrSplit(text, '\n')) {
    ++number;
    const absl::string_view line = absl::StripAsciiWhitespace(whole);
    if (line.empty() || line[0] == '#') continue;
    auto column = ParseLine(line, number);
    if (!column.ok()) return column.status();
    const bool twice = absl::c_any_of(map.columns, [&](const auto& other) {
      return IsSameField(other, *column);
    });
    if (twice) return LineError(number, "the field stands there twice");
    map.columns.push_back(*std::move(column));
  }
  const auto is_id = [](const MappedColumn& column) {
    return column.kind == ColumnKind::kId;
  };
  if (!absl::c_any_of(map.columns, is_id)) {
    return absl::InvalidArgumentError(
        "the column map has no `id = column`: pairs are told by it");
  }
  if (map.columns.size() < 2) {
    return absl::InvalidArgumentError(
        "the column map has nothing to compare: add `name = column`");
  }
  return map;
}

absl::StatusOr<ColumnMap> MapByFieldNames(
    const std::vector<std::string>& header) {
  ColumnMap map;
  for (const std::string& name : header) {
    MappedColumn column;
    if (!SetField(name, &column)) continue;
    column.names = {name};
    map.columns.push_back(std::move(column));
  }
  if (map.columns.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "no column is called as a field is: name a column map with --columns, "
        "or call them ",
        absl::StrJoin(FieldNames(), ", ")));
  }
  return map;
}

absl::StatusOr<std::vector<BoundColumn>> BindColumns(
    const ColumnMap& map, const std::vector<std::string>& header) {
  std::vector<BoundColumn> bound;
  for (const MappedColumn& column : map.columns) {
    std::optional<size_t> at;
    for (const std::string& name : column.names) {
      const auto found = absl::c_find(header, name);
      if (found == header.end()) continue;
      at = static_cast<size_t>(found - header.begin());
      break;
    }
    if (!at.has_value()) {
      return LineError(
          column.line,
          absl::StrCat("the file has no column \"",
                       absl::StrJoin(column.names, "\" or \""), "\" among its ",
                       header.size(),
                       "; its first line names them, and case counts"));
    }
    bound.push_back({column, *at});
  }
  return bound;
}

}  // namespace homeward::cli
