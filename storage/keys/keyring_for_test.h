#ifndef HOMEWARD_STORAGE_KEYS_KEYRING_FOR_TEST_H_
#define HOMEWARD_STORAGE_KEYS_KEYRING_FOR_TEST_H_

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "storage/keys/keyring.h"
#include "storage/keys/secret.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {

// A new keyring in a folder of its own.
inline std::unique_ptr<Keyring> NewKeyringForTest() {
  std::string folder = ::testing::TempDir() + "/keyring_XXXXXX";
  EXPECT_NE(mkdtemp(folder.data()), nullptr);
  const std::string root(32, 'r');
  EXPECT_OK(Keyring::Create(folder, Secret(root)));
  auto keyring = Keyring::Open(folder, Secret(root));
  EXPECT_OK(keyring);
  return *std::move(keyring);
}

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_KEYRING_FOR_TEST_H_
