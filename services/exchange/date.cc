#include "services/exchange/date.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"

namespace homeward::exchange {
namespace {

// True if `text` looks like `shape`, where '9' stands for any digit.
bool HasShape(absl::string_view text, absl::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (shape[i] == '9' ? !absl::ascii_isdigit(text[i]) : text[i] != shape[i]) {
      return false;
    }
  }
  return true;
}

// The number in `text`, which holds at most four digits and nothing else.
int Number(absl::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

// The length of "YYYY-MM-DDThh:mm:ss[.f]" at the start of `text`; 0 if it does
// not start so.
size_t LocalTimeLength(absl::string_view text) {
  constexpr absl::string_view kShape = "9999-99-99T99:99:99";
  if (!HasShape(text.substr(0, kShape.size()), kShape)) return 0;
  size_t end = kShape.size();
  if (end == text.size() || text[end] != '.') return end;
  const size_t digits = ++end;
  while (end < text.size() && absl::ascii_isdigit(text[end])) ++end;
  return end == digits || end - digits > 9 ? 0 : end;
}

absl::StatusOr<absl::Time> ParseRfc3339(absl::string_view text) {
  const absl::string_view date = text.substr(0, 10);
  const int second = Number(text.substr(17, 2));
  absl::Time time;
  std::string error;
  // ParseTime takes some days that do not exist, and leap seconds.
  if (!ParsePartialDate(date).ok() || second > 59 ||
      !absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return absl::InvalidArgumentError("is an instant that does not exist");
  }
  return time;
}

}  // namespace

absl::CivilDay PartialDate::Earliest() const {
  return absl::CivilDay(year, month == 0 ? 1 : month, day == 0 ? 1 : day);
}

absl::CivilDay PartialDate::Latest() const {
  if (month == 0) return absl::CivilDay(year, 12, 31);
  if (day != 0) return absl::CivilDay(year, month, day);
  return absl::CivilDay(absl::CivilMonth(year, month) + 1) - 1;
}

absl::StatusOr<PartialDate> ParsePartialDate(absl::string_view text) {
  if (!HasShape(text, "9999") && !HasShape(text, "9999-99") &&
      !HasShape(text, "9999-99-99")) {
    return absl::InvalidArgumentError(
        "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD");
  }
  PartialDate date;
  date.year = Number(text.substr(0, 4));
  if (text.size() > 4) date.month = Number(text.substr(5, 2));
  if (text.size() > 7) date.day = Number(text.substr(8, 2));
  const absl::CivilDay day = date.Earliest();  // Normalises 31 April to 1 May.
  const bool zero = date.year == 0 || (text.size() > 4 && date.month == 0) ||
                    (text.size() > 7 && date.day == 0);
  if (zero || (date.month != 0 && day.month() != date.month) ||
      (date.day != 0 && day.day() != date.day)) {
    return absl::InvalidArgumentError("is a date that the calendar lacks");
  }
  return date;
}

absl::StatusOr<absl::Time> ParseUtcTime(absl::string_view text) {
  const size_t length = LocalTimeLength(text);
  if (length == 0 || text.substr(length) != "Z") {
    return absl::InvalidArgumentError(
        "is not an instant in UTC: write YYYY-MM-DDThh:mm:ssZ");
  }
  return ParseRfc3339(text);
}

absl::StatusOr<absl::Time> ParseInstant(absl::string_view text) {
  const size_t length = LocalTimeLength(text);
  const absl::string_view zone = text.substr(length);
  if (length == 0 ||
      (zone != "Z" && !HasShape(zone, "+99:99") && !HasShape(zone, "-99:99"))) {
    return absl::InvalidArgumentError(
        "is not an instant: write YYYY-MM-DDThh:mm:ss+hh:mm");
  }
  return ParseRfc3339(text);
}

}  // namespace homeward::exchange
