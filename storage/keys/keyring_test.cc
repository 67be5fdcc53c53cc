#include "storage/keys/keyring.h"

#include <sys/stat.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/durable_file.h"
#include "tests/testing/golden.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::ExpectGolden;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

Secret Root() { return Secret(std::string(32, 'r')); }
Secret Dek(char c) { return Secret(std::string(32, c)); }

class KeyringTest : public ::testing::Test {
 protected:
  KeyringTest() {
    std::string folder = ::testing::TempDir() + "/keyring_XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    EXPECT_OK(Keyring::Create(folder_, Root()));
    Reopen();
  }

  void Reopen() {
    auto ring = Keyring::Open(folder_, Root());
    ASSERT_OK(ring);
    ring_ = *std::move(ring);
  }

  std::vector<SubjectKey> Survivors(absl::string_view subjects) {
    std::vector<SubjectKey> survivors;
    for (const char c : subjects) {
      survivors.push_back({std::string(1, c), Dek(c)});
    }
    return survivors;
  }

  std::string folder_;
  std::unique_ptr<Keyring> ring_;
};

TEST(KeyringFilesTest, HaveTheBytesOfTheGoldenFile) {
  ShardFile shard;
  shard.shard = {7, 2, Dek('k')};
  shard.survivors["c-1"] = std::string(48, 'w');
  const auto shard_bytes = EncodeShardFile(shard, Root());
  const auto named_bytes =
      EncodeNamedKeys({{"gone", ""}, {"index", std::string(48, 'w')}}, Root());
  ASSERT_OK(shard_bytes);
  ASSERT_OK(named_bytes);
  ExpectGolden(
      "storage/keyring.hex",
      absl::StrCat(absl::BytesToHexString(*shard_bytes), "\n",
                   absl::BytesToHexString(*named_bytes), "\n",
                   absl::BytesToHexString(EncodeWrappedKey({7, 2, "w"})),
                   "\n"));
}

TEST(KeyringFilesTest, SeeEveryFlippedBitAndCut) {
  ShardFile shard;
  shard.shard = {7, 2, Dek('k')};
  shard.survivors["c-1"] = std::string(48, 'w');
  const std::string bytes = *EncodeShardFile(shard, Root());
  EXPECT_THAT(DecodeShardFile(bytes, 7, Root()), IsOk());
  EXPECT_THAT(DecodeShardFile(bytes, 8, Root()),
              StatusIs(StatusCode::kDataLoss));
  const std::string named = *EncodeNamedKeys({{"n", "wrapped"}}, Root());
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] ^= 1;
    EXPECT_THAT(DecodeShardFile(changed, 7, Root()),
                StatusIs(StatusCode::kDataLoss));
    EXPECT_FALSE(DecodeShardFile(bytes.substr(0, i), 7, Root()).ok());
  }
  for (size_t i = 0; i < named.size(); ++i) {
    std::string changed = named;
    changed[i] ^= 1;
    EXPECT_FALSE(DecodeNamedKeys(changed, Root()).ok());
    EXPECT_FALSE(DecodeNamedKeys(named.substr(0, i), Root()).ok());
  }
}

TEST_F(KeyringTest, AWrongRootKeySaysSo) {
  EXPECT_THAT(
      Keyring::Open(folder_, Secret(std::string(32, 'x'))),
      StatusIs(StatusCode::kFailedPrecondition, HasSubstr("wrong key")));
  EXPECT_THAT(Keyring::Create(folder_, Root()),
              StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(Keyring::Open(folder_ + "/none", Root()),
              StatusIs(StatusCode::kNotFound));
  ASSERT_EQ(chmod((folder_ + "/named-keys").c_str(), 0644), 0);
  EXPECT_THAT(Keyring::Open(folder_, Root()),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("chmod")));
}

TEST_F(KeyringTest, NamedKeysStayUntilDestroyed) {
  ASSERT_OK_AND_ASSIGN(const Secret first, ring_->NamedKey("index"));
  ASSERT_OK_AND_ASSIGN(const Secret other, ring_->NamedKey("details"));
  EXPECT_NE(first.view(), other.view());
  EXPECT_FALSE(ring_->HasNamedKey("blind"));
  Reopen();
  EXPECT_TRUE(ring_->HasNamedKey("index"));
  ASSERT_OK_AND_ASSIGN(const Secret again, ring_->NamedKey("index"));
  EXPECT_EQ(first.view(), again.view());
  ASSERT_OK(ring_->DestroyNamedKey("index"));
  Reopen();
  EXPECT_TRUE(ring_->HasNamedKey("index"));
  EXPECT_THAT(ring_->NamedKey("index"), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(ring_->NamedKey("details"), IsOk());
  EXPECT_THAT(ring_->NamedKey(""), StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(KeyringTest, WrapsForASubjectAndAShard) {
  ASSERT_OK_AND_ASSIGN(const WrappedKey a, ring_->Wrap(3, "a", Dek('a')));
  ASSERT_OK_AND_ASSIGN(const WrappedKey decoded,
                       DecodeWrappedKey(EncodeWrappedKey(a)));
  Reopen();
  ASSERT_OK_AND_ASSIGN(const Secret key, ring_->Unwrap("a", decoded));
  EXPECT_EQ(key.view(), Dek('a').view());
  EXPECT_THAT(ring_->Unwrap("b", a), StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(DecodeWrappedKey("short"), StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(ring_->Unwrap("a", {9, 1, a.wrapped}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("missing")));
}

TEST_F(KeyringTest, AfterRekeyingOnlySurvivorsOpenAlsoFromOldRows) {
  ASSERT_OK_AND_ASSIGN(const WrappedKey a, ring_->Wrap(0, "a", Dek('a')));
  ASSERT_OK_AND_ASSIGN(const WrappedKey b, ring_->Wrap(0, "b", Dek('b')));
  ASSERT_OK_AND_ASSIGN(const WrappedKey other, ring_->Wrap(1, "o", Dek('o')));
  ASSERT_OK(ring_->Rekey(0, Survivors("a")));
  Reopen();
  EXPECT_THAT(ring_->Unwrap("b", b), StatusIs(StatusCode::kNotFound));
  ASSERT_OK_AND_ASSIGN(const Secret old_row, ring_->Unwrap("a", a));
  EXPECT_EQ(old_row.view(), Dek('a').view());
  EXPECT_THAT(ring_->Unwrap("o", other), IsOk());
  ASSERT_OK_AND_ASSIGN(const WrappedKey fresh, ring_->Wrap(0, "a", Dek('a')));
  EXPECT_EQ(fresh.generation, a.generation + 1);
  EXPECT_THAT(ring_->Unwrap("a", fresh), IsOk());
}

TEST_F(KeyringTest, SeesThatAnOlderKeyringWasPutBack) {
  ASSERT_OK_AND_ASSIGN(const WrappedKey a, ring_->Wrap(0, "a", Dek('a')));
  const std::string path = folder_ + "/shard-00000000";
  ASSERT_OK_AND_ASSIGN(const std::string old, ReadPrivateFile(path, 10000));
  ASSERT_OK(ring_->Rekey(0, Survivors("a")));
  ASSERT_OK_AND_ASSIGN(const WrappedKey fresh, ring_->Wrap(0, "a", Dek('a')));
  ASSERT_OK(ReplaceFile(path, old));
  Reopen();
  EXPECT_THAT(ring_->Unwrap("a", fresh),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("older")));
}

}  // namespace
}  // namespace homeward::storage
