#include "services/cli/record/content_type.h"

#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

// With the bytes of a whole file behind them.
std::string File(absl::string_view first) {
  return std::string(first) + std::string(64, '\0');
}

std::string Riff(absl::string_view form) {
  return File("RIFF1234" + std::string(form));
}

std::string Mp4(absl::string_view brand) {
  return File("1234ftyp" + std::string(brand));
}

TEST(ContentTypeTest, ImagesAreKnownByTheirFirstBytes) {
  EXPECT_EQ(ImageType(File("\xff\xd8\xff\xe0")), "image/jpeg");
  EXPECT_EQ(ImageType(File("\x89PNG\r\n\x1a\n")), "image/png");
  EXPECT_EQ(ImageType(Riff("WEBP")), "image/webp");
}

TEST(ContentTypeTest, RecordingsAreKnownByTheirFirstBytes) {
  EXPECT_EQ(AudioType(Riff("WAVE")), "audio/wav");
  EXPECT_EQ(AudioType(File("OggS")), "audio/ogg");
  EXPECT_EQ(AudioType(File("ID3\x04")), "audio/mpeg");
  EXPECT_EQ(AudioType(File("\xff\xfb\x90")), "audio/mpeg");
  EXPECT_EQ(AudioType(File("\xff\xf3\x40")), "audio/mpeg");
  EXPECT_EQ(AudioType(Mp4("M4A ")), "audio/mp4");
  EXPECT_EQ(AudioType(Mp4("mp42")), "audio/mp4");
  EXPECT_EQ(AudioType(Mp4("iso5")), "audio/mp4");
  EXPECT_EQ(AudioType(Mp4("dash")), "audio/mp4");
}

TEST(ContentTypeTest, OneIsNotTakenForTheOther) {
  for (const std::string& image :
       {File("\xff\xd8\xff\xe0"), File("\x89PNG\r\n\x1a\n"), Riff("WEBP"),
        Mp4("heic"), Mp4("avif")}) {
    EXPECT_EQ(AudioType(image), "");
  }
  for (const std::string& sound :
       {Riff("WAVE"), File("OggS"), File("ID3\x04"), Mp4("M4A ")}) {
    EXPECT_EQ(ImageType(sound), "");
  }
}

TEST(ContentTypeTest, WhatIsNeitherOrCutIsNothing) {
  for (const std::string& bytes :
       {std::string(), std::string("\xff"), std::string("RIFF"),
        std::string("RIFF1234WAV"), std::string("RIFF1234WAVE"),
        std::string("1234ftyp"), File("<svg"), File("%PDF"),
        // Layers I and II, AAC in ADTS frames, and the version that is none.
        File("\xff\xff"), File("\xff\xfd"), File("\xff\xf1"),
        File("\xff\xeb")}) {
    EXPECT_EQ(AudioType(bytes), "") << bytes;
    EXPECT_EQ(ImageType(bytes), "") << bytes;
  }
}

}  // namespace
}  // namespace homeward::cli
