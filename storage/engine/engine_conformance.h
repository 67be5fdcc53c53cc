#ifndef HOMEWARD_STORAGE_ENGINE_ENGINE_CONFORMANCE_H_
#define HOMEWARD_STORAGE_ENGINE_ENGINE_CONFORMANCE_H_

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "storage/engine/engine.h"
#include "storage/waiting/steady_time.h"

// What every engine must pass. To test one, depend on :engine_conformance and
// instantiate EngineConformanceTest with it.
namespace homeward::storage {

// A place that can hold one store, and be opened again after its engine closed.
class EngineUnderTest {
 public:
  virtual ~EngineUnderTest() = default;
  virtual absl::StatusOr<std::unique_ptr<Engine>> Open(Clock clock) = 0;
};

struct EngineKind {
  std::string name;  // For the names of the tests.
  std::function<std::unique_ptr<EngineUnderTest>()> make;
};

class EngineConformanceTest : public ::testing::TestWithParam<EngineKind> {
 protected:
  void SetUp() override;

  Engine& engine() { return *engine_; }

  // Closes the engine and opens it again.
  void Reopen();

  // Moves the time that snapshots see.
  void Pass(absl::Duration duration);

  // Commits until it doesn't conflict, since an engine may conflict needlessly.
  // Fails the test unless it is committed then.
  Version MustCommit(const Batch& batch,
                     Durability durability = Durability::kRelaxed);
  Version MustPut(absl::string_view key, absl::string_view value);

  // The value of `key`, if any; fails the test if the read does.
  std::optional<std::string> Value(absl::string_view key);

  // The keys of all pages of `request`.
  std::vector<std::string> Keys(const Reader& reader, ScanRequest request);

 private:
  SteadyTime Now() const;

  mutable absl::Mutex mutex_;
  SteadyTime now_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<EngineUnderTest> place_;
  std::unique_ptr<Engine> engine_;
};

// A batch that puts `rows`.
Batch PutBatch(
    std::initializer_list<std::pair<absl::string_view, absl::string_view>>
        rows);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ENGINE_CONFORMANCE_H_
