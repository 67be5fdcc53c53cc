#include "tests/second_opinion/branches.h"

#include <iterator>

namespace homeward::second_opinion {
namespace {

constexpr const char* kNames[] = {
    "not signed",
    "suspended",
    "not begun",
    "expired",
    "replaced",
    "charter not in force",
    "owner no party",
    "requester no party",
    "own records",
    "role that sees nothing",
    "category not asked for",
    "fact holds",
    "fact fails",
    "fact unknown",
    "issuer not listed",
    "case for other categories",
    "danger for other categories",
    "glass broken",
    "glass broken for other categories",
    "role that breaks no glass",
    "glass that nobody breaks",
    "age inside",
    "age outside",
    "age in doubt",
    "dropped for sure",
    "dropped in doubt",
    "altered in doubt",
    "stricter of two outcomes",
    "coarser of two",
    "two masks",
    "prohibited in doubt",
    "prohibited before a record",
    "prohibited by a record",
    "prohibited by the charter",
    "prohibited by the MOU named",
    "prohibited by another MOU",
    "prohibited by a suspended MOU",
    "existence prohibited",
    "shorter of two duties",
    "location protected",
    "location for who has custody",
};
static_assert(std::size(kNames) == kBranches);

}  // namespace

const char* BranchName(Branch branch) {
  return kNames[static_cast<size_t>(branch)];
}

}  // namespace homeward::second_opinion
