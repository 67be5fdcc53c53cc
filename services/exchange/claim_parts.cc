#include "services/exchange/claim_parts.h"

#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/signing/digest.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/matching/identifiers.h"

namespace homeward::exchange {

google::protobuf::Timestamp StampOf(absl::Time time) {
  google::protobuf::Timestamp stamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  stamp.set_seconds(seconds);
  stamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return stamp;
}

v1::PartialDate DateOf(const PartialDate& date) {
  v1::PartialDate result;
  result.set_year(date.year);
  if (date.month > 0) result.set_month(date.month);
  if (date.day > 0) result.set_day(date.day);
  result.set_calendar(v1::CALENDAR_GREGORIAN);
  return result;
}

v1::AgeRange AgeRangeOf(const AgeRange& age, bool estimated) {
  v1::AgeRange result;
  result.set_min_years(age.min_years);
  result.set_max_years(age.max_years);
  if (estimated) result.set_estimated(true);
  return result;
}

v1::ClaimSource ImportedAt(absl::Time time) {
  v1::ClaimSource source;
  *source.mutable_source_time() = StampOf(time);
  source.set_basis(v1::BASIS_IMPORTED);
  return source;
}

void SetCountry(absl::string_view text, v1::Place* place) {
  const bool is_code = text.size() == 2 && absl::ascii_isalpha(text[0]) &&
                       absl::ascii_isalpha(text[1]);
  if (is_code) {
    place->set_country_code(absl::AsciiStrToUpper(text));
  } else {
    AppendLine(text, place->mutable_address());
  }
}

void AppendLine(absl::string_view line, std::string* text) {
  if (line.empty()) return;
  if (!text->empty()) text->push_back('\n');
  absl::StrAppend(text, line);
}

bool IsTelephone(absl::string_view text) {
  // A node takes no longer one.
  constexpr size_t kMaxBytes = 100;
  return text.size() <= kMaxBytes &&
         matching::MakeIdentifier(matching::IdentifierKind::kPhone, text).ok();
}

void SetContentId(v1::RegisterChildRequest* request) {
  request->clear_request_id();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request->SerializeToCodedStream(&coded);
  }
  request->set_request_id(absl::BytesToHexString(auth::Sha256(bytes)));
}

}  // namespace homeward::exchange
