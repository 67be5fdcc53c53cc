#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registration/registrar.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "storage/records/photo_store.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class PhotoTest : public RegistrarTest {
 protected:
  PhotoTest() : id_(Registered(Child("request-1"))) {}

  v1::PhotoHeader Header(const std::string& bytes,
                         const std::string& request_id) {
    v1::PhotoHeader header = TextProto(R"pb(
      purpose: PURPOSE_MISSING_SEARCH
      source {
        source_time { seconds: 1700000000 }
        basis: BASIS_OBSERVED
      }
      content_type: "image/jpeg"
    )pb");
    header.set_record_id(id_);
    header.set_request_id(request_id);
    header.set_sha256(auth::Sha256(bytes));
    return header;
  }
  absl::StatusOr<std::shared_ptr<PhotoIntake>> Begin(
      const v1::PhotoHeader& header) {
    return RegistrarKit::Await<std::shared_ptr<PhotoIntake>>(
        [&](auto done) { kit_->BeginPhoto(police_, header, done); });
  }
  absl::StatusOr<v1::AddPhotoResponse> Send(const v1::PhotoHeader& header,
                                            const std::string& bytes) {
    auto intake = Begin(header);
    if (!intake.ok()) return intake.status();
    EXPECT_OK((*intake)->Take(bytes));
    return RegistrarKit::Await<v1::AddPhotoResponse>(
        [&](auto done) { (*intake)->Finish(done); });
  }
  absl::StatusOr<PhotoContent> Open(const std::string& photo_id) {
    v1::GetPhotoRequest request;
    request.set_record_id(id_);
    request.set_photo_id(photo_id);
    request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    return RegistrarKit::Await<PhotoContent>(
        [&](auto done) { kit_->GetPhoto(police_, request, done); });
  }

  std::string id_;
};

TEST_F(PhotoTest, TenMebibytesComeBackTheSame) {
  std::string bytes(storage::kMaxPhotoBytes, 'x');
  for (size_t i = 0; i < bytes.size(); i += 7) {
    bytes[i] = static_cast<char>(i % 251);
  }
  auto added = Send(Header(bytes, "request-2"), bytes);
  ASSERT_OK(added);
  auto content = Open(added->photo_id());
  ASSERT_OK(content);
  std::string read;
  for (size_t i = 0; i < content->chunk_count(); ++i) {
    auto chunk = content->ReadChunk(i);
    ASSERT_OK(chunk);
    read += *chunk;
  }
  EXPECT_TRUE(read == bytes);
  auto record = Get(id_);
  ASSERT_OK(record);
  EXPECT_EQ(record->record().claims(3).photo().size_bytes(),
            static_cast<int64_t>(bytes.size()));
}

TEST_F(PhotoTest, ARepeatedPhotoIsStoredOnce) {
  const std::string bytes(100'000, 'x');
  auto first = Send(Header(bytes, "request-2"), bytes);
  auto again = Send(Header(bytes, "request-2"), bytes);
  ASSERT_OK(first);
  ASSERT_OK(again);
  EXPECT_EQ(first->photo_id(), again->photo_id());
  EXPECT_EQ(RowsUnder("p/"), storage::PhotoChunks(bytes.size()));
  EXPECT_EQ(RowsUnder("u/"), 0U);
  EXPECT_THAT(Get(id_)->record().claims(), SizeIs(4));
}

TEST_F(PhotoTest, NothingIsSeenOfAPhotoThatBreaksOff) {
  const std::string bytes(2'000'000, 'x');
  {
    auto intake = Begin(Header(bytes, "request-2"));
    ASSERT_OK(intake);
    ASSERT_OK((*intake)->Take(bytes));
    EXPECT_GT(RowsUnder("p/"), 0U);
  }
  EXPECT_EQ(RowsUnder("p/"), 0U);
  EXPECT_THAT(Get(id_)->record().claims(), SizeIs(3));
}

TEST_F(PhotoTest, RefusesBytesThatAreNotThoseAnnounced) {
  EXPECT_THAT(Send(Header("these", "request-2"), "others"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("sha256")));
  EXPECT_EQ(RowsUnder("p/"), 0U);
  EXPECT_THAT(Get(id_)->record().claims(), SizeIs(3));
  v1::PhotoHeader header = Header("these", "request-2");
  header.set_content_type("image/svg+xml");
  EXPECT_THAT(Send(header, "these"), StatusIs(StatusCode::kInvalidArgument,
                                              HasSubstr("content_type")));
}

TEST_F(PhotoTest, OfAWithheldRecordIsLikeOfNone) {
  const std::string bytes(100'000, 'x');
  auto under_way = Begin(Header(bytes, "request-2"));
  ASSERT_OK(under_way);
  ASSERT_OK((*under_way)->Take(bytes));
  kit_.Adopt(Hold());
  const auto withheld = Begin(Header(bytes, "request-3"));
  EXPECT_THAT(withheld, StatusIs(StatusCode::kNotFound));
  v1::PhotoHeader header = Header(bytes, "request-4");
  header.set_record_id("agencies/north/children/" + std::string(32, '0'));
  EXPECT_EQ(withheld.status(), Begin(header).status());
  // What was decided before goes by the rules of then.
  EXPECT_OK(RegistrarKit::Await<v1::AddPhotoResponse>(
      [&](auto done) { (*under_way)->Finish(done); }));
}

// She is protected while the bytes of her photo come.
TEST_F(PhotoTest, IsJudgedAgainOnceItsBytesAreHere) {
  v1::AddClaimRequest open = SightingOf(id_, "request-2");
  open.mutable_new_claim()
      ->mutable_claim()
      ->mutable_location_protection()
      ->set_state(v1::PROTECT_LOCATION_OFF);
  ASSERT_OK(Add(open));
  kit_.Adopt(Hold());
  const std::string bytes(100'000, 'x');
  auto intake = Begin(Header(bytes, "request-3"));
  ASSERT_OK(intake);
  ASSERT_OK((*intake)->Take(bytes));
  v1::AddClaimRequest shut = open;
  shut.set_request_id("request-4");
  shut.mutable_new_claim()
      ->mutable_claim()
      ->mutable_location_protection()
      ->set_state(v1::PROTECT_LOCATION_ON);
  shut.mutable_new_claim()
      ->mutable_source()
      ->mutable_source_time()
      ->set_seconds(1700000600);
  ASSERT_OK(Add(shut));
  EXPECT_THAT(RegistrarKit::Await<v1::AddPhotoResponse>(
                  [&](auto done) { (*intake)->Finish(done); }),
              StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(RowsUnder("p/"), 0U);
  EXPECT_EQ(kit_.Log().back().event.outcome(), v1::OUTCOME_DENIED);
}

TEST_F(PhotoTest, UnknownPhotosAreNotFound) {
  EXPECT_THAT(Open(std::string(32, '0')), StatusIs(StatusCode::kNotFound));
}

}  // namespace
}  // namespace homeward::registration
