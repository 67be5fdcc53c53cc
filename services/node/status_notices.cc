#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "homeward/v1/notice.pb.h"
#include "services/node/status_items.h"

namespace homeward::node {
namespace {

using federation::WaitingNotices;

// What `count` of `kind` are, in words.
std::string KindText(v1::NoticeKind kind, int count) {
  switch (kind) {
    case v1::NOTICE_KIND_ANSWERED:
      return absl::StrCat(count, " answers to look at");
    case v1::NOTICE_KIND_GUARDIAN:
      return absl::StrCat(count, " guardians to tell");
    case v1::NOTICE_KIND_REVIEW:
      return absl::StrCat(count, " uses to review");
    case v1::NOTICE_KIND_BREAK_GLASS:
      return absl::StrCat("the glass was broken ", count, " times");
    case v1::NOTICE_KIND_ENFORCEMENT:
      return absl::StrCat(count,
                          " questions of enforcement to report to oversight");
    case v1::NOTICE_KIND_PROBING:
      return absl::StrCat(count, " lockouts for probing to look at");
    case v1::NOTICE_KIND_MAJORITY:
      return absl::StrCat(count, " children soon of age");
    case v1::NOTICE_KIND_ERASURE:
      return absl::StrCat(count, " erasures have become possible");
    case v1::NOTICE_KIND_RETENTION:
      return absl::StrCat(count, " records to review, kept long enough");
    default:
      return absl::StrCat(count, " others");
  }
}

// How far over its time the first of `kind` is.
absl::Duration Late(const StatusFacts& facts, const WaitingNotices& kind) {
  return facts.now - kind.first_due;
}

}  // namespace

// How many of which kind, never whom or what: everybody on the staff may see
// it.
void AddNotices(const StatusFacts& facts, StatusItems& items) {
  std::vector<WaitingNotices> kinds = facts.notices;
  absl::c_stable_sort(kinds, [](const auto& a, const auto& b) {
    return a.first_due < b.first_due;
  });
  const char list[] =
      "run `homeward notices list`, do what each says, then `homeward notices "
      "done ID`";
  std::string seen;
  for (const WaitingNotices& kind : kinds) {
    const std::string text = KindText(kind.kind, kind.count);
    if (kind.overdue > 0) {
      items.Act("notices",
                absl::StrCat(text, ", ", kind.overdue, " overdue, for ",
                             Words(Late(facts, kind))),
                list);
    } else if (kind.first_due < absl::InfiniteFuture()) {
      items.Warn(
          "notices",
          absl::StrCat(text, ", the first within ", Words(-Late(facts, kind))),
          list);
    } else {
      absl::StrAppend(&seen, seen.empty() ? "" : "; ", text);
    }
  }
  if (!seen.empty()) {
    items.Ok("notices", seen);
  } else if (!items.Has("notices")) {
    items.Ok("notices", "none waits");
  }
}

}  // namespace homeward::node
