// The main of tests that speak TLS as homewardd does.

#include "gtest/gtest.h"
#include "services/rpc/tls/openssl_setup.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (!homeward::rpc::ConfigureOpenSsl().ok()) return 1;
  return RUN_ALL_TESTS();
}
