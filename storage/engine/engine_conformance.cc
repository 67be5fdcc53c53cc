#include "storage/engine/engine_conformance.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "storage/engine/engine.h"
#include "storage/waiting/steady_time.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {

void EngineConformanceTest::SetUp() {
  place_ = GetParam().make();
  Reopen();
}

void EngineConformanceTest::Reopen() {
  engine_ = nullptr;
  ASSERT_OK_AND_ASSIGN(engine_, place_->Open([this] { return Now(); }));
}

SteadyTime EngineConformanceTest::Now() const {
  absl::MutexLock lock(&mutex_);
  return now_;
}

void EngineConformanceTest::Pass(absl::Duration duration) {
  absl::MutexLock lock(&mutex_);
  now_ = After(now_, duration);
}

Version EngineConformanceTest::MustCommit(const Batch& batch,
                                          Durability durability) {
  CommitResult result;
  for (int tries = 0; tries < 30; ++tries) {
    result = engine().Commit(batch, durability);
    if (result.outcome != CommitOutcome::kConflict) break;
  }
  EXPECT_TRUE(result.ok()) << result.status;
  return result.version;
}

Version EngineConformanceTest::MustPut(absl::string_view key,
                                       absl::string_view value) {
  return MustCommit(PutBatch({{key, value}}));
}

std::optional<std::string> EngineConformanceTest::Value(absl::string_view key) {
  auto row = engine().Get(key);
  EXPECT_OK(row);
  if (!row.ok() || !row->has_value()) return std::nullopt;
  return (*row)->value;
}

std::vector<std::string> EngineConformanceTest::Keys(const Reader& reader,
                                                     ScanRequest request) {
  std::vector<std::string> keys;
  std::optional<ScanRequest> next = std::move(request);
  while (next.has_value()) {
    const auto page = reader.Scan(*next);
    EXPECT_OK(page);
    if (!page.ok()) break;
    EXPECT_FALSE(page->rows.empty() && page->cursor.has_value())
        << "an empty page that isn't the last";
    for (const Row& row : page->rows) keys.push_back(row.key);
    next = NextPage(*next, *page);
  }
  return keys;
}

Batch PutBatch(
    std::initializer_list<std::pair<absl::string_view, absl::string_view>>
        rows) {
  Batch batch;
  for (const auto& [key, value] : rows) batch.Put(key, value);
  return batch;
}

}  // namespace homeward::storage
