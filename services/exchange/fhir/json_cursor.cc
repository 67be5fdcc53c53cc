#include "services/exchange/fhir/json_cursor.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace homeward::exchange {
namespace {

std::string Child(const std::string& parent, absl::string_view name) {
  return absl::StrCat(parent, "/",
                      absl::StrReplaceAll(name, {{"~", "~0"}, {"/", "~1"}}));
}

}  // namespace

void JsonLog::Remark(const std::string& pointer, absl::string_view reason) {
  if (remarks.size() < kMaxRemarks) {
    remarks.push_back({pointer.substr(0, 512), std::string(reason)});
  }
}

JsonCursor JsonCursor::operator[](absl::string_view name) const {
  const nlohmann::json* member = nullptr;
  --log_->steps_left;
  if (log_->IsExhausted()) return JsonCursor(nullptr, "", log_);
  if (value_ != nullptr && value_->is_object()) {
    const auto found = value_->find(std::string(name));
    if (found != value_->end() && !found->is_null()) member = &*found;
  }
  return JsonCursor(member, Child(pointer_, name), log_);
}

std::vector<JsonCursor> JsonCursor::Items() const {
  std::vector<JsonCursor> items;
  if (value_ == nullptr) return items;
  log_->steps_left -= static_cast<int64_t>(value_->size());
  if (log_->IsExhausted()) return items;
  if (!value_->is_array()) return {*this};
  for (size_t i = 0; i < value_->size(); ++i) {
    const nlohmann::json& item = (*value_)[i];
    items.emplace_back(item.is_null() ? nullptr : &item,
                       absl::StrCat(pointer_, "/", i), log_);
  }
  return items;
}

std::string JsonCursor::Text() const {
  if (value_ == nullptr) return "";
  if (value_->is_structured()) {
    log_->Remark(pointer_, "is not a single value, and was left out");
    return "";
  }
  log_->read.insert(pointer_);
  std::string text = value_->is_string() ? value_->get_ref<const std::string&>()
                                         : value_->dump();
  log_->steps_left -= static_cast<int64_t>(text.size() / 8);
  return log_->IsExhausted() ? "" : text;
}

std::vector<std::string> UnreadPointers(const nlohmann::json& document,
                                        const JsonLog& log, size_t max_count) {
  std::vector<std::string> unread;
  std::vector<std::pair<const nlohmann::json*, std::string>> left = {
      {&document, ""}};
  while (!left.empty() && unread.size() < max_count) {
    const auto [value, pointer] = std::move(left.back());
    left.pop_back();
    if (!value->is_structured()) {
      if (!log.read.contains(pointer)) unread.push_back(pointer);
      continue;
    }
    const size_t first = left.size();
    for (const auto& item : value->items()) {
      left.emplace_back(&item.value(), Child(pointer, item.key()));
    }
    std::reverse(left.begin() + first, left.end());
  }
  return unread;
}

}  // namespace homeward::exchange
