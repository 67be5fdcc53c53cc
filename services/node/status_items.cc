#include "services/node/status_items.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/admin_service.pb.h"

namespace homeward::node {

void StatusItems::Ok(absl::string_view subject, absl::string_view text) {
  Add(subject, v1::SEVERITY_OK, text, "");
}

void StatusItems::Warn(absl::string_view subject, absl::string_view text,
                       absl::string_view next_step) {
  Add(subject, v1::SEVERITY_WARNING, text, next_step);
}

void StatusItems::Act(absl::string_view subject, absl::string_view text,
                      absl::string_view next_step) {
  Add(subject, v1::SEVERITY_ACTION, text, next_step);
}

void StatusItems::Add(absl::string_view subject, v1::Severity severity,
                      absl::string_view text, absl::string_view next_step) {
  v1::StatusItem item;
  item.set_subject(std::string(subject));
  item.set_severity(severity);
  item.set_text(std::string(text));
  item.set_next_step(std::string(next_step));
  items_.push_back(std::move(item));
}

bool StatusItems::Has(absl::string_view subject) const {
  return absl::c_any_of(items_, [&](const v1::StatusItem& item) {
    return item.subject() == subject;
  });
}

std::vector<v1::StatusItem> StatusItems::WorstFirst() && {
  absl::c_stable_sort(items_, [](const auto& a, const auto& b) {
    return a.severity() != b.severity() ? a.severity() > b.severity()
                                        : a.subject() < b.subject();
  });
  return std::move(items_);
}

std::string Words(absl::Duration length) {
  const auto say = [](int64_t count, absl::string_view unit) {
    return absl::StrCat(count, " ", unit, count == 1 ? "" : "s");
  };
  if (length >= absl::Hours(48)) return say(length / absl::Hours(24), "day");
  if (length >= absl::Hours(2)) return say(length / absl::Hours(1), "hour");
  if (length >= absl::Minutes(2))
    return say(length / absl::Minutes(1), "minute");
  return say(length / absl::Seconds(1), "second");
}

}  // namespace homeward::node
