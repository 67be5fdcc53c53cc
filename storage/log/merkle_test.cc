#include "storage/log/merkle.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/log/merkle_proof.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

std::string Hex(const Hash& hash) { return absl::BytesToHexString(View(hash)); }

// MTH of RFC 6962 section 2.1, word for word: slow, and plainly right.
Hash NaiveRoot(absl::Span<const Hash> leaves) {
  if (leaves.empty()) return Sha256({});
  if (leaves.size() == 1) return leaves[0];
  size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  return NodeHash(NaiveRoot(leaves.subspan(0, k)),
                  NaiveRoot(leaves.subspan(k)));
}

// PATH of RFC 6962 section 2.1.1, word for word.
std::vector<Hash> NaivePath(size_t m, absl::Span<const Hash> leaves) {
  if (leaves.size() == 1) return {};
  size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  const bool left = m < k;
  std::vector<Hash> path = left ? NaivePath(m, leaves.subspan(0, k))
                                : NaivePath(m - k, leaves.subspan(k));
  path.push_back(NaiveRoot(left ? leaves.subspan(k) : leaves.subspan(0, k)));
  return path;
}

// SUBPROOF of RFC 6962 section 2.1.2, word for word.
std::vector<Hash> NaiveSubproof(size_t m, absl::Span<const Hash> leaves,
                                bool whole) {
  if (m == leaves.size()) {
    if (whole) return {};
    return {NaiveRoot(leaves)};
  }
  size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  const bool left = m <= k;
  std::vector<Hash> proof =
      left ? NaiveSubproof(m, leaves.subspan(0, k), whole)
           : NaiveSubproof(m - k, leaves.subspan(k), false);
  proof.push_back(NaiveRoot(left ? leaves.subspan(k) : leaves.subspan(0, k)));
  return proof;
}

std::vector<Hash> Leaves(size_t count) {
  std::vector<Hash> leaves;
  for (size_t i = 0; i < count; ++i)
    leaves.push_back(LeafHash(absl::StrCat(i)));
  return leaves;
}

NodeReader ReaderOf(const std::vector<Hash>& leaves) {
  return [leaves](NodeId id) -> absl::StatusOr<Hash> {
    const uint64_t width = uint64_t{1} << id.level;
    if ((id.index + 1) * width > leaves.size()) {
      return absl::OutOfRangeError("not a complete subtree of this tree");
    }
    return NaiveRoot(
        absl::MakeConstSpan(leaves).subspan(id.index * width, width));
  };
}

// The leaves and roots that Certificate Transparency's own tests use.
constexpr absl::string_view kCtLeaves[] = {
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
};
constexpr absl::string_view kCtRoots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

std::vector<Hash> CtLeaves() {
  std::vector<Hash> leaves;
  for (const absl::string_view leaf : kCtLeaves) {
    leaves.push_back(LeafHash(absl::HexStringToBytes(leaf)));
  }
  return leaves;
}

