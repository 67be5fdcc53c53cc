#include "auth/redaction/field_hash.h"

#include <set>
#include <string>

#include "absl/status/status.h"
#include "auth/signing/secret.h"
#include "auth/testing/hasher.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;

TEST(FieldHashTest, IsTheSameForTheSame) {
  const std::string hash =
      testing::Hasher().For("ngo", "police").Of("identity.name_full", "Olena");
  EXPECT_EQ(hash.size(), 5u + 32u);
  EXPECT_EQ(hash.rfind("hmac:", 0), 0u);
  EXPECT_EQ(hash.find_first_not_of("0123456789abcdef", 5), std::string::npos);
  EXPECT_EQ(
      hash,
      testing::Hasher().For("ngo", "police").Of("identity.name_full", "Olena"));
}

// Whoever lacks the secret, or asks as another, can't compare.
TEST(FieldHashTest, DependsOnEverything) {
  const auto hash = [](char secret, const char* owner, const char* requester,
                       const char* path, const char* value) {
    return testing::Hasher(secret).For(owner, requester).Of(path, value);
  };
  const std::set<std::string> hashes = {
      hash('a', "ngo", "police", "identity.name_full", "Olena"),
      hash('b', "ngo", "police", "identity.name_full", "Olena"),
      hash('a', "clinic", "police", "identity.name_full", "Olena"),
      hash('a', "ngo", "clinic", "identity.name_full", "Olena"),
      hash('a', "police", "ngo", "identity.name_full", "Olena"),
      hash('a', "ngo", "police", "identity.name_first", "Olena"),
      hash('a', "ngo", "police", "identity.name_full", "Olena "),
  };
  EXPECT_EQ(hashes.size(), 7u);
}

// Kept for ever: an asker links answers of different years by it. Computed
// with Python's hmac.
TEST(FieldHashTest, StaysAsItIs) {
  EXPECT_EQ(
      testing::Hasher('a').For("ngo", "police").Of("identity.name_full", "x"),
      "hmac:cdb82f51590f7bd9f36348c8f3475f13");
}

TEST(FieldHashTest, RefusesAShortSecret) {
  EXPECT_THAT(FieldHasher::Create(Secret(std::string(31, 'a'))),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::auth
