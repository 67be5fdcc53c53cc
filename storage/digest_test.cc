#include "storage/digest.h"

#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "storage/big_endian.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::homeward::testing::StatusIs;

std::string Hex(const Hash& hash) { return absl::BytesToHexString(View(hash)); }

// FIPS 180-4, the one-block and two-block examples.
TEST(Sha256Test, AgreesWithThePublishedExamples) {
  EXPECT_EQ(Hex(Sha256({"abc"})),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Hex(Sha256({})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256Test, SeesTheBytesAndNotWhereTheyAreCut) {
  EXPECT_EQ(Sha256({"a", "", "bc"}), Sha256({"abc"}));
  EXPECT_NE(Sha256({"abd"}), Sha256({"abc"}));
}

// RFC 4231, test case 2.
TEST(HmacSha256Test, AgreesWithRfc4231) {
  EXPECT_EQ(Hex(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

// RFC 4231, test case 6: a key larger than a block; one that fills it, and one
// that is a byte larger.
TEST(HmacSha256Test, TakesKeysOfAnySize) {
  EXPECT_EQ(
      Hex(HmacSha256(std::string(131, '\xaa'),
                     "Test Using Larger Than Block-Size Key - Hash Key First")),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  // Computed with Python 3.
  EXPECT_EQ(Hex(HmacSha256(std::string(64, 'k'), "")),
            "83026a325aaee70e36cfe607536aa1054104ad1077c36134810d4ccded1ccd3b");
  EXPECT_EQ(Hex(HmacSha256(std::string(65, 'k'), "")),
            "41f1c4cc3107cd5b8d92460f61032902bfdb06484eef17e861b83a5012d3b7f3");
}

TEST(HmacSha256Test, AnEmptyKeyIsAKeyOfItsOwn) {
  HmacSha256("Jefe", "warm the cache");
  EXPECT_EQ(Hex(HmacSha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// RFC 4231, test case 1, and the same key for another message.
TEST(HmacKeyTest, IsReadyForManyMessages) {
  const HmacKey key(std::string(20, '\x0b'));
  const std::string expected =
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
  EXPECT_EQ(Hex(key.Of("Hi There")), expected);
  EXPECT_EQ(key.Of("Hi there"),
            HmacSha256(std::string(20, '\x0b'), "Hi there"));
  EXPECT_EQ(Hex(key.Of("Hi There")), expected);
}

TEST(RandomBytesTest, GivesAsManyAsAskedAndNotTheSameTwice) {
  ASSERT_OK_AND_ASSIGN(const std::string first, RandomBytes(16));
  ASSERT_OK_AND_ASSIGN(const std::string second, RandomBytes(16));
  EXPECT_EQ(first.size(), 16u);
  EXPECT_NE(first, second);
}

// The system gives at most 256 bytes without a look at signals.
TEST(RandomBytesTest, GivesManyAndNoneOfThemLeftOut) {
  ASSERT_OK_AND_ASSIGN(const std::string bytes, RandomBytes(100000));
  EXPECT_EQ(bytes.size(), 100000u);
  EXPECT_EQ(bytes.find(std::string(16, '\0')), std::string::npos);
  ASSERT_OK_AND_ASSIGN(const std::string none, RandomBytes(0));
  EXPECT_TRUE(none.empty());
}

TEST(RandomBytesTest, AForkedProcessDrawsOthers) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  ASSERT_OK(RandomBytes(16));
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto drawn = RandomBytes(16);
    const bool sent =
        drawn.ok() && write(pipe_ends[1], drawn->data(), 16) == 16;
    _exit(sent ? 0 : 1);
  }
  // So that a child that sends nothing is not waited for.
  close(pipe_ends[1]);
  const auto here = RandomBytes(16);
  std::string there(16, '\0');
  EXPECT_EQ(read(pipe_ends[0], there.data(), 16), 16);
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
  close(pipe_ends[0]);
  ASSERT_OK(here);
  EXPECT_NE(*here, there);
}

TEST(SameBytesTest, ComparesSizeAndContent) {
  EXPECT_TRUE(SameBytes("", ""));
  EXPECT_TRUE(SameBytes("ab", "ab"));
  EXPECT_FALSE(SameBytes("ab", "ac"));
  EXPECT_FALSE(SameBytes("ab", "abc"));
}

TEST(HashFromBytesTest, WantsExactly32Bytes) {
  EXPECT_THAT(HashFromBytes(std::string(31, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument));
  ASSERT_OK_AND_ASSIGN(const Hash hash, HashFromBytes(std::string(32, 'x')));
  EXPECT_EQ(View(hash), std::string(32, 'x'));
}

TEST(BigEndianTest, KeepsTheOrderOfNumbersAndComesBack) {
  EXPECT_EQ(Be32(0x01020304), "\x01\x02\x03\x04");
  EXPECT_LT(Be64(255), Be64(256));
  const std::string bytes = Be64(0xfedcba9876543210) + "z";
  absl::string_view rest = bytes;
  uint64_t value = 0;
  ASSERT_TRUE(ConsumeBigEndian(&rest, &value));
  EXPECT_EQ(value, 0xfedcba9876543210);
  EXPECT_FALSE(ConsumeBigEndian(&rest, &value));
  absl::string_view taken;
  EXPECT_FALSE(ConsumeBytes(&rest, 2, &taken));
  EXPECT_TRUE(ConsumeBytes(&rest, 1, &taken));
  EXPECT_EQ(taken, "z");
}

}  // namespace
}  // namespace homeward::storage