TEST(FrontierTest, AgreesWithTheVectorsOfCertificateTransparency) {
  Frontier frontier;
  EXPECT_EQ(Hex(frontier.Root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (size_t i = 0; i < CtLeaves().size(); ++i) {
    frontier.Append(CtLeaves()[i]);
    EXPECT_EQ(Hex(frontier.Root()), kCtRoots[i]) << "size " << i + 1;
  }
}

TEST(ProofTest, AgreesWithTheVectorsOfCertificateTransparency) {
  const NodeReader reader = ReaderOf(CtLeaves());
  ASSERT_OK_AND_ASSIGN(const auto inclusion, MakeInclusionProof(5, 8, reader));
  ASSERT_EQ(inclusion.size(), 3u);
  EXPECT_EQ(Hex(inclusion[0]),
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  EXPECT_EQ(Hex(inclusion[1]),
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
  EXPECT_EQ(Hex(inclusion[2]), kCtRoots[3]);
  ASSERT_OK_AND_ASSIGN(const auto consistency,
                       MakeConsistencyProof(6, 8, reader));
  ASSERT_EQ(consistency.size(), 3u);
  EXPECT_EQ(Hex(consistency[0]),
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a");
  EXPECT_EQ(consistency[1], inclusion[1]);
  EXPECT_EQ(Hex(consistency[2]), kCtRoots[3]);
}

TEST(FrontierTest, GrowsAsTheDefinitionSays) {
  const std::vector<Hash> leaves = Leaves(130);
  Frontier frontier;
  for (size_t size = 0; size <= leaves.size(); ++size) {
    const auto part = absl::MakeConstSpan(leaves).subspan(0, size);
    ASSERT_EQ(frontier.Root(), NaiveRoot(part)) << size;
    ASSERT_OK_AND_ASSIGN(const Hash root, RootOf(size, ReaderOf(leaves)));
    ASSERT_EQ(root, NaiveRoot(part)) << size;
    ASSERT_EQ(PeakIds(size).size(), frontier.peaks().size());
    if (size < leaves.size()) frontier.Append(leaves[size]);
  }
}

TEST(FrontierTest, GoesOnFromItsPeaks) {
  const std::vector<Hash> leaves = Leaves(45);
  Frontier whole;
  for (const Hash& leaf : leaves) whole.Append(leaf);
  ASSERT_OK_AND_ASSIGN(Frontier again, Frontier::FromPeaks(45, whole.peaks()));
  whole.Append(leaves[0]);
  again.Append(leaves[0]);
  EXPECT_EQ(again.Root(), whole.Root());
  EXPECT_THAT(Frontier::FromPeaks(44, whole.peaks()),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(InclusionTest, EveryLeafOfEveryTreeIsProvedAsTheDefinitionSays) {
  const std::vector<Hash> leaves = Leaves(40);
  for (size_t size = 1; size <= leaves.size(); ++size) {
    const auto part = absl::MakeConstSpan(leaves).subspan(0, size);
    const Hash root = NaiveRoot(part);
    for (size_t i = 0; i < size; ++i) {
      ASSERT_OK_AND_ASSIGN(const auto proof,
                           MakeInclusionProof(i, size, ReaderOf(leaves)));
      ASSERT_EQ(proof, NaivePath(i, part));
      ASSERT_THAT(VerifyInclusion(leaves[i], i, size, proof, root), IsOk());
    }
  }
}

TEST(ConsistencyTest, EveryPrefixOfEveryTreeIsProvedAsTheDefinitionSays) {
  const std::vector<Hash> leaves = Leaves(40);
  for (size_t size = 1; size <= leaves.size(); ++size) {
    const auto part = absl::MakeConstSpan(leaves).subspan(0, size);
    for (size_t old = 1; old <= size; ++old) {
      ASSERT_OK_AND_ASSIGN(const auto proof,
                           MakeConsistencyProof(old, size, ReaderOf(leaves)));
      ASSERT_EQ(proof, NaiveSubproof(old, part, true));
      ASSERT_THAT(VerifyConsistency(old, NaiveRoot(part.subspan(0, old)), size,
                                    NaiveRoot(part), proof),
                  IsOk());
    }
  }
}

// Any single change to a true proof must be seen.
TEST(InclusionTest, RefusesEveryOtherProof) {
  const std::vector<Hash> leaves = Leaves(11);
  const Hash root = NaiveRoot(leaves);
  std::mt19937 random(7);
  for (size_t i = 0; i < leaves.size(); ++i) {
    const std::vector<Hash> proof = NaivePath(i, leaves);
    EXPECT_FALSE(
        VerifyInclusion(leaves[(i + 1) % 11], i, 11, proof, root).ok());
    EXPECT_FALSE(
        VerifyInclusion(leaves[i], (i + 1) % 11, 11, proof, root).ok());
    EXPECT_FALSE(VerifyInclusion(leaves[i], i, 4, proof, root).ok());
    for (size_t at = 0; at < proof.size(); ++at) {
      std::vector<Hash> changed = proof;
      changed[at][random() % 32] ^= 1 << (random() % 8);
      EXPECT_THAT(VerifyInclusion(leaves[i], i, 11, changed, root),
                  StatusIs(absl::StatusCode::kDataLoss));
    }
    std::vector<Hash> longer = proof;
    longer.push_back(root);
    EXPECT_THAT(VerifyInclusion(leaves[i], i, 11, longer, root),
                StatusIs(absl::StatusCode::kInvalidArgument));
    std::vector<Hash> shorter = proof;
    shorter.pop_back();
    EXPECT_FALSE(VerifyInclusion(leaves[i], i, 11, shorter, root).ok());
  }
  EXPECT_THAT(VerifyInclusion(leaves[0], 11, 11, {}, root),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ConsistencyTest, RefusesARewrittenPast) {
  std::vector<Hash> leaves = Leaves(21);
  const Hash old_root = NaiveRoot(absl::MakeConstSpan(leaves).subspan(0, 9));
  leaves[3] = LeafHash("another story");
  const Hash new_root = NaiveRoot(leaves);
  const std::vector<Hash> proof = NaiveSubproof(9, leaves, true);
  EXPECT_THAT(VerifyConsistency(9, old_root, 21, new_root, proof),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(VerifyConsistency(21, old_root, 9, new_root, proof),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(VerifyConsistency(9, old_root, 9, new_root, {}),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(VerifyConsistency(9, old_root, 21, new_root, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(VerifyConsistency(0, Sha256({}), 21, new_root, {}), IsOk());
  EXPECT_FALSE(VerifyConsistency(0, old_root, 21, new_root, {}).ok());
}

TEST(ProofTest, RefusesWhatIsNotInTheTreeAndPassesReadErrors) {
  EXPECT_THAT(MakeInclusionProof(3, 3, ReaderOf(Leaves(3))),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(MakeConsistencyProof(4, 3, ReaderOf(Leaves(3))),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(MakeInclusionProof(0, 8, ReaderOf(Leaves(3))),
              StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace homeward::storage
