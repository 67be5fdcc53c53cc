#include "services/query/covered.h"

#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "homeward/v1/category.pb.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/record/birth.h"

namespace homeward::query {
namespace {

// The oldest age of each band of homeward.v1.AgeBand but the last, in years.
constexpr int kBandEnds[] = {5, 11, 17};
constexpr int kFirstYear = 1900;

struct Years {
  int first = 0;
  int last = 0;
};

// The years of birth of those in the same band as somebody born in `year`.
Years BandOf(int year, int this_year) {
  int begin = 0;
  for (const int end : kBandEnds) {
    if (this_year - year <= end) return {this_year - end, this_year - begin};
    begin = end + 1;
  }
  return {kFirstYear, this_year - begin};
}

// The bands in which `birth` may be.
matching::Birth Bands(const matching::Birth& birth, int this_year) {
  return matching::BirthInYears(
      BandOf(matching::GregorianYear(birth.first), this_year).first,
      BandOf(matching::GregorianYear(birth.last), this_year).last);
}

}  // namespace

matching::Description KeepRelatives(matching::Description description,
                                    auth::CategorySet admitted) {
  return matching::KeepRelatives(
      std::move(description),
      [&](v1::Category category) { return admitted.Contains(category); });
}

matching::Description Covered(const matching::Description& description,
                              auth::CategorySet admitted, absl::Time now) {
  if (admitted.Contains(v1::CATEGORY_ID_FULL)) {
    return KeepRelatives(description, admitted);
  }
  matching::Description covered;
  covered.names = description.names;
  covered.relatives = description.relatives;
  covered = KeepRelatives(std::move(covered), admitted);
  absl::c_copy_if(description.identifiers,
                  std::back_inserter(covered.identifiers),
                  [](const matching::Identifier& identifier) {
                    return identifier.kind != matching::IdentifierKind::kPhone;
                  });
  if (!admitted.Contains(v1::CATEGORY_ID_MIN)) return covered;
  covered.sex = description.sex;
  const int this_year =
      static_cast<int>(absl::ToCivilYear(now, absl::UTCTimeZone()).year());
  for (const matching::Birth& birth : description.births) {
    matching::AddBirth(Bands(birth, this_year), covered);
  }
  return covered;
}

}  // namespace homeward::query
