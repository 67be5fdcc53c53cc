#include "services/federation/desk/notice_pages.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "services/federation/desk/desk_roles.h"

namespace homeward::federation {
namespace {

using storage::NoticeTable;

constexpr int kUsualPage = 50;
constexpr int kLargestPage = 200;
// So many are looked at for one page, whoever may see them.
constexpr size_t kMostRead = 2000;
constexpr size_t kReadAtOnce = 200;
// Before the id, in a page token: in which table the page goes on.
constexpr char kWaitingMark[] = "w";
constexpr char kDoneMark[] = "d";

// Where a page begins.
struct Place {
  NoticeTable table = NoticeTable::kWaiting;
  std::string after_id;
};

std::string TokenOf(const Place& place) {
  return absl::StrCat(
      place.table == NoticeTable::kWaiting ? kWaitingMark : kDoneMark,
      place.after_id);
}

absl::StatusOr<Place> PlaceOf(const v1::ListNoticesRequest& request) {
  absl::string_view rest = request.page_token();
  Place place;
  if (rest.empty()) return place;
  if (absl::ConsumePrefix(&rest, kDoneMark) && request.include_acknowledged()) {
    place.table = NoticeTable::kDone;
  } else if (!absl::ConsumePrefix(&rest, kWaitingMark)) {
    return absl::InvalidArgumentError(
        "page_token: is not one of a page before");
  }
  place.after_id = std::string(rest);
  return place;
}

// Adds what `staff` sees of `page`, until `response` has `wanted`, and moves
// `place` past what was looked at. Returns whether that was all.
bool Take(storage::NoticePage page, const auth::Staff& staff, int wanted,
          Place& place, v1::ListNoticesResponse& response) {
  for (storage::KnownNotice& known : page.notices) {
    if (response.notices_size() == wanted) return false;
    place.after_id = known.notice.notice_id();
    if (Sees(staff, known.notice.kind())) {
      *response.add_notices() = std::move(known.notice);
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<v1::ListNoticesResponse> ListNotices(
    const storage::NoticeStore& notices, const auth::Staff& staff,
    const v1::ListNoticesRequest& request) {
  if (request.page_size() < 0) {
    return absl::InvalidArgumentError("page_size: is negative");
  }
  auto place = PlaceOf(request);
  if (!place.ok()) return place.status();
  storage::NoticeRange range;
  range.limit = kReadAtOnce;
  if (request.has_since_time()) {
    auto since = auth::ToTime(request.since_time(), "since_time");
    if (!since.ok()) return since.status();
    range.since = *since;
  }
  const int wanted = request.page_size() == 0
                         ? kUsualPage
                         : std::min(request.page_size(), kLargestPage);
  v1::ListNoticesResponse response;
  for (size_t read = 0; read < kMostRead && response.notices_size() < wanted;
       read += kReadAtOnce) {
    range.after_id = place->after_id;
    auto page = notices.List(place->table, range);
    if (!page.ok()) return page.status();
    const bool more = page->more;
    if (!Take(*std::move(page), staff, wanted, *place, response) || more) {
      continue;
    }
    if (place->table == NoticeTable::kDone || !request.include_acknowledged()) {
      return response;
    }
    *place = {NoticeTable::kDone, ""};
  }
  response.set_next_page_token(TokenOf(*place));
  return response;
}

}  // namespace homeward::federation
