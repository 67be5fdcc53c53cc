#include "services/cli/notices/notice_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/retention.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

// What happened, and what it asks for.
std::string WhatText(v1::NoticeKind kind) {
  switch (kind) {
    case v1::NOTICE_KIND_ANSWERED:
      return "own records were shown; look whether that was right";
    case v1::NOTICE_KIND_GUARDIAN:
      return "an own record was shown; tell the child's guardian";
    case v1::NOTICE_KIND_REVIEW:
      return "own staff were shown this; review the use";
    case v1::NOTICE_KIND_BREAK_GLASS:
      return "the glass was broken; look whether that was right";
    case v1::NOTICE_KIND_ENFORCEMENT:
      return "immigration enforcement asked and was denied; report it to "
             "oversight";
    case v1::NOTICE_KIND_PROBING:
      return "locked out for probing; ask what she does";
    case v1::NOTICE_KIND_MAJORITY:
      return "the child is soon of age; plan what holds from then on";
    case v1::NOTICE_KIND_ERASURE:
      return "what hindered an erasure is over; ask again whether she wants it";
    case v1::NOTICE_KIND_RETENTION:
      return "a retention clock ran out; review the record, then keep it or "
             "erase it";
    default:
      return "of a kind that this program does not know; update it";
  }
}

std::string StandText(const v1::Notice& notice, absl::Time now) {
  if (notice.has_acknowledged_time() && notice.acknowledged_by().empty()) {
    return absl::StrCat("ended ", TimeText(notice.acknowledged_time()),
                        ", nobody did it");
  }
  if (notice.has_acknowledged_time()) {
    return absl::StrCat("done ", TimeText(notice.acknowledged_time()), " by ",
                        notice.acknowledged_by());
  }
  if (!notice.has_due_time()) return "waits";
  const bool overdue = notice.due_time().seconds() < absl::ToUnixSeconds(now);
  return absl::StrCat(overdue ? "OVERDUE since " : "due ",
                      TimeText(notice.due_time()));
}

// "anna-4 of police as police missing, for missing search"
std::string WhoText(const v1::Notice& notice) {
  std::string who = notice.subject();
  absl::StrAppend(&who, who.empty() ? "" : " of ", notice.asker_agency_id());
  std::vector<std::string> roles;
  for (const int role : notice.roles()) {
    roles.push_back(
        ShortName(v1::Role_Name(static_cast<v1::Role>(role)), "ROLE_"));
  }
  if (!roles.empty()) absl::StrAppend(&who, " as ", absl::StrJoin(roles, ", "));
  if (notice.purpose() != v1::PURPOSE_UNSPECIFIED) {
    absl::StrAppend(&who, ", for ",
                    ShortName(v1::Purpose_Name(notice.purpose()), "PURPOSE_"));
  }
  return who;
}

// What to type once the record was reviewed: either of them.
std::vector<std::string> RetentionCommands(const v1::Notice& notice) {
  const std::string record =
      notice.record_ids().empty() ? "RECORD" : notice.record_ids(0);
  std::vector<std::string> lines = {absl::StrCat(
      "  homeward child keep ", record, " --reviewed ",
      absl::StrReplaceAll(
          ShortName(v1::RetentionClock_Name(notice.retention_clock()),
                    "RETENTION_CLOCK_"),
          {{" ", "-"}}))};
  const bool is_file =
      notice.retention_clock() == v1::RETENTION_CLOCK_CASE_FILE;
  lines.push_back(absl::StrCat("  homeward child erase ", record,
                               " --request-of ", is_file ? "agency" : "subject",
                               " --ground not-needed --dry-run",
                               is_file ? "" : "  (if she wants it)"));
  return lines;
}

}  // namespace

std::vector<std::string> NoticeText(const v1::Notice& notice, absl::Time now) {
  std::vector<std::string> lines = {
      absl::StrCat(notice.notice_id(), "  ", StandText(notice, now)),
      absl::StrCat("  ", WhatText(notice.kind())),
      absl::StrCat("  ", TimeText(notice.time()), " ", WhoText(notice))};
  if (!notice.query_id().empty()) {
    lines.push_back(absl::StrCat("  ", notice.query_id(), " to ",
                                 notice.owner_agency_id()));
  }
  std::vector<std::string> categories;
  for (const int category : notice.categories()) {
    categories.push_back(ShortName(
        v1::Category_Name(static_cast<v1::Category>(category)), "CATEGORY_"));
  }
  if (!categories.empty()) {
    lines.push_back(absl::StrCat("  shown: ", absl::StrJoin(categories, ", ")));
  }
  for (const std::string& record_id : notice.record_ids()) {
    lines.push_back(absl::StrCat("  ", record_id));
  }
  if (notice.kind() == v1::NOTICE_KIND_RETENTION) {
    const std::vector<std::string> commands = RetentionCommands(notice);
    lines.insert(lines.end(), commands.begin(), commands.end());
  }
  return lines;
}

}  // namespace homeward::cli
