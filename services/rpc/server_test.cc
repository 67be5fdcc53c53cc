// What the health service of a server says, of which names.

#include "services/rpc/server.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"
#include "gtest/gtest.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/rpc/store_health.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

constexpr char kRegistration[] = "homeward.v1.RegistrationService";
// HealthCheckResponse { status: ... }: field 1, varint.
constexpr absl::string_view kServing("\x08\x01", 2);
constexpr absl::string_view kNotServing("\x08\x02", 2);
constexpr absl::string_view kServiceUnknown("\x08\x03", 2);

// HealthCheckRequest { service: name }: field 1, of bytes.
grpc::ByteBuffer Asking(const std::string& name) {
  const grpc::Slice slice(
      name.empty() ? ""
                   : absl::StrCat("\n", std::string(1, name.size()), name));
  return grpc::ByteBuffer(&slice, 1);
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

std::chrono::system_clock::time_point Soon() {
  return std::chrono::system_clock::now() + std::chrono::seconds(50);
}

// Watches one name.
class Watcher {
 public:
  Watcher(const std::shared_ptr<grpc::Channel>& channel,
          const std::string& name)
      : stub_(channel) {
    context_.set_deadline(Soon());
    call_ =
        stub_.PrepareCall(&context_, "/grpc.health.v1.Health/Watch", &queue_);
    call_->StartCall(nullptr);
    Await();
    call_->WriteLast(Asking(name), grpc::WriteOptions(), nullptr);
    Await();
  }
  ~Watcher() {
    context_.TryCancel();
    grpc::Status status;
    call_->Finish(&status, nullptr);
    Await();
  }

  // What it is told next.
  std::string Next() {
    grpc::ByteBuffer told;
    call_->Read(&told, nullptr);
    return Await() ? BytesOf(told) : "ended";
  }

 private:
  bool Await() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Server::Options options;
    options.listen_address = "127.0.0.1:0";
    options.health_address = "127.0.0.1:0";
    options.credentials = grpc::InsecureServerCredentials();
    options.services = {&registration_};
    ASSERT_OK_AND_ASSIGN(server_, Server::Start(options));
    port_ = Dial(server_->port());
    probes_ = Dial(server_->health_port());
  }

  static std::shared_ptr<grpc::Channel> Dial(int port) {
    return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                               grpc::InsecureChannelCredentials());
  }

  // What Check says of `name`; the name of an error that is not OK.
  static std::string Check(const std::shared_ptr<grpc::Channel>& channel,
                           const std::string& name) {
    grpc::GenericStub stub(channel);
    grpc::ClientContext context;
    context.set_deadline(Soon());
    grpc::CompletionQueue queue;
    const auto call = stub.PrepareUnaryCall(
        &context, "/grpc.health.v1.Health/Check", Asking(name), &queue);
    grpc::ByteBuffer told;
    grpc::Status status;
    call->StartCall();
    call->Finish(&told, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) return "NOT_FOUND";
    return status.ok() ? BytesOf(told) : status.error_message();
  }

  v1::RegistrationService::Service registration_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> port_;
  std::shared_ptr<grpc::Channel> probes_;
};

TEST_F(ServerTest, HealthKnowsTheNodeAndEachServiceThatThePortOffers) {
  for (const bool serving : {false, true, false}) {
    server_->SetServing(serving);
    for (const auto& channel : {port_, probes_}) {
      for (const char* name : {"", kRegistration}) {
        EXPECT_EQ(Check(channel, name), serving ? kServing : kNotServing)
            << name;
      }
      for (const char* name : {"homeward.v1.QueryService", "homeward",
                               "RegistrationService", "x"}) {
        EXPECT_EQ(Check(channel, name), "NOT_FOUND") << name;
      }
    }
  }
}

TEST_F(ServerTest, WhoWatchesIsToldOfEachChangeByName) {
  for (const auto& channel : {port_, probes_}) {
    server_->SetServing(false);
    Watcher node(channel, "");
    Watcher service(channel, kRegistration);
    Watcher unknown(channel, "homeward.v1.QueryService");
    EXPECT_EQ(node.Next(), kNotServing);
    EXPECT_EQ(service.Next(), kNotServing);
    EXPECT_EQ(unknown.Next(), kServiceUnknown);
    server_->SetServing(true);
    EXPECT_EQ(node.Next(), kServing);
    EXPECT_EQ(service.Next(), kServing);
  }
}

TEST_F(ServerTest, ANodeThatCanWriteNothingServesNobodyAndSaysWhy) {
  server_->SetServing(true);
  Watcher node(probes_, "");
  Watcher store(probes_, kStoreHealth);
  EXPECT_EQ(node.Next(), kServing);
  EXPECT_EQ(store.Next(), kServing);
  server_->SetStoreWritable(false);
  // What has not changed is not told again.
  server_->SetStoreWritable(false);
  for (const auto& channel : {port_, probes_}) {
    for (const char* name : {"", kRegistration, kStoreHealth}) {
      EXPECT_EQ(Check(channel, name), kNotServing) << name;
    }
  }
  EXPECT_EQ(node.Next(), kNotServing);
  EXPECT_EQ(store.Next(), kNotServing);
  server_->SetStoreWritable(true);
  EXPECT_EQ(node.Next(), kServing);
  EXPECT_EQ(store.Next(), kServing);
  EXPECT_EQ(Check(probes_, kRegistration), kServing);
  // Of the store nothing is told when the node begins or ends to serve.
  server_->SetServing(false);
  EXPECT_EQ(node.Next(), kNotServing);
  server_->SetStoreWritable(false);
  EXPECT_EQ(store.Next(), kNotServing);
}

TEST_F(ServerTest, AStoreThatCanBeWrittenMakesNobodyServeWhoDoesNot) {
  server_->SetStoreWritable(false);
  server_->SetStoreWritable(true);
  EXPECT_EQ(Check(probes_, ""), kNotServing);
  EXPECT_EQ(Check(probes_, kStoreHealth), kServing);
  server_->SetStoreWritable(false);
  server_->SetServing(true);
  EXPECT_EQ(Check(probes_, ""), kNotServing);
  server_->SetStoreWritable(true);
  EXPECT_EQ(Check(probes_, ""), kServing);
}

}  // namespace
}  // namespace homeward::rpc
