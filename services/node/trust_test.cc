#include "services/node/trust.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/revocation.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "services/node/store.h"
#include "services/node/testing/node_folder.h"
#include "services/policy/policy.h"
#include "storage/committer.h"
#include "tests/testing/status_matchers.h"

namespace homeward::node {
namespace {

using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

// A node's store and policy, as at a start.
struct Started {
  std::unique_ptr<Store> store;
  std::unique_ptr<policy::Policy> policy;
};

class OpenPolicyTest : public ::testing::Test {
 protected:
  absl::StatusOr<Started> Start() {
    Started started;
    storage::CommitterOptions committer;
    auto store = Store::Open(folder_.config(), std::move(committer));
    if (!store.ok()) return store.status();
    started.store = *std::move(store);
    auto policy = OpenPolicy(folder_.config(), &started.store->documents(),
                             &started.store->committer());
    if (!policy.ok()) return policy.status();
    started.policy = *std::move(policy);
    return started;
  }
  absl::StatusOr<int64_t> VersionAtStart() {
    auto started = Start();
    if (!started.ok()) return started.status();
    return started->policy->current()->directory->version();
  }
  v1::Envelope Directory(int64_t version, absl::Time until,
                         const std::vector<int>& keys = {0, 1}) {
    v1::Directory directory = federation_.message();
    directory.set_version(version);
    *directory.mutable_issued_time() =
        auth::ToTimestamp(now_ - absl::Hours(48));
    *directory.mutable_expiry_time() = auth::ToTimestamp(until);
    return federation_.Sign(directory, keys);
  }
  void PutFile(const v1::Envelope& directory) {
    folder_.Write("directory.bin", directory.SerializeAsString());
  }
  // As a peer brings it, at `now`.
  void Bring(const v1::Envelope& directory, absl::Time now) {
    auto started = Start();
    ASSERT_OK(started.status());
    ASSERT_OK(started->policy->InstallDirectory(directory, now));
  }

  const absl::Time now_ = absl::Now();
  auth::testing::Federation federation_{now_};
  testing::NodeFolder folder_{federation_, "north"};
};

TEST_F(OpenPolicyTest, TheNewerOfFileAndStoreHolds) {
  const absl::Time until = now_ + absl::Hours(48);
  Bring(Directory(2, until), now_);
  EXPECT_THAT(VersionAtStart(), IsOkAndHolds(2));
  PutFile(Directory(3, until));
  EXPECT_THAT(VersionAtStart(), IsOkAndHolds(3));
  PutFile(Directory(1, until));
  EXPECT_THAT(VersionAtStart(), IsOkAndHolds(3));
}

TEST_F(OpenPolicyTest, AFileEndsTheTimeWithoutADirectoryAndBringsTheList) {
  const absl::Time ended = now_ - absl::Hours(30);
  Bring(Directory(2, ended), ended - absl::Hours(1));
  folder_.Write(
      "revoked.bin",
      federation_.SignedList("north", 2, {}, now_).SerializeAsString());
  {
    ASSERT_OK_AND_ASSIGN(const Started away, Start());
    const auto snapshot = away.policy->current();
    EXPECT_FALSE(snapshot->directory->Find("north", now_).ok());
    EXPECT_FALSE(snapshot->revocations->IsFresh("north", now_));
  }
  PutFile(Directory(3, now_ + absl::Hours(48)));
  ASSERT_OK_AND_ASSIGN(const Started back, Start());
  const auto snapshot = back.policy->current();
  EXPECT_OK(snapshot->directory->Find("north", now_).status());
  EXPECT_TRUE(snapshot->revocations->IsFresh("north", now_));
}

TEST_F(OpenPolicyTest, ANewerFileThatHasEndedTooIsNoReasonNotToStart) {
  const absl::Time until = now_ + absl::Hours(48);
  Bring(Directory(2, until), now_);
  PutFile(Directory(3, now_ - absl::Hours(1)));
  EXPECT_THAT(VersionAtStart(), IsOkAndHolds(2));
}

TEST_F(OpenPolicyTest, ANewerFileThatGovernanceDidNotSignIsNamed) {
  const absl::Time until = now_ + absl::Hours(48);
  Bring(Directory(2, until), now_);
  PutFile(Directory(3, until, {0}));
  EXPECT_THAT(VersionAtStart(), StatusIs(absl::StatusCode::kUnauthenticated,
                                         HasSubstr("directory_file")));
}

// Made on a desk that does not know what another took back.
TEST_F(OpenPolicyTest, AListThatWouldEndTheLockOutAndDoesNotHoldIsNamed) {
  const auto put = [&](int64_t number, const std::vector<std::string>& serials,
                       absl::Duration age) {
    folder_.Write("revoked.bin",
                  federation_.SignedList("north", number, serials, now_ - age)
                      .SerializeAsString());
  };
  put(2, {"\x12\xab"}, absl::Hours(30));
  ASSERT_OK(Start().status());
  put(3, {}, absl::ZeroDuration());
  EXPECT_THAT(Start().status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("revocation_list_file"),
                             HasSubstr("--serial: 12ab"))));
  put(4, {"\x12\xab"}, absl::ZeroDuration());
  {
    ASSERT_OK_AND_ASSIGN(const Started back, Start());
    EXPECT_TRUE(back.policy->current()->revocations->IsFresh("north", now_));
  }
  // Nobody is locked out now.
  put(5, {}, absl::ZeroDuration());
  EXPECT_OK(Start().status());
}

}  // namespace
}  // namespace homeward::node
