#include "storage/log/signed_note.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/ed25519_for_test.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

// The example of Go's golang.org/x/mod/sumdb/note, whose key is public.
constexpr absl::string_view kGoKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr absl::string_view kGoText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr absl::string_view kGoSignature =
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN"
    "1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

std::string GoNote() { return absl::StrCat(kGoText, "\n", kGoSignature); }

TestSigner GoSigner() {
  std::string key;
  absl::Base64Unescape("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", &key);
  return TestSigner(key.substr(1));
}

TEST(NoteKeyTest, ReadsAndWritesGosKey) {
  ASSERT_OK_AND_ASSIGN(const NoteKey key, NoteKey::Parse(kGoKey));
  EXPECT_EQ(key.name(), "PeterNeumann");
  EXPECT_EQ(key.Format(), kGoKey);
  EXPECT_EQ(GoSigner().NoteKeyNamed("PeterNeumann").Format(), kGoKey);
}

TEST(NoteKeyTest, RefusesWhatIsNotAKey) {
  for (const absl::string_view bad :
       {"", "name", "name+00000000", "name+00000000+!!",
        // Another id, another name, another type, an empty name.
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNewmann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"}) {
    EXPECT_THAT(NoteKey::Parse(bad), StatusIs(StatusCode::kInvalidArgument))
        << bad;
  }
  const std::string key(32, 'k');
  EXPECT_FALSE(NoteKey::Create("two words", key).ok());
  EXPECT_FALSE(NoteKey::Create("a+b", key).ok());
  EXPECT_FALSE(NoteKey::Create("line\n", key).ok());
  EXPECT_FALSE(NoteKey::Create("name", "short").ok());
}

TEST(SignedNoteTest, SignsTheVeryBytesThatGoDoes) {
  ASSERT_OK_AND_ASSIGN(const NoteKey key, NoteKey::Parse(kGoKey));
  EXPECT_THAT(SignNote(kGoText, key, GoSigner().sign()),
              IsOkAndHolds(GoNote()));
  EXPECT_THAT(OpenNote(GoNote(), key), IsOkAndHolds(std::string(kGoText)));
}

TEST(SignedNoteTest, PassesOverOtherSignatures) {
  const TestSigner other(std::string(32, 'o'));
  ASSERT_OK_AND_ASSIGN(const NoteKey key, NoteKey::Parse(kGoKey));
  ASSERT_OK_AND_ASSIGN(
      const std::string by_other,
      SignNote(kGoText, other.NoteKeyNamed("other"), other.sign()));
  EXPECT_THAT(OpenNote(by_other, key),
              StatusIs(StatusCode::kNotFound, HasSubstr("c74f20a3")));
  EXPECT_THAT(OpenNote(absl::StrCat(by_other, kGoSignature), key),
              IsOkAndHolds(std::string(kGoText)));
}

TEST(SignedNoteTest, SeesEveryChangeOfText) {
  ASSERT_OK_AND_ASSIGN(const NoteKey key, NoteKey::Parse(kGoKey));
  for (size_t at = 0; at < kGoText.size(); ++at) {
    std::string note = GoNote();
    note[at] ^= 1;
    EXPECT_FALSE(OpenNote(note, key).ok()) << at;
  }
  EXPECT_THAT(
      OpenNote(absl::StrReplaceAll(GoNote(), {{"answer", "Answer"}}), key),
      StatusIs(StatusCode::kDataLoss));
}

TEST(SignedNoteTest, RefusesWhatIsNotANote) {
  ASSERT_OK_AND_ASSIGN(const NoteKey key, NoteKey::Parse(kGoKey));
  for (const std::string& bad :
       {std::string(), std::string("text\n"), std::string("text\n\n"),
        std::string("text\n\nno dash\n"), std::string("text\n\n\u2014 name\n"),
        std::string("text\n\n\u2014 name !!!!\n"),
        std::string("text\n\n\u2014 name AAAA\n"),
        absl::StrCat(kGoText, "\n", kGoSignature, "rest"),
        GoNote().substr(0, GoNote().size() - 1),
        absl::StrCat(std::string(1 << 20, 'x'), "\n", kGoSignature)}) {
    EXPECT_THAT(OpenNote(bad, key), StatusIs(StatusCode::kInvalidArgument))
        << bad.substr(0, 80);
  }
}

TEST(SignedNoteTest, FindsASignerWithAnotherKeyAndPassesItsErrors) {
  ASSERT_OK_AND_ASSIGN(const NoteKey key, NoteKey::Parse(kGoKey));
  const TestSigner other(std::string(32, 'o'));
  EXPECT_THAT(SignNote(kGoText, key, other.sign()),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(SignNote(kGoText, key,
                       [](absl::string_view) -> absl::StatusOr<std::string> {
                         return absl::UnavailableError("the token is out");
                       }),
              StatusIs(StatusCode::kUnavailable, HasSubstr("token")));
  EXPECT_THAT(SignNote("no line feed", key, GoSigner().sign()),
              StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::storage
