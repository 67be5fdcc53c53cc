#include "storage/log/checkpoint.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/ed25519_for_test.h"
#include "storage/log/merkle.h"
#include "tests/testing/golden.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::ExpectGolden;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::string_view kOrigin = "rivermark.example/agency/registrar/1";

Checkpoint Sample() { return {std::string(kOrigin), 7, LeafHash("root"), ""}; }

// A head of the Go checksum database, as it was published.
TEST(CheckpointTest, OpensOneThatTheGoChecksumDatabaseSigned) {
  ASSERT_OK_AND_ASSIGN(
      const NoteKey key,
      NoteKey::Parse("sum.golang.org+033de0ae+"
                     "Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"));
  ASSERT_OK_AND_ASSIGN(
      const Checkpoint checkpoint,
      OpenCheckpoint("go.sum database tree\n445646\n"
                     "jEFFy4AtYgBBNTSZTiNnQrgQqMbcH0mfO2oP2FxR9VU=\n\n"
                     "\u2014 sum.golang.org Az3grkGho/PqvUmEuTv6+r2g303hUhu60"
                     "FOD6vLpm19mBwH9UjquWY2OKxNmZ55z0gHrp24AgPC3Q5WO7uZrVdvdC"
                     "QU=\n",
                     key, "go.sum database tree"));
  EXPECT_EQ(checkpoint.size, 445646u);
}

TEST(CheckpointTest, HasTheFormOfTheGoldenFile) {
  const TestSigner signer(std::string(32, 's'));
  const NoteKey key = signer.NoteKeyNamed("registrar-1");
  ASSERT_OK_AND_ASSIGN(const std::string note,
                       SignCheckpoint(Sample(), key, signer.sign()));
  ExpectGolden("storage/checkpoint.txt",
               absl::StrCat(note, key.Format(), "\n"));
}

TEST(CheckpointTest, ComesBackAsItWasSigned) {
  const TestSigner signer(std::string(32, 's'));
  const NoteKey key = signer.NoteKeyNamed("registrar-1");
  Checkpoint sample = Sample();
  sample.extension = "closed\n";
  ASSERT_OK_AND_ASSIGN(const std::string note,
                       SignCheckpoint(sample, key, signer.sign()));
  ASSERT_OK_AND_ASSIGN(const Checkpoint read,
                       OpenCheckpoint(note, key, kOrigin));
  EXPECT_EQ(read.size, sample.size);
  EXPECT_EQ(read.root, sample.root);
  EXPECT_EQ(read.extension, "closed\n");
  EXPECT_THAT(
      OpenCheckpoint(note, key, "rivermark.example/agency/registrar/2"),
      StatusIs(StatusCode::kFailedPrecondition, HasSubstr("registrar/1")));
}

TEST(CheckpointTest, ReadsTheCanonicalFormOnly) {
  const std::string root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  ASSERT_OK_AND_ASSIGN(const Checkpoint largest,
                       ParseCheckpointText(absl::StrCat(
                           "o\n18446744073709551615\n", root, "\n")));
  EXPECT_EQ(largest.size, ~uint64_t{0});
  for (const std::string& bad :
       {std::string(), std::string("o\n1\n"), absl::StrCat("o\n1\n", root),
        absl::StrCat("\n1\n", root, "\n"), absl::StrCat("o\n01\n", root, "\n"),
        absl::StrCat("o\n-1\n", root, "\n"),
        absl::StrCat("o\n 1\n", root, "\n"),
        absl::StrCat("o\n18446744073709551616\n", root, "\n"),
        std::string("o\n1\nAAAA\n"), absl::StrCat("o\n1\n ", root, "\n"),
        absl::StrCat("o\n1\n", root.substr(0, 42), "B=\n"),
        absl::StrCat("o\n1\n", root, "\n\n"),
        absl::StrCat("o\n1\n", root, "\nx\n\ny\n"),
        absl::StrCat("o\n1\n", root, "\nx")}) {
    EXPECT_THAT(ParseCheckpointText(bad),
                StatusIs(StatusCode::kInvalidArgument))
        << bad;
  }
}

TEST(CheckpointTest, WantsAnOriginOfOneLine) {
  Checkpoint sample = Sample();
  sample.origin = "two\nlines";
  EXPECT_THAT(CheckpointText(sample), StatusIs(StatusCode::kInvalidArgument));
  sample.origin = "";
  EXPECT_THAT(CheckpointText(sample), StatusIs(StatusCode::kInvalidArgument));
}

TEST(CheckpointTest, AForgedHeadIsRefused) {
  const TestSigner signer(std::string(32, 's'));
  const TestSigner forger(std::string(32, 'f'));
  ASSERT_OK_AND_ASSIGN(
      const std::string forged,
      SignCheckpoint(Sample(), forger.NoteKeyNamed("registrar-1"),
                     forger.sign()));
  EXPECT_THAT(
      OpenCheckpoint(forged, signer.NoteKeyNamed("registrar-1"), kOrigin),
      StatusIs(StatusCode::kNotFound));
}

}  // namespace
}  // namespace homeward::storage
