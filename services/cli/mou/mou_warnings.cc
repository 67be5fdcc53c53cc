#include "services/cli/mou/mou_warnings.h"

#include "absl/strings/str_cat.h"
#include "auth/period_words.h"
#include "auth/proto_time.h"

namespace homeward::cli {
namespace {

// Ten years, three of them leap years.
constexpr absl::Duration kVeryLong = absl::Hours(24 * 3653);

}  // namespace

std::vector<auth::Finding> MouWarnings(const v1::Mou& mou, absl::Time now) {
  std::vector<auth::Finding> warnings;
  if (auth::ToTime(mou.expiry_time()) > now + kVeryLong) {
    warnings.push_back({"expiry_time", "is over 10 years ahead",
                        "agree for a shorter time, and amend before its end"});
  }
  for (int i = 0; i < mou.clauses_size(); ++i) {
    const v1::Clause& clause = mou.clauses(i);
    for (int k = 0; k < clause.obligations_size(); ++k) {
      const v1::Obligation& duty = clause.obligations(k);
      const absl::Duration within = auth::ToDuration(duty.within());
      if (duty.type() != v1::OBLIGATION_TYPE_RETAIN_AT_MOST ||
          within <= kVeryLong) {
        continue;
      }
      warnings.push_back(
          {absl::StrCat("clauses[", i, "].obligations[", k, "].within"),
           absl::StrCat("lets what was received be kept for ",
                        auth::PeriodWords(within)),
           "keep it no longer than the purpose needs"});
    }
  }
  return warnings;
}

}  // namespace homeward::cli
