#ifndef HOMEWARD_SERVICES_POLICY_TESTING_STORE_H_
#define HOMEWARD_SERVICES_POLICY_TESTING_STORE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "services/policy/policy.h"
#include "services/policy/red_lines.h"
#include "services/policy/testing/federation.h"
#include "storage/committer.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/keys/secret.h"
#include "storage/log/audit_log.h"
#include "storage/log/audit_test_kit.h"
#include "storage/records/document_store.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy::testing {

// An engine whose writes can be made to fail.
class BreakableEngine : public storage::Engine {
 public:
  explicit BreakableEngine(storage::Engine* engine) : engine_(engine) {}

  // From now on nothing can be written, or again it can.
  void Break(bool broken) { broken_ = broken; }

  storage::CommitResult Commit(const storage::Batch& batch,
                               storage::Durability durability) override {
    if (!broken_) return engine_->Commit(batch, durability);
    storage::CommitResult result;
    result.status = absl::UnavailableError("the disk is broken");
    return result;
  }
  absl::StatusOr<std::unique_ptr<storage::Snapshot>> NewSnapshot()
      const override {
    return engine_->NewSnapshot();
  }
  absl::Status Health() override { return engine_->Health(); }
  absl::StatusOr<std::optional<storage::Versioned>> Get(
      absl::string_view key) const override {
    return engine_->Get(key);
  }
  absl::StatusOr<std::vector<std::optional<storage::Versioned>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    return engine_->MultiGet(keys);
  }
  absl::StatusOr<storage::Page> Scan(
      const storage::ScanRequest& request) const override {
    return engine_->Scan(request);
  }

 private:
  storage::Engine* const engine_;
  std::atomic<bool> broken_{false};
};

// One agency's policy on a RocksDB in memory, which can be opened again.
class Store {
 public:
  Store(const Federation* federation, std::string agency_id)
      : federation_(federation),
        agency_id_(std::move(agency_id)),
        kit_(UniqueName()) {
    auto blind =
        storage::BlindIndex::Create(storage::Secret(std::string(32, 'b')));
    EXPECT_OK(blind);
    blind_ = std::make_unique<storage::BlindIndex>(*std::move(blind));
    Open(federation->now());
  }
  ~Store() { Close(); }

  // Everything anew from what is on the disk.
  void Reopen(absl::Time now) {
    Close();
    kit_.OpenEngine();
    Open(now);
  }

  // The files of red lines from now on.
  void SetRedLines(RedLineTexts red_lines) {
    red_lines_ = std::move(red_lines);
  }

  // Who sees to it that proofs are made, from the next opening on. Empty: each
  // change makes its own.
  void SettleBy(std::function<void()> settle_soon) {
    settle_soon_ = std::move(settle_soon);
  }

  Policy& policy() { return *policy_; }
  BreakableEngine& engine() { return *engine_; }
  storage::AuditLog& log() { return kit_.log(); }
  storage::Committer& committer() { return *committer_; }
  const storage::BlindIndex& blind() const { return *blind_; }
  const storage::DocumentStore& documents() const { return *documents_; }

 private:
  // The head file of a log has a name of its own in every test.
  static std::string UniqueName() {
    static std::atomic<int> count{0};
    return absl::StrCat("store_", getpid(), "_", ++count);
  }

  void Close() {
    committer_.reset();
    policy_.reset();
    documents_.reset();
    engine_.reset();
  }

  void Open(absl::Time now) {
    EXPECT_OK(kit_.OpenLog());
    engine_ = std::make_unique<BreakableEngine>(kit_.engine());
    documents_ = std::make_unique<storage::DocumentStore>(
        engine_.get(), blind_.get(), storage::Secret(std::string(32, 'k')));
    storage::CommitterOptions options;
    committer_ = std::make_unique<storage::Committer>(
        engine_.get(), &kit_.log(), std::move(options));
    auto policy = Policy::Open(
        {agency_id_, federation_->base().governance(), federation_->Directory(),
         [this] { return red_lines_; }, settle_soon_},
        documents_.get(), committer_.get(), now);
    EXPECT_OK(policy);
    policy_ = *std::move(policy);
  }

  const Federation* const federation_;
  const std::string agency_id_;
  RedLineTexts red_lines_;
  std::function<void()> settle_soon_;
  storage::AuditTestKit kit_;
  std::unique_ptr<storage::BlindIndex> blind_;
  std::unique_ptr<BreakableEngine> engine_;
  std::unique_ptr<storage::DocumentStore> documents_;
  std::unique_ptr<storage::Committer> committer_;
  std::unique_ptr<Policy> policy_;
};

}  // namespace homeward::policy::testing

#endif  // HOMEWARD_SERVICES_POLICY_TESTING_STORE_H_
