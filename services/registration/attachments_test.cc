#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registration/registrar.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "storage/records/attachment_store.h"
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

class AttachmentTest : public RegistrarTest {
 protected:
  AttachmentTest() : id_(Registered(Child("request-1"))) {}

  template <typename Kind = PhotoKind>
  typename Kind::Header Header(const std::string& bytes,
                               const std::string& request_id) {
    typename Kind::Header header = TextProto(R"pb(
      purpose: PURPOSE_MISSING_SEARCH
      source {
        source_time { seconds: 1700000000 }
        basis: BASIS_OBSERVED
      }
    )pb");
    header.set_content_type(std::string(Kind::kContentTypes[0]));
    header.set_record_id(id_);
    header.set_request_id(request_id);
    header.set_sha256(auth::Sha256(bytes));
    return header;
  }
  v1::AddClaimRequest ConsentFor(const std::string& request_id) {
    v1::AddClaimRequest request = SightingOf(id_, request_id);
    const v1::Consent consent = TextProto(R"pb(
      purpose: PURPOSE_MISSING_SEARCH
      given_by: CONSENT_GIVER_GUARDIAN
      given_time { seconds: 1700000000 }
    )pb");
    *request.mutable_new_claim()->mutable_claim()->mutable_consent() = consent;
    return request;
  }
  template <typename Kind = PhotoKind>
  absl::StatusOr<std::shared_ptr<AttachmentIntake<Kind>>> Begin(
      const typename Kind::Header& header) {
    return RegistrarKit::Await<std::shared_ptr<AttachmentIntake<Kind>>>(
        [&](auto done) { kit_->BeginAttachment<Kind>(police_, header, done); });
  }
  template <typename Kind = PhotoKind>
  absl::StatusOr<typename Kind::AddResponse> Send(
      const typename Kind::Header& header, const std::string& bytes) {
    auto intake = Begin<Kind>(header);
    if (!intake.ok()) return intake.status();
    EXPECT_OK((*intake)->Take(bytes));
    return RegistrarKit::Await<typename Kind::AddResponse>(
        [&](auto done) { (*intake)->Finish(done); });
  }
  template <typename Kind = PhotoKind>
  absl::StatusOr<AttachmentContent> Open(const std::string& id) {
    return OpenAs<Kind>(police_, id);
  }
  template <typename Kind>
  absl::StatusOr<AttachmentContent> OpenAs(const auth::Caller& caller,
                                           const std::string& id) {
    typename Kind::GetRequest request;
    request.set_record_id(id_);
    Kind::SetId(id, request);
    request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    return RegistrarKit::Await<AttachmentContent>(
        [&](auto done) { kit_->GetAttachment<Kind>(caller, request, done); });
  }
  static std::string Read(const AttachmentContent& content) {
    std::string read;
    for (size_t i = 0; i < content.chunk_count(); ++i) {
      auto chunk = content.ReadChunk(i);
      EXPECT_OK(chunk);
      read += *chunk;
    }
    return read;
  }

  std::string id_;
};

TEST_F(AttachmentTest, TenMebibytesComeBackTheSame) {
  std::string bytes(storage::kMaxAttachmentBytes, 'x');
  for (size_t i = 0; i < bytes.size(); i += 7) {
    bytes[i] = static_cast<char>(i % 251);
  }
  auto added = Send(Header(bytes, "request-2"), bytes);
  ASSERT_OK(added);
  auto content = Open(added->photo_id());
  ASSERT_OK(content);
  EXPECT_TRUE(Read(*content) == bytes);
  auto record = Get(id_);
  ASSERT_OK(record);
  EXPECT_EQ(record->record().claims(3).photo().size_bytes(),
            static_cast<int64_t>(bytes.size()));
}

