#include "services/matching/record/birth.h"

#include <algorithm>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/matching/record/calendar.h"

namespace homeward::matching {
namespace {

constexpr int32_t kDaysOfYear = 366;

absl::Status NotInFormat() {
  return absl::InvalidArgumentError(
      "the date of birth is not in the format that the column map states");
}

// The same text with the digits of the Arabic scripts as 0 to 9.
std::string WithAsciiDigits(absl::string_view text) {
  std::string ascii;
  for (size_t i = 0; i < text.size(); ++i) {
    const uint8_t lead = text[i];
    const uint8_t next = i + 1 < text.size() ? text[i + 1] : 0;
    if (lead == 0xD9 && next >= 0xA0 && next <= 0xA9) {
      ascii += static_cast<char>('0' + (next - 0xA0));
      ++i;
    } else if (lead == 0xDB && next >= 0xB0 && next <= 0xB9) {
      ascii += static_cast<char>('0' + (next - 0xB0));
      ++i;
    } else {
      ascii += text[i];
    }
  }
  return ascii;
}

size_t RunLength(absl::string_view pattern) {
  size_t length = 1;
  while (length < pattern.size() && pattern[length] == pattern[0]) ++length;
  return length;
}

// Takes a number from the front of `text`: exactly `digits` long, or up to
// that if something parts the numbers.
std::optional<int> TakeNumber(absl::string_view* text, size_t digits,
                              bool exact) {
  size_t length = 0;
  int number = 0;
  while (length < digits && length < text->size() &&
         absl::ascii_isdigit((*text)[length])) {
    number = number * 10 + ((*text)[length] - '0');
    ++length;
  }
  if (length == 0 || (exact && length != digits)) return std::nullopt;
  text->remove_prefix(length);
  return number;
}

// Reads `text` along `pattern`. What is left out at the end stays 0.
std::optional<Birth> ReadAlong(absl::string_view text,
                               absl::string_view pattern) {
  const bool parted =
      absl::c_any_of(pattern, [](char c) { return !absl::ascii_isalpha(c); });
  Birth birth;
  while (!pattern.empty() && !text.empty()) {
    if (!absl::ascii_isalpha(pattern[0])) {
      if (text[0] != pattern[0]) return std::nullopt;
      pattern.remove_prefix(1);
      text.remove_prefix(1);
      continue;
    }
    const size_t run = RunLength(pattern);
    // Who writes d/m/yyyy also writes 03/11/2012.
    const size_t digits = parted && pattern[0] != 'y' ? 2 : run;
    const auto number = TakeNumber(&text, digits, !parted);
    if (!number.has_value()) return std::nullopt;
    if (pattern[0] == 'y') birth.year = static_cast<uint16_t>(*number);
    if (pattern[0] == 'm') birth.month = static_cast<uint8_t>(*number);
    if (pattern[0] == 'd') birth.day = static_cast<uint8_t>(*number);
    pattern.remove_prefix(run);
  }
  if (!text.empty() || birth.year == 0) return std::nullopt;
  return birth;
}

absl::StatusOr<Birth> ParseOne(absl::string_view text,
                               const BirthFormat& format) {
  auto birth = ReadAlong(text, format.pattern);
  // A year alone is understood in any format.
  if (!birth.has_value() && text.size() == 4) birth = ReadAlong(text, "yyyy");
  if (!birth.has_value()) return NotInFormat();
  birth->calendar = format.calendar;
  if (birth->month == 0) birth->day = 0;
  auto days = DaysOf(format.calendar, birth->year, birth->month, birth->day);
  birth->impossible = !days.has_value();
  if (!days.has_value()) days = DaysOf(format.calendar, birth->year, 0, 0);
  if (days.has_value()) {
    birth->first = days->first;
    birth->last = days->last;
  }
  return *birth;
}

// Nothing of the digits: only the interval is known.
Birth IntervalOf(int32_t first, int32_t last) {
  Birth birth;
  birth.first = std::min(first, last);
  birth.last = std::max(first, last);
  return birth;
}

}  // namespace

absl::Status CheckBirthFormat(const BirthFormat& format) {
  std::string seen;
  absl::string_view pattern = format.pattern;
  while (!pattern.empty()) {
    const size_t run = RunLength(pattern);
    const char letter = pattern[0];
    if (absl::ascii_isalnum(letter)) {
      const size_t longest = letter == 'y' ? 4 : 2;
      if (!absl::StrContains("ymd", letter) || run > longest ||
          absl::StrContains(seen, letter)) {
        return absl::InvalidArgumentError(
            "a date's format has y, m and d once each: yyyy-mm-dd");
      }
      seen += letter;
    }
    pattern.remove_prefix(run);
  }
  if (!absl::StrContains(format.pattern, "yyyy") ||
      (absl::StrContains(seen, 'd') && !absl::StrContains(seen, 'm'))) {
    return absl::InvalidArgumentError(
        "a date's format needs yyyy, and mm where it has dd");
  }
  return absl::OkStatus();
}

absl::StatusOr<Birth> ParseBirth(absl::string_view text,
                                 const BirthFormat& format) {
  const std::string ascii = WithAsciiDigits(absl::StripAsciiWhitespace(text));
  absl::string_view rest = ascii;
  const bool about = absl::ConsumePrefix(&rest, "~");
  const size_t dots = rest.find("..");
  auto birth = ParseOne(rest.substr(0, dots), format);
  if (!birth.ok()) return birth.status();
  if (dots != absl::string_view::npos) {
    const auto last = ParseOne(rest.substr(dots + 2), format);
    if (!last.ok()) return last.status();
    if (!birth->has_interval() || !last->has_interval()) return NotInFormat();
    birth = IntervalOf(birth->first, last->last);
  }
  if (about && birth->has_interval()) {
    birth = IntervalOf(birth->first - kDaysOfYear, birth->last + kDaysOfYear);
  }
  return birth;
}

Birth BirthInYears(int first, int last) {
  const auto from = DaysOf(BirthCalendar::kGregorian, first, 0, 0);
  const auto to = DaysOf(BirthCalendar::kGregorian, last, 0, 0);
  if (!from.has_value() || !to.has_value()) return Birth();
  Birth birth = IntervalOf(from->first, to->last);
  if (first == last) birth.year = static_cast<uint16_t>(first);
  return birth;
}

int GregorianYear(int32_t day) {
  // By eras of 400 years, from 1 March of the year 0. Source: Hinnant,
  // "chrono-compatible low-level date algorithms", civil_from_days.
  const int32_t days = day + 719468;
  const int32_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int32_t of_era = days - era * 146097;
  const int32_t year =
      (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
  return year + era * 400 + (of_year >= 306 ? 1 : 0);
}

}  // namespace homeward::matching
