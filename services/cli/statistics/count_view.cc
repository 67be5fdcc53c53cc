#include "services/cli/statistics/count_view.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/code_name.h"
#include "services/cli/exit_code.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

constexpr char kPrefix[] = "STATISTICS_TABLE_";
constexpr char kHidden[] = "hidden";
constexpr char kTotal[] = "all";

std::string NameOf(v1::StatisticsTable table) {
  return ShortName(v1::StatisticsTable_Name(table), kPrefix);
}

std::vector<v1::StatisticsTable> AllTables() {
  std::vector<v1::StatisticsTable> tables;
  for (int i = 1; i < v1::StatisticsTable_ARRAYSIZE; ++i) {
    tables.push_back(static_cast<v1::StatisticsTable>(i));
  }
  return tables;
}

std::string AboutOf(v1::StatisticsTable table) {
  switch (table) {
    case v1::STATISTICS_TABLE_REGISTRATIONS:
      return "children who were registered, by area and age band";
    case v1::STATISTICS_TABLE_PROTECTION:
      return "children who were registered, by protection status and sex";
    case v1::STATISTICS_TABLE_WELLBEING:
      return "children by what the last check of the month found, and month";
    case v1::STATISTICS_TABLE_MISSING:
      return "children who were reported missing, by kind and month";
    case v1::STATISTICS_TABLE_HEALTH:
      return "children by whether they have functional needs, and vaccines";
    case v1::STATISTICS_TABLE_SCREENING:
      return "children who were screened, by urgency and service asked for";
    default:
      return "of a kind that this program does not know; update it";
  }
}

std::string CountOf(const v1::Count& count) {
  return count.has_children() ? absl::StrCat(count.children()) : kHidden;
}

// Its counts, the sum last.
std::vector<std::string> CountsOf(const v1::CountRow& row) {
  std::vector<std::string> counts;
  for (const v1::Count& count : row.counts()) counts.push_back(CountOf(count));
  counts.push_back(CountOf(row.total()));
  return counts;
}

using Line = std::vector<std::string>;

// A heading, a line for each row, and the sums.
std::vector<Line> LinesOf(const v1::CountTable& table) {
  std::vector<Line> lines(1, {""});
  for (const std::string& column : table.columns()) {
    lines.front().push_back(column);
  }
  lines.front().emplace_back(kTotal);
  const auto add = [&](const std::string& name, const v1::CountRow& row) {
    lines.push_back({name});
    for (std::string& count : CountsOf(row)) {
      lines.back().push_back(std::move(count));
    }
  };
  for (const v1::CountRow& row : table.rows()) add(row.name(), row);
  add(kTotal, table.total());
  return lines;
}

// Names at the left, counts at the right of their columns.
std::vector<std::string> InColumns(const std::vector<Line>& lines) {
  std::vector<size_t> widths;
  for (const Line& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], line[i].size());
    }
  }
  std::vector<std::string> texts;
  for (const Line& line : lines) {
    std::string text;
    for (size_t i = 0; i < line.size(); ++i) {
      const std::string fill(widths[i] - line[i].size(), ' ');
      absl::StrAppend(&text, i == 0 ? "" : "  ", i == 0 ? line[i] : fill,
                      i == 0 ? fill : line[i]);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

// A line for each count: row, column, count.
std::vector<std::string> OneByOne(const std::vector<Line>& lines) {
  std::vector<std::string> texts;
  for (size_t row = 1; row < lines.size(); ++row) {
    for (size_t i = 1; i < lines[row].size() && i < lines[0].size(); ++i) {
      texts.push_back(
          absl::StrCat(lines[row][0], ", ", lines[0][i], ": ", lines[row][i]));
    }
  }
  return texts;
}

}  // namespace

std::vector<TableEntry> TableList() {
  std::vector<TableEntry> entries;
  for (const v1::StatisticsTable table : AllTables()) {
    entries.push_back({NameOf(table), AboutOf(table)});
  }
  return entries;
}

absl::StatusOr<v1::StatisticsTable> ParseTable(absl::string_view text) {
  std::vector<std::string> names;
  for (const v1::StatisticsTable table : AllTables()) {
    names.push_back(NameOf(table));
    if (absl::EqualsIgnoreCase(text, names.back()) ||
        text == v1::StatisticsTable_Name(table)) {
      return table;
    }
  }
  return UsageError("there is no such table",
                    absl::StrCat("one of: ", absl::StrJoin(names, ", ")));
}

std::vector<std::string> CountText(const v1::CountTable& table, bool plain) {
  std::vector<std::string> texts = {
      absl::StrCat(NameOf(table.table()), ": ", AboutOf(table.table())),
      absl::StrCat("from ", TimeText(table.start_time()), " until before ",
                   TimeText(table.end_time()), ", counted ",
                   TimeText(table.count_time()))};
  const std::vector<Line> lines = LinesOf(table);
  for (std::string& text : plain ? OneByOne(lines) : InColumns(lines)) {
    texts.push_back(std::move(text));
  }
  if (table.unreadable_record_count() > 0) {
    texts.push_back(
        absl::StrCat("NOT COUNTED: ", table.unreadable_record_count(),
                     " records that can't be read"));
  }
  return texts;
}

}  // namespace homeward::cli
