#include "services/cli/erasure/erasure_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/retention.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

std::string StateText(const v1::Erasure& erasure) {
  switch (erasure.state()) {
    case v1::ERASURE_STATE_REFUSED:
      return absl::StrCat("refused, looked at ",
                          TimeText(erasure.check_time()));
    case v1::ERASURE_STATE_POSSIBLE:
      return "possible: nothing hinders it";
    case v1::ERASURE_STATE_ERASING:
      return "gone; its key is being destroyed";
    case v1::ERASURE_STATE_ERASED:
      return absl::StrCat("erased ", TimeText(erasure.erase_time()));
    default:
      return "of a state that this program does not know; update it";
  }
}

std::string HindranceText(int hindrance) {
  switch (hindrance) {
    case v1::ERASURE_HINDRANCE_OPEN_MISSING_REPORT:
      return "a report that she is missing is open";
    case v1::ERASURE_HINDRANCE_OPEN_CASE:
      return "it was shown for a case that is open";
    case v1::ERASURE_HINDRANCE_ADOPTION_HOLD:
      return "an adoption hold that nobody lifted";
    case v1::ERASURE_HINDRANCE_CRIMINAL_INVESTIGATION:
      return "it is kept to investigate a crime";
    default:
      return "something that this program does not know; update it";
  }
}

std::string HolderText(const v1::ErasureHolder& holder, bool is_gone) {
  const std::string copies =
      absl::StrCat(holder.agency_id(), ": ", holder.copy_count(),
                   holder.copy_count() == 1 ? " copy" : " copies");
  if (!is_gone) return copies;
  if (holder.acknowledged_count() >= holder.copy_count()) {
    return absl::StrCat(copies, ", acknowledged");
  }
  return absl::StrCat(copies, ", ",
                      holder.copy_count() - holder.acknowledged_count(),
                      " NOT ACKNOWLEDGED");
}

}  // namespace

std::vector<std::string> ErasureText(const v1::Erasure& erasure) {
  std::vector<std::string> lines = {
      absl::StrCat(erasure.record_id(), "  ", StateText(erasure))};
  for (const int hindrance : erasure.hindrances()) {
    lines.push_back(absl::StrCat("  ", HindranceText(hindrance)));
  }
  const bool is_gone = erasure.has_erase_time();
  for (const v1::ErasureHolder& holder : erasure.holders()) {
    lines.push_back(absl::StrCat("  ", HolderText(holder, is_gone)));
  }
  return lines;
}

std::string ShownText(const v1::ShownOnce& shown) {
  std::vector<std::string> categories;
  for (const int category : shown.categories()) {
    categories.push_back(ShortName(
        v1::Category_Name(static_cast<v1::Category>(category)), "CATEGORY_"));
  }
  return absl::StrCat(TimeText(shown.time()), "  ", shown.agency_id(), ", for ",
                      ShortName(v1::Purpose_Name(shown.purpose()), "PURPOSE_"),
                      ": ", absl::StrJoin(categories, ", "),
                      "; to be kept at most until ",
                      TimeText(shown.expiry_time()));
}

std::string KeepingText(const v1::Keeping& keeping) {
  const std::string said = absl::StrCat("said ", TimeText(keeping.said_time()),
                                        " by ", keeping.said_by());
  switch (keeping.ground()) {
    case v1::KEEPING_GROUND_REVIEWED:
      return absl::StrCat("reviewed, of the clock ",
                          ShortName(v1::RetentionClock_Name(keeping.clock()),
                                    "RETENTION_CLOCK_"),
                          ": it runs anew; ", said);
    case v1::KEEPING_GROUND_CRIMINAL_INVESTIGATION:
      return absl::StrCat("kept to investigate a crime until ",
                          TimeText(keeping.expiry_time()), "; ", said);
    default:
      return absl::StrCat(
          "kept for a reason that this program does not know; update it; ",
          said);
  }
}

}  // namespace homeward::cli
