// Registration as own staff use it: over mutual TLS, with a signed assertion.

#include "services/rpc/service/record/registration_service.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/registration/test_kit.h"
#include "services/rpc/admission.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "storage/engine/engine.h"
#include "storage/records/attachment_store.h"
#include "tests/testing/patience.h"
#include "tests/testing/text_proto.h"

namespace homeward::rpc {
namespace {

using ::grpc::StatusCode;
using ::homeward::registration::RegistrarKit;
using ::homeward::rpc::testing::TestFederation;
using ::homeward::rpc::testing::TestNode;
using ::homeward::testing::Eventually;
using ::homeward::testing::TextProto;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class RegistrationServiceTest : public ::testing::Test {
 protected:
  RegistrationServiceTest() {
    testing::TestNodeOptions options;
    options.services = [this](const Front* front) {
      service_ = std::make_unique<RegistrationService>(front, kit_.registrar());
      return std::vector<grpc::Service*>{service_.get()};
    };
    node_ = std::make_unique<TestNode>(&federation_, "north", options);
    channel_ = testing::Dial(federation_, node_->endpoint(),
                             federation_.Issue("north/client/console"));
    stub_ = v1::RegistrationService::NewStub(channel_);
  }

  void SignIn(grpc::ClientContext& context,
              v1::Role role = v1::ROLE_POLICE_MISSING) {
    context.AddMetadata(
        kStaffAssertionKey,
        federation_.Assertion("north",
                              node_->keeper().current()->leaf.thumbprint(),
                              absl::Minutes(10), role));
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(50));
  }

  static v1::RegisterChildRequest Child() {
    return TextProto(R"pb(
      request_id: "request-1"
      purpose: PURPOSE_MISSING_SEARCH
      source {
        source_time { seconds: 1700000000 }
        basis: BASIS_OBSERVED
      }
      identity { name_full: "Solomiya Tkachenko" }
    )pb");
  }

