#include "services/matching/name/name.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "services/matching/name/letters.h"
#include "services/matching/name/name_lists.h"

namespace homeward::matching {
namespace {

// Read before titles and particles are taken out.
constexpr size_t kMaxRawWords = 24;

struct Raw {
  std::u32string letters;
  std::string folded;
  NameTag tag = NameTag::kUnknown;
  bool after_hyphen = false;
};
using Raws = std::vector<Raw>;

// The words of `text`, with "LAST, First" turned.
Raws Split(absl::string_view text, NameTag tag) {
  Raws raws;
  size_t comma = 0;
  for (WrittenWord& word :
       SplitWords(text.substr(0, kMaxNameTextBytes), kMaxRawWords)) {
    std::string folded = ToUtf8(FoldWord(word.letters));
    if (folded.empty()) continue;
    if (word.after_comma && !IsSuffix(folded) && comma == 0) {
      comma = raws.size();
    }
    raws.push_back(
        {std::move(word.letters), std::move(folded), tag, word.after_hyphen});
  }
  if (tag == NameTag::kUnknown && comma > 0) {
    for (size_t i = 0; i < comma; ++i) raws[i].tag = NameTag::kFamily;
    std::rotate(raws.begin(), raws.begin() + comma, raws.end());
  }
  return raws;
}

// Parts a Han or Hangul name that stands without spaces: family name first.
void SplitUnspaced(Raws* raws) {
  if (raws->size() != 1) return;
  const Script script = ScriptOf(raws->front().letters);
  const std::u32string& whole = raws->front().letters;
  if ((script != Script::kHan && script != Script::kHangul) ||
      whole.size() < 2 || whole.size() > 4) {
    return;
  }
  size_t family = 1;
  if (whole.size() > 2 && IsLongHanFamily(ToUtf8(whole.substr(0, 2)))) {
    family = 2;
  }
  Raw first{whole.substr(0, family), "", NameTag::kFamily, false};
  Raw second{whole.substr(family), "", NameTag::kGiven, false};
  first.folded = ToUtf8(FoldWord(first.letters));
  second.folded = ToUtf8(FoldWord(second.letters));
  // A mark alone is no half of a name.
  if (first.folded.empty() || second.folded.empty()) return;
  *raws = {std::move(first), std::move(second)};
}

void Append(const Raw& next, Raw* word) {
  word->letters += next.letters;
  word->folded += next.folded;
}

bool HyphenFollows(const Raws& raws, size_t i) {
  return i + 1 < raws.size() && raws[i + 1].after_hyphen;
}

// "Abd al-Rahman" is one word.
void JoinHalves(Raws* raws) {
  Raws joined;
  for (size_t i = 0; i < raws->size(); ++i) {
    Raw& word = (*raws)[i];
    if (!JoinsNext(word.folded) || i + 1 == raws->size()) {
      joined.push_back(std::move(word));
      continue;
    }
    Raw whole = std::move(word);
    ++i;
    if (IsArticle((*raws)[i].folded, HyphenFollows(*raws, i)) &&
        i + 1 < raws->size()) {
      Append((*raws)[i++], &whole);
    }
    Append((*raws)[i], &whole);
    joined.push_back(std::move(whole));
  }
  *raws = std::move(joined);
}

// "Siraj ud-Din" is one word, as is "Nasr Allah".
void JoinToPrevious(Raws* raws) {
  Raws joined;
  for (size_t i = 0; i < raws->size(); ++i) {
    const Raw& word = (*raws)[i];
    if (joined.empty()) {
      joined.push_back(word);
    } else if (JoinsPrevious(word.folded)) {
      Append(word, &joined.back());
    } else if (i + 1 < raws->size() &&
               IsArticle(word.folded, HyphenFollows(*raws, i)) &&
               JoinsPreviousAfterArticle((*raws)[i + 1].folded)) {
      Append(word, &joined.back());
      Append((*raws)[++i], &joined.back());
    } else {
      joined.push_back(word);
    }
  }
  *raws = std::move(joined);
}

void TakeTitles(Raws* raws, Name* name) {
  while (raws->size() > 1) {
    const std::string& word = raws->front().folded;
    if (!IsTitle(word) && !(raws->size() > 2 && IsTitleOrName(word))) return;
    name->titles.push_back(word);
    raws->erase(raws->begin());
  }
}

void TakeSuffixes(Raws* raws, Name* name) {
  for (size_t i = 2; i < raws->size();) {
    if (IsSuffix((*raws)[i].folded)) {
      name->suffixes.push_back((*raws)[i].folded);
      raws->erase(raws->begin() + i);
    } else {
      ++i;
    }
  }
}

// True for a word that only ties its neighbours.
bool Ties(const Raws& raws, size_t i) {
  const Raw& word = raws[i];
  if (i + 1 == raws.size()) return false;
  // A hyphen follows an article; the first of two words is a name: "Al Gore".
  if (IsArticle(word.folded, HyphenFollows(raws, i))) {
    return i > 0 || raws.size() > 2 || HyphenFollows(raws, i);
  }
  if (IsFiliation(word.folded)) return i > 0;
  return IsParticle(word.folded) && (i > 0 || raws.size() > 2);
}

void TakeParticles(Raws* raws, Name* name) {
  Raws kept;
  for (size_t i = 0; i < raws->size(); ++i) {
    if (Ties(*raws, i)) {
      name->particles.push_back((*raws)[i].folded);
    } else {
      kept.push_back((*raws)[i]);
    }
  }
  *raws = std::move(kept);
}

bool IsSlavicPatronymic(const Word& word) {
  if (word.readings.empty() || word.vowels_missing) return false;
  for (const absl::string_view ending :
       {"ovich", "evich", "yovych", "ovych", "ovna", "evna", "ivna", "yivna",
        "ovitch", "evitch"}) {
    if (absl::EndsWith(word.readings.front().letters, ending)) return true;
  }
  return false;
}

// Adds the words of one field, but those that the name has from an earlier one.
void AddField(absl::string_view text, NameTag tag, Name* name) {
  const size_t before = name->words.size();
  Raws raws = Split(text, tag);
  SplitUnspaced(&raws);
  TakeTitles(&raws, name);
  TakeSuffixes(&raws, name);
  JoinHalves(&raws);
  JoinToPrevious(&raws);
  TakeParticles(&raws, name);
  for (const Raw& raw : raws) {
    WordPtr word = ReadWord(raw.letters);
    const auto known = std::find_if(
        name->words.begin(), name->words.begin() + before,
        [&](const NameWord& old) { return old.word->folded == word->folded; });
    if (known != name->words.begin() + before) {
      if (known->tag == NameTag::kUnknown) known->tag = raw.tag;
      continue;
    }
    if (name->words.size() == kMaxNameWords) return;
    const bool patronymic =
        raw.tag == NameTag::kUnknown && IsSlavicPatronymic(*word);
    name->words.push_back(
        {std::move(word), patronymic ? NameTag::kPatronymic : raw.tag});
  }
}

}  // namespace

Name ParseName(const NameText& text) {
  Name name;
  AddField(text.full, NameTag::kUnknown, &name);
  AddField(text.given, NameTag::kGiven, &name);
  AddField(text.patronymic, NameTag::kPatronymic, &name);
  AddField(text.family, NameTag::kFamily, &name);
  return name;
}

}  // namespace homeward::matching
