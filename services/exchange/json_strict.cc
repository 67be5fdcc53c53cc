#include "services/exchange/json_strict.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace homeward::exchange {
namespace {

using Json = nlohmann::json;

// Builds the value as the parser tells of it; returns false to stop it.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(absl::string_view text, const JsonLimits& limits)
      : text_(text), limits_(limits) {}

  bool null() override { return Add(nullptr); }
  bool boolean(bool value) override { return Add(value); }
  bool number_integer(number_integer_t value) override {
    return AddNumber(value);
  }
  bool number_unsigned(number_unsigned_t value) override {
    return AddNumber(value);
  }
  bool number_float(number_float_t value, const string_t&) override {
    return AddNumber(value);
  }
  bool string(string_t& value) override { return Add(std::move(value)); }
  bool binary(binary_t&) override { return Fail("is binary"); }
  bool start_object(std::size_t) override { return Open(Json::object()); }
  bool start_array(std::size_t) override { return Open(Json::array()); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    key_ = name;
    if (open_.back()->contains(name)) return Fail("is given twice");
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    if (!status_.ok()) return false;
    const auto end = text_.begin() +
                     std::min(std::max<size_t>(position, 1) - 1, text_.size());
    status_ = absl::InvalidArgumentError(
        absl::StrCat("line ", 1 + std::count(text_.begin(), end, '\n'),
                     ": not JSON in UTF-8, cut short, or a number too large"));
    return false;
  }

  absl::StatusOr<Json> Take(bool parsed) {
    if (!status_.ok()) return status_;
    if (!parsed) return absl::InvalidArgumentError("not JSON");
    return std::move(root_);
  }

 private:
  template <typename Number>
  bool AddNumber(Number value) {
    const double approximate = static_cast<double>(value);
    if (!std::isfinite(approximate) || std::abs(approximate) > kMaxJsonNumber) {
      return Fail("is a number too large to mean anything");
    }
    return Add(value);
  }

  // Puts `value` where the parser is. Returns it there, or null on failure.
  Json* Put(Json value) {
    ++values_;
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json* parent = open_.back();
    if (parent->is_object()) return &((*parent)[key_] = std::move(value));
    parent->push_back(std::move(value));
    return &parent->back();
  }

  template <typename T>
  bool Add(T&& value) {
    Put(Json(std::forward<T>(value)));
    return WithinLimit();
  }

  bool Open(Json empty) {
    if (static_cast<int>(open_.size()) >= limits_.max_depth) {
      return Fail(
          absl::StrCat("is nested more than ", limits_.max_depth, " deep"));
    }
    pointers_.push_back(open_.empty() ? "" : Pointer());
    open_.push_back(Put(std::move(empty)));
    return WithinLimit();
  }

  bool WithinLimit() {
    if (values_ <= limits_.max_values) return true;
    status_ = absl::ResourceExhaustedError(
        absl::StrCat("more than ", limits_.max_values, " values"));
    return false;
  }

  bool Close() {
    open_.pop_back();
    pointers_.pop_back();
    return true;
  }

  // Where the parser is, as a JSON pointer.
  std::string Pointer() const {
    if (open_.empty()) return "";
    const Json& parent = *open_.back();
    return absl::StrCat(
        pointers_.back(), "/",
        parent.is_object()
            ? absl::StrReplaceAll(key_, {{"~", "~0"}, {"/", "~1"}})
            : absl::StrCat(parent.size()));
  }

  bool Fail(absl::string_view reason) {
    status_ = absl::InvalidArgumentError(
        absl::StrCat(Pointer().substr(0, 512), ": ", reason));
    return false;
  }

  const absl::string_view text_;
  const JsonLimits limits_;
  Json root_;
  std::vector<Json*> open_;
  std::vector<std::string> pointers_;  // Of each of open_.
  std::string key_;
  int64_t values_ = 0;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<nlohmann::json> ParseJsonStrictly(absl::string_view text,
                                                 const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat("longer than ", limits.max_bytes, " bytes"));
  }
  Builder builder(text, limits);
  return builder.Take(Json::sax_parse(text.begin(), text.end(), &builder));
}

}  // namespace homeward::exchange
