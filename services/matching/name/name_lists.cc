#include "services/matching/name/name_lists.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"

namespace homeward::matching {
namespace {

using Words = absl::flat_hash_set<absl::string_view>;

Words Split(absl::string_view words) {
  Words all = absl::StrSplit(words, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  return all;
}

}  // namespace

bool IsTitle(absl::string_view word) {
  static const Words& words = *new Words(Split(R"(
      mr mrs ms mister miss dr doctor prof professor sir madam lady lord mme mlle
      monsieur madame mademoiselle herr frau senor senora senorita sra srta
      sheikh shaykh shaikh sheik sheikha cheikh cheick cheik haji hajji hajj haj hadji hajja
      alhaji alhaj mullah mulla molla mawlawi maulvi maulawi moulvi maulana
      mawlana qari mufti ayatollah hojatoleslam ustad ustaz eng engr capt lt sgt
      gen rev hon abune ato weizero woizero weyzero hajia
      الشيخ شيخ الحاج حاج حاجي الحاجه ملا مولوي مولانا قاري دكتور الدكتور استاذ
      الاستاذ مفتي السيده
      አቶ ወይዘሮ ወይዘሪት ዶክተር ሼህ ሀጂ
      господин госпожа пани
      )"));
  return words.contains(word);
}

bool IsTitleOrName(absl::string_view word) {
  static const Words& words = *new Words(Split(R"(
      imam general colonel major captain king queen prince princess count
      father mother sister brother don dona pan abba aba pastor bishop president
      minister sayyid sayed said syed saint st san khan bibi sr baba agha aqa
      السيد سيد امام آغا
      አባ ቄስ
      )"));
  return words.contains(word);
}

bool IsSuffix(absl::string_view word) {
  static const Words& words =
      *new Words(Split("jr jnr junior sr snr senior ii iii iv esq phd md obe"));
  return words.contains(word);
}

bool IsFiliation(absl::string_view word) {
  static const Words& words = *new Words(Split(R"(
      bin ibn ben bn bint binti bent binte bte wuld ould walad wald mint
      oulad ouled zad oghli ogly oglu kyzy qizi kizi uulu
      بن ابن بنت ولد
      )"));
  return words.contains(word);
}

bool IsArticle(absl::string_view word, bool hyphen_follows) {
  static const Words& always = *new Words(Split("al el ul il ال"));
  static const Words& spoken = *new Words(Split(
      "as ash ar an at ad az ath adh es esh er en et ed ez us ur ud ush eth"));
  return always.contains(word) || (hyphen_follows && spoken.contains(word));
}

bool IsParticle(absl::string_view word) {
  static const Words& words = *new Words(Split(R"(
      de del della dello dei degli di da dal dos das do du des la las los le les
      van von vom der den ter ten zu zum zur af av y et of the
      )"));
  return words.contains(word);
}

bool JoinsNext(absl::string_view word) {
  static const Words& words = *new Words(Split(R"(
      abd abdul abdel abdal abdur abdoul abdool abdil abdol abdus abdud
      abu abou umm oum mac mc fitz
      عبد ابو ابي ام
      )"));
  return words.contains(word);
}

bool JoinsPrevious(absl::string_view word) {
  static const Words& words = *new Words(Split(R"(
      allah ullah ollah oullah uddin eddin eddine addin uldin aldin
      الله الدين
      )"));
  return words.contains(word);
}

bool JoinsPreviousAfterArticle(absl::string_view word) {
  static const Words& words = *new Words(Split("din deen dine deine"));
  return words.contains(word);
}

bool IsLongHanFamily(absl::string_view two) {
  static const Words& words = *new Words(Split(
      "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 "
      "司徒 夏侯 东方 東方 独孤 獨孤 长孙 長孫 南宫 南宮 宇文 端木"));
  return words.contains(two);
}

}  // namespace homeward::matching
