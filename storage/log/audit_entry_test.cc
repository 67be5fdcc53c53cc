#include "storage/log/audit_entry.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/golden.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::ExpectGolden;
using ::homeward::testing::StatusIs;

AuditLeaf Leaf() {
  return {std::string(16, 's'), "metadata", Sha256({"sealed"})};
}

Frontier SomeFrontier(int size) {
  Frontier frontier;
  for (int i = 0; i < size; ++i) frontier.Append(LeafHash(absl::StrCat(i)));
  return frontier;
}

TEST(AuditRowsTest, HaveTheBytesOfTheGoldenFile) {
  const AuditKeys keys = *AuditKeys::Create("front-1");
  std::string lines;
  for (const std::string& bytes :
       {keys.Leaf(258), keys.Details(258), keys.Tile(1, 258), keys.Meta(),
        keys.Head(), EncodeAuditLeaf(Leaf()), EncodeAuditMeta(SomeFrontier(5)),
        EncodeTile({LeafHash("a"), LeafHash("b")})}) {
    absl::StrAppend(&lines, absl::BytesToHexString(bytes), "\n");
  }
  ExpectGolden("storage/audit_rows.hex", lines);
}

TEST(AuditLeafTest, ComesBack) {
  ASSERT_OK_AND_ASSIGN(const AuditLeaf leaf,
                       DecodeAuditLeaf(EncodeAuditLeaf(Leaf())));
  EXPECT_EQ(leaf.salt, Leaf().salt);
  EXPECT_EQ(leaf.metadata, "metadata");
  EXPECT_EQ(leaf.details_hash, Leaf().details_hash);
  EXPECT_THAT(DecodeAuditLeaf(std::string(47, 'x')),
              StatusIs(StatusCode::kDataLoss));
}

TEST(AuditMetaTest, ComesBackAndRefusesWhatIsNotAHead) {
  const std::string bytes = EncodeAuditMeta(SomeFrontier(5));
  ASSERT_OK_AND_ASSIGN(const Frontier frontier, DecodeAuditMeta(bytes));
  EXPECT_EQ(frontier.Root(), SomeFrontier(5).Root());
  for (const std::string& bad :
       {std::string(), std::string("\1short"), "\2" + bytes.substr(1),
        bytes.substr(0, bytes.size() - 1), bytes.substr(0, bytes.size() - 32),
        bytes + std::string(32, 'x')}) {
    EXPECT_THAT(DecodeAuditMeta(bad), StatusIs(StatusCode::kDataLoss));
  }
}

TEST(TileTest, RefusesWhatIsNotATile) {
  EXPECT_THAT(DecodeTile(""), StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(DecodeTile(std::string(33, 'x')),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(DecodeTile(std::string(257 * 32, 'x')),
              StatusIs(StatusCode::kDataLoss));
  ASSERT_OK_AND_ASSIGN(const auto hashes, DecodeTile(std::string(64, 'x')));
  EXPECT_EQ(hashes.size(), 2u);
}

TEST(AuditKeysTest, SortAsTheEntriesDoAndKeepLogsApart) {
  const AuditKeys keys = *AuditKeys::Create("front-1");
  EXPECT_LT(keys.Leaf(255), keys.Leaf(256));
  EXPECT_NE(keys.Leaf(1), AuditKeys::Create("front-2")->Leaf(1));
  EXPECT_NE(keys.Tile(0, 256), keys.Tile(1, 256));
}

TEST(AuditKeysTest, WantAPlainName) {
  for (const std::string& bad : {std::string(), std::string("a/b"),
                                 std::string("A"), std::string(65, 'a')}) {
    EXPECT_THAT(AuditKeys::Create(bad), StatusIs(StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace homeward::storage
