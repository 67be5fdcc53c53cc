#ifndef HOMEWARD_AUTH_MOU_ENUM_SET_H_
#define HOMEWARD_AUTH_MOU_ENUM_SET_H_

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/roles.pb.h"

// Sets of roles, purposes, actions and categories: 64 bits, a plain value.
namespace homeward::auth {

// A set of known values of the protobuf enum `E`, whose numbers must lie in
// [0, 63]. The value 0, "unspecified", and numbers that the enum does not
// define are never in a set: adding one changes nothing, so a value that a
// newer node sends covers nothing here.
template <typename E>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  EnumSet(std::initializer_list<E> values) {
    for (E value : values) Add(value);
  }

  // Every value that the enum defines, but "unspecified".
  static const EnumSet& All() {
    static const EnumSet all = MakeAll();
    return all;
  }

  void Add(E value) {
    if (InRange(value)) bits_ |= Bit(value) & All().bits_;
  }
  bool Contains(E value) const {
    return InRange(value) && (bits_ & Bit(value)) != 0;
  }
  bool Intersects(EnumSet other) const { return (bits_ & other.bits_) != 0; }
  bool Covers(EnumSet other) const { return (other.bits_ & ~bits_) == 0; }
  bool empty() const { return bits_ == 0; }
  int size() const { return __builtin_popcountll(bits_); }

  // Calls `visit(E)` for each value, in the order of their numbers.
  template <typename Visitor>
  void ForEach(Visitor visit) const {
    for (uint64_t rest = bits_; rest != 0; rest &= rest - 1) {
      visit(static_cast<E>(__builtin_ctzll(rest)));
    }
  }

  // The values, in the order of their numbers.
  std::vector<E> Values() const {
    std::vector<E> values;
    ForEach([&](E value) { values.push_back(value); });
    return values;
  }

  EnumSet& operator|=(EnumSet other) {
    bits_ |= other.bits_;
    return *this;
  }
  EnumSet& operator&=(EnumSet other) {
    bits_ &= other.bits_;
    return *this;
  }
  EnumSet& operator-=(EnumSet other) {
    bits_ &= ~other.bits_;
    return *this;
  }
  friend EnumSet operator|(EnumSet a, EnumSet b) { return a |= b; }
  friend EnumSet operator&(EnumSet a, EnumSet b) { return a &= b; }
  friend EnumSet operator-(EnumSet a, EnumSet b) { return a -= b; }
  friend bool operator==(EnumSet a, EnumSet b) { return a.bits_ == b.bits_; }
  friend bool operator!=(EnumSet a, EnumSet b) { return a.bits_ != b.bits_; }

 private:
  static bool InRange(E value) {
    return static_cast<int>(value) > 0 && static_cast<int>(value) < 64;
  }
  static uint64_t Bit(E value) {
    return uint64_t{1} << static_cast<int>(value);
  }
  static EnumSet MakeAll() {
    EnumSet all;
    const auto* type = google::protobuf::GetEnumDescriptor<E>();
    for (int i = 0; i < type->value_count(); ++i) {
      const auto value = static_cast<E>(type->value(i)->number());
      if (InRange(value)) all.bits_ |= Bit(value);
    }
    return all;
  }

  uint64_t bits_ = 0;
};

using RoleSet = EnumSet<v1::Role>;
using PurposeSet = EnumSet<v1::Purpose>;
using ActionSet = EnumSet<v1::Action>;
using CategorySet = EnumSet<v1::Category>;

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_ENUM_SET_H_
