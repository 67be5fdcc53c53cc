#include "services/statistics/table_kinds.h"

namespace homeward::statistics {
namespace {

const std::vector<TableKind>& TableKinds() {
  static const auto* kinds = new std::vector<TableKind>{
      {v1::STATISTICS_TABLE_REGISTRATIONS,
       v1::CATEGORY_LOC_COARSE,
       {},
       AgeBandColumns,
       MarkRegistration},
      {v1::STATISTICS_TABLE_PROTECTION, v1::CATEGORY_CONCERNS, ProtectionRows(),
       SexColumns, MarkProtection},
      {v1::STATISTICS_TABLE_WELLBEING, v1::CATEGORY_WELLBEING, WellbeingRows(),
       MonthColumns, MarkWellbeing},
      {v1::STATISTICS_TABLE_MISSING, v1::CATEGORY_CONCERNS, MissingRows(),
       MonthColumns, MarkMissing},
      {v1::STATISTICS_TABLE_HEALTH, v1::CATEGORY_HEALTH, HealthRows(),
       VaccineColumns, MarkHealth},
      {v1::STATISTICS_TABLE_SCREENING, v1::CATEGORY_SCREEN_RES, ScreeningRows(),
       ServiceColumns, MarkScreening},
  };
  return *kinds;
}

}  // namespace

const TableKind* FindTableKind(v1::StatisticsTable table) {
  for (const TableKind& kind : TableKinds()) {
    if (kind.table == table) return &kind;
  }
  return nullptr;
}

}  // namespace homeward::statistics