  std::string Registered() {
    grpc::ClientContext context;
    SignIn(context);
    v1::RegisterChildResponse response;
    const grpc::Status status =
        stub_->RegisterChild(&context, Child(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.record_id();
  }

  // Sends `bytes` in messages of `part_bytes`, announced as `announced`.
  grpc::Status AddPhoto(const std::string& record_id, const std::string& bytes,
                        const std::string& announced,
                        v1::AddPhotoResponse* response,
                        size_t part_bytes = 1 << 20) {
    grpc::ClientContext context;
    SignIn(context);
    auto writer = stub_->AddPhoto(&context, response);
    v1::AddPhotoRequest part;
    *part.mutable_header() = TextProto(R"pb(
      request_id: "request-2"
      purpose: PURPOSE_MISSING_SEARCH
      source {
        source_time { seconds: 1700000000 }
        basis: BASIS_OBSERVED
      }
      content_type: "image/jpeg"
    )pb");
    part.mutable_header()->set_record_id(record_id);
    part.mutable_header()->set_sha256(auth::Sha256(announced));
    bool open = writer->Write(part);
    for (size_t i = 0; open && i < bytes.size(); i += part_bytes) {
      part.set_chunk(bytes.substr(i, part_bytes));
      open = writer->Write(part);
    }
    writer->WritesDone();
    return writer->Finish();
  }

  size_t AttachmentRows() {
    return kit_.store().engine()->Scan(storage::ScanPrefix("p/"))->rows.size();
  }

  TestFederation federation_{{"north", "south"}};
  RegistrarKit kit_{absl::Now()};
  std::unique_ptr<RegistrationService> service_;
  std::unique_ptr<TestNode> node_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::RegistrationService::Stub> stub_;
};

TEST_F(RegistrationServiceTest, RegistersAddsAndShows) {
  const std::string id = Registered();
  v1::AddClaimRequest request = TextProto(R"pb(
    request_id: "request-2"
    purpose: PURPOSE_MISSING_SEARCH
    new_claim {
      source {
        source_time { seconds: 1700000000 }
        basis: BASIS_OBSERVED
      }
      claim {
        wellbeing_check {
          status: WELLBEING_STATUS_SAFE
          checked_time { seconds: 1700000000 }
        }
      }
    }
  )pb");
  request.set_record_id(id);
  grpc::ClientContext adding;
  SignIn(adding);
  v1::AddClaimResponse added;
  ASSERT_TRUE(stub_->AddClaim(&adding, request, &added).ok());
  EXPECT_TRUE(added.added());
  grpc::ClientContext reading;
  SignIn(reading);
  v1::GetChildRequest get;
  get.set_record_id(id);
  get.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  v1::GetChildResponse child;
  ASSERT_TRUE(stub_->GetChild(&reading, get, &child).ok());
  EXPECT_THAT(child.record().claims(), SizeIs(2));
  EXPECT_THAT(kit_.Log(), SizeIs(3));
}

TEST_F(RegistrationServiceTest, AnotherRoleIsDeniedAndNobodyIsUnauthenticated) {
  v1::RegisterChildResponse response;
  grpc::ClientContext other;
  SignIn(other, v1::ROLE_POLICE_GENERAL);
  EXPECT_EQ(stub_->RegisterChild(&other, Child(), &response).error_code(),
            StatusCode::PERMISSION_DENIED);
  grpc::ClientContext nobody;
  EXPECT_EQ(stub_->RegisterChild(&nobody, Child(), &response).error_code(),
            StatusCode::UNAUTHENTICATED);
}

TEST_F(RegistrationServiceTest, SaysWhichFieldIsWrong) {
  grpc::ClientContext context;
  SignIn(context);
  v1::RegisterChildRequest request = Child();
  request.mutable_identity()->add_nationality("Canary");
  v1::RegisterChildResponse response;
  const grpc::Status status =
      stub_->RegisterChild(&context, request, &response);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("identity.nationality[0]"));
  EXPECT_FALSE(absl::StrContains(status.error_message(), "Canary"));
}

TEST_F(RegistrationServiceTest, StreamsAPhotoInAndOut) {
  const std::string id = Registered();
  std::string bytes(storage::kMaxAttachmentBytes, 'x');
  for (size_t i = 0; i < bytes.size(); i += 5) {
    bytes[i] = static_cast<char>(i % 253);
  }
  v1::AddPhotoResponse added;
  const grpc::Status status = AddPhoto(id, bytes, bytes, &added);
  ASSERT_TRUE(status.ok()) << status.error_message();
  grpc::ClientContext context;
  SignIn(context);
  v1::GetPhotoRequest request;
  request.set_record_id(id);
  request.set_photo_id(added.photo_id());
  request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  auto reader = stub_->GetPhoto(&context, request);
  std::string read;
  v1::GetPhotoResponse part;
  while (reader->Read(&part)) read += part.chunk();
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_TRUE(read == bytes);
}

TEST_F(RegistrationServiceTest, StreamsARecordingInAndOut) {
  const std::string id = Registered();
  const std::string bytes(100'000, 'x');
  grpc::ClientContext adding;
  SignIn(adding);
  v1::AddRecordingResponse added;
  auto writer = stub_->AddRecording(&adding, &added);
  v1::AddRecordingRequest part;
  *part.mutable_header() = TextProto(R"pb(
    request_id: "request-2"
    purpose: PURPOSE_MISSING_SEARCH
    source {
      source_time { seconds: 1700000000 }
      basis: BASIS_TOLD_BY_CHILD
    }
    content_type: "audio/ogg"
  )pb");
  part.mutable_header()->set_record_id(id);
  part.mutable_header()->set_sha256(auth::Sha256(bytes));
  ASSERT_TRUE(writer->Write(part));
  part.set_chunk(bytes);
  ASSERT_TRUE(writer->Write(part));
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  ASSERT_TRUE(status.ok()) << status.error_message();
  grpc::ClientContext context;
  SignIn(context);
  v1::GetRecordingRequest request;
  request.set_record_id(id);
  request.set_recording_id(added.recording_id());
  request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  auto reader = stub_->GetRecording(&context, request);
  std::string read;
  v1::GetRecordingResponse piece;
  while (reader->Read(&piece)) read += piece.chunk();
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_TRUE(read == bytes);
}

TEST_F(RegistrationServiceTest, KeepsNothingOfAPhotoThatIsTooLargeOrCut) {
  const std::string id = Registered();
  const std::string large(storage::kMaxAttachmentBytes + 1, 'x');
  v1::AddPhotoResponse added;
  EXPECT_EQ(AddPhoto(id, large, large, &added).error_code(),
            StatusCode::INVALID_ARGUMENT);
  const std::string half(3 << 20, 'x');
  EXPECT_EQ(AddPhoto(id, half, large, &added).error_code(),
            StatusCode::INVALID_ARGUMENT);
  const grpc::Status status = AddPhoto(id, half, half, &added, (1 << 20) + 1);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("send it in parts"));
  EXPECT_EQ(AttachmentRows(), 0U);
}

TEST_F(RegistrationServiceTest, KeepsNothingOfAPhotoWhoseClientGoesAway) {
  const std::string id = Registered();
  grpc::ClientContext context;
  SignIn(context);
  v1::AddPhotoResponse response;
  auto writer = stub_->AddPhoto(&context, &response);
  v1::AddPhotoRequest part;
  *part.mutable_header() = TextProto(R"pb(
    request_id: "request-2"
    purpose: PURPOSE_MISSING_SEARCH
    source {
      source_time { seconds: 1700000000 }
      basis: BASIS_OBSERVED
    }
    content_type: "image/png"
  )pb");
  part.mutable_header()->set_record_id(id);
  part.mutable_header()->set_sha256(std::string(32, 'x'));
  ASSERT_TRUE(writer->Write(part));
  part.set_chunk(std::string(1 << 20, 'x'));
  ASSERT_TRUE(writer->Write(part));
  EXPECT_TRUE(Eventually([&] { return AttachmentRows() > 0; }));
  context.TryCancel();
  EXPECT_EQ(writer->Finish().error_code(), StatusCode::CANCELLED);
  EXPECT_TRUE(Eventually([&] { return AttachmentRows() == 0; }));
}

}  // namespace
}  // namespace homeward::rpc