TEST_F(AttachmentTest, ARepeatedPhotoIsStoredOnce) {
  const std::string bytes(100'000, 'x');
  auto first = Send(Header(bytes, "request-2"), bytes);
  auto again = Send(Header(bytes, "request-2"), bytes);
  ASSERT_OK(first);
  ASSERT_OK(again);
  EXPECT_EQ(first->photo_id(), again->photo_id());
  EXPECT_EQ(RowsUnder("p/"), storage::AttachmentChunks(bytes.size()));
  EXPECT_EQ(RowsUnder("u/"), 0U);
  EXPECT_THAT(Get(id_)->record().claims(), SizeIs(4));
}

TEST_F(AttachmentTest, NothingIsSeenOfAPhotoThatBreaksOff) {
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

TEST_F(AttachmentTest, RefusesBytesThatAreNotThoseAnnounced) {
  EXPECT_THAT(Send(Header("these", "request-2"), "others"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("sha256")));
  EXPECT_EQ(RowsUnder("p/"), 0U);
  EXPECT_THAT(Get(id_)->record().claims(), SizeIs(3));
  v1::PhotoHeader header = Header("these", "request-2");
  header.set_content_type("image/svg+xml");
  EXPECT_THAT(Send(header, "these"), StatusIs(StatusCode::kInvalidArgument,
                                              HasSubstr("content_type")));
}

TEST_F(AttachmentTest, OfAWithheldRecordIsLikeOfNone) {
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
TEST_F(AttachmentTest, IsJudgedAgainOnceItsBytesAreHere) {
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

TEST_F(AttachmentTest, SaysWhenItWasMadeAndByWhichConsent) {
  auto consent = Add(ConsentFor("request-2"));
  ASSERT_OK(consent);
  v1::PhotoHeader photo = Header("these", "request-3");
  photo.mutable_taken_time()->set_seconds(1690000000);
  photo.set_consent_claim_id(consent->claim_id());
  ASSERT_OK(Send(photo, "these"));
  v1::RecordingHeader recording = Header<RecordingKind>("those", "request-4");
  recording.mutable_recorded_time()->set_seconds(1695000000);
  recording.set_consent_claim_id(consent->claim_id());
  ASSERT_OK(Send<RecordingKind>(recording, "those"));
  auto record = Get(id_);
  ASSERT_OK(record);
  const v1::Photo& seen = record->record().claims(4).photo();
  EXPECT_EQ(seen.taken_time().seconds(), 1690000000);
  EXPECT_EQ(seen.consent_claim_id(), consent->claim_id());
  const v1::Recording& heard = record->record().claims(5).recording();
  EXPECT_EQ(heard.recorded_time().seconds(), 1695000000);
  EXPECT_EQ(heard.consent_claim_id(), consent->claim_id());
}

TEST_F(AttachmentTest, WhatTheHeaderDoesNotSayIsUnset) {
  ASSERT_OK(Send(Header("these", "request-2"), "these"));
  auto record = Get(id_);
  ASSERT_OK(record);
  EXPECT_FALSE(record->record().claims(3).photo().has_taken_time());
  EXPECT_EQ(record->record().claims(3).photo().consent_claim_id(), "");
}

TEST_F(AttachmentTest, IsNotMadeInTheFuture) {
  v1::PhotoHeader photo = Header("these", "request-2");
  photo.mutable_taken_time()->set_seconds(4'000'000'000);
  EXPECT_THAT(Begin(photo),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("taken_time")));
  v1::RecordingHeader recording = Header<RecordingKind>("these", "request-3");
  recording.mutable_recorded_time()->set_seconds(4'000'000'000);
  EXPECT_THAT(
      Begin<RecordingKind>(recording),
      StatusIs(StatusCode::kInvalidArgument, HasSubstr("recorded_time")));
  photo.clear_taken_time();
  photo.mutable_source()->mutable_source_time()->set_seconds(4'000'000'000);
  EXPECT_THAT(Begin(photo), StatusIs(StatusCode::kInvalidArgument,
                                     HasSubstr("source.source_time")));
}

// Neither another fact, nor a consent of another child's record.
TEST_F(AttachmentTest, ItsConsentIsOneOfTheRecord) {
  auto sighting = Add(SightingOf(id_, "request-2"));
  ASSERT_OK(sighting);
  v1::AddClaimRequest elsewhere = ConsentFor("request-3");
  v1::RegisterChildRequest other = Child("request-4");
  other.mutable_identity()->set_name_full("Marko Tkachenko");
  elsewhere.set_record_id(Registered(other));
  auto consent = Add(elsewhere);
  ASSERT_OK(consent);
  for (const std::string& claim_id :
       {sighting->claim_id(), consent->claim_id(), std::string("none")}) {
    v1::PhotoHeader header = Header("these", "request-5");
    header.set_consent_claim_id(claim_id);
    EXPECT_THAT(Begin(header), StatusIs(StatusCode::kInvalidArgument,
                                        HasSubstr("consent_claim_id")));
  }
  EXPECT_EQ(RowsUnder("u/"), 0U);
}

TEST_F(AttachmentTest, UnknownOnesAreNotFound) {
  EXPECT_THAT(Open(std::string(32, '0')), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Open<RecordingKind>(std::string(32, '0')),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(AttachmentTest, ARecordingComesBackTheSameAndOnlyAsOne) {
  const std::string bytes(100'000, 'x');
  auto added =
      Send<RecordingKind>(Header<RecordingKind>(bytes, "request-2"), bytes);
  ASSERT_OK(added);
  auto content = Open<RecordingKind>(added->recording_id());
  ASSERT_OK(content);
  EXPECT_TRUE(Read(*content) == bytes);
  EXPECT_THAT(Open<PhotoKind>(added->recording_id()),
              StatusIs(StatusCode::kNotFound));
  auto record = Get(id_);
  ASSERT_OK(record);
  const v1::Recording& told = record->record().claims(3).recording();
  EXPECT_EQ(told.recording_id(), added->recording_id());
  EXPECT_EQ(told.size_bytes(), static_cast<int64_t>(bytes.size()));
  EXPECT_EQ(told.content_type(), "audio/wav");
}

TEST_F(AttachmentTest, AnImageIsNoRecordingAndARecordingNoPhoto) {
  v1::RecordingHeader recording = Header<RecordingKind>("these", "request-2");
  recording.set_content_type("image/jpeg");
  EXPECT_THAT(
      Send<RecordingKind>(recording, "these"),
      StatusIs(StatusCode::kInvalidArgument, HasSubstr("content_type")));
  v1::PhotoHeader photo = Header("these", "request-2");
  photo.set_content_type("audio/wav");
  EXPECT_THAT(Send(photo, "these"), StatusIs(StatusCode::kInvalidArgument,
                                             HasSubstr("content_type")));
  EXPECT_EQ(RowsUnder("p/"), 0U);
}

// After thirty days a registrar still sees her photo, but hears nothing.
TEST_F(AttachmentTest, ARecordingIsReadAsANarrativeIs) {
  const std::string bytes(1000, 'x');
  auto recording =
      Send<RecordingKind>(Header<RecordingKind>(bytes, "request-2"), bytes);
  auto photo = Send(Header(bytes, "request-3"), bytes);
  ASSERT_OK(recording);
  ASSERT_OK(photo);
  const auth::Caller registrar =
      federation_.CallerOf("north", v1::ROLE_IMM_REGISTRAR);
  EXPECT_OK(OpenAs<RecordingKind>(registrar, recording->recording_id()));
  kit_.Advance(absl::Hours(30 * 24) + absl::Seconds(1));
  EXPECT_THAT(OpenAs<RecordingKind>(registrar, recording->recording_id()),
              StatusIs(StatusCode::kNotFound));
  EXPECT_OK(OpenAs<PhotoKind>(registrar, photo->photo_id()));
}

}  // namespace
}  // namespace homeward::registration
