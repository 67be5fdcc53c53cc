#include "storage/keys/root_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/durable_file.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

std::string FreshPath(const std::string& name) {
  const std::string path = ::testing::TempDir() + "/root_key_" + name;
  unlink(path.c_str());
  return path;
}

TEST(RootKeyFileTest, IsMadeOnceAndReadBack) {
  const std::string path = FreshPath("kept");
  ASSERT_OK(CreateRootKeyFile(path));
  ASSERT_OK_AND_ASSIGN(const Secret first, ReadRootKeyFile(path));
  EXPECT_EQ(first.size(), 32u);
  EXPECT_THAT(CreateRootKeyFile(path), StatusIs(StatusCode::kAlreadyExists));
  ASSERT_OK_AND_ASSIGN(const Secret again, ReadRootKeyFile(path));
  EXPECT_EQ(again.view(), first.view());
}

TEST(RootKeyFileTest, IsRefusedWhenOthersCanReadItOrItIsNoKey) {
  const std::string path = FreshPath("bad");
  EXPECT_THAT(ReadRootKeyFile(path), StatusIs(StatusCode::kNotFound));
  ASSERT_OK(ReplaceFile(path, "short"));
  EXPECT_THAT(ReadRootKeyFile(path),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("32")));
  ASSERT_OK(ReplaceFile(path, std::string(32, 'k')));
  ASSERT_EQ(chmod(path.c_str(), 0604), 0);
  EXPECT_THAT(ReadRootKeyFile(path),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("chmod")));
}

// The salt is 16 bytes here, so the vectors of RFC 7914 (shorter salts) do not
// fit; the expected key was computed by another implementation of scrypt.
TEST(PassphraseTest, GivesTheKeyThatScryptGives) {
  const std::string path = FreshPath("scrypt");
  ASSERT_OK(ReplaceFile(
      path, absl::StrCat("homeward root key by scrypt 1\n10\n8\n1\n",
                         absl::Base64Escape("sodium chloride!"), "\n")));
  ASSERT_OK_AND_ASSIGN(const Secret key, ReadRootKeyFromPassphrase(
                                             path, Secret("pleaseletmein")));
  EXPECT_EQ(absl::BytesToHexString(key.view()),
            "125dc0552288bce8f661cced99a4c395fdf58357cfb070f96174a323b362ab06");
}

TEST(PassphraseTest, AnotherPassphraseOrSaltIsAnotherKey) {
  const std::string path = FreshPath("one");
  const std::string other = FreshPath("other");
  ASSERT_OK(CreateScryptFile(path, {10, 8, 1}));
  ASSERT_OK(CreateScryptFile(other, {10, 8, 1}));
  const Secret phrase("correct horse battery");
  ASSERT_OK_AND_ASSIGN(const Secret key,
                       ReadRootKeyFromPassphrase(path, phrase));
  ASSERT_OK_AND_ASSIGN(const Secret again,
                       ReadRootKeyFromPassphrase(path, phrase));
  ASSERT_OK_AND_ASSIGN(const Secret salted,
                       ReadRootKeyFromPassphrase(other, phrase));
  EXPECT_EQ(key.view(), again.view());
  EXPECT_NE(key.view(), salted.view());
}

TEST(PassphraseTest, RefusesShortPhrasesAndDamagedFiles) {
  const std::string path = FreshPath("damaged");
  ASSERT_OK(CreateScryptFile(path, {10, 8, 1}));
  EXPECT_THAT(CreateScryptFile(path), StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(ReadRootKeyFromPassphrase(path, Secret("short")),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(CreateScryptFile(FreshPath("cost"), {40, 8, 1}),
              StatusIs(StatusCode::kInvalidArgument));
  const Secret phrase("correct horse battery");
  for (const char* bad :
       {"", "homeward root key by scrypt 1\n10\n8\n1\nAAAA\n",
        "homeward root key by scrypt 1\n40\n8\n1\nc29kaXVtIGNobG9yaWRlIQ==\n",
        "another\n10\n8\n1\nc29kaXVtIGNobG9yaWRlIQ==\n"}) {
    ASSERT_OK(ReplaceFile(path, bad));
    EXPECT_THAT(ReadRootKeyFromPassphrase(path, phrase),
                StatusIs(StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace homeward::storage
