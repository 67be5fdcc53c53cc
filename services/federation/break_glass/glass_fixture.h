#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_FIXTURE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/break_glass/break_glass.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "gtest/gtest.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/testing/missing_search.h"
#include "services/policy/state.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {

// The police (north) ask the clinic (south) under an MOU that wants a case, and
// lets a broken glass stand in for it.
class GlassFixture : public testing::MissingSearch {
 protected:
  static constexpr char kText[] = "Zorvanika saw her at the harbour";

  GlassFixture() {
    v1::Mou mou = Draft();
    for (v1::Clause& clause : *mou.mutable_clauses()) {
      if (clause.effect() == v1::EFFECT_PERMIT &&
          !clause.match().conditions().empty()) {
        clause.mutable_match()->set_allow_break_glass(true);
      }
    }
    record_id_ = Begin(mou);
  }

  void SetNow(absl::Time now) {
    nodes_.north.SetNow(now);
    nodes_.south.SetNow(now);
  }
  // Why, in her words.
  static v1::BreakGlassText Text() {
    v1::BreakGlassText text;
    text.set_salt(std::string(16, 's'));
    text.set_text(kText);
    return text;
  }

  // What officer "s-1" of north says. Each has an id of its own.
  v1::BreakGlass Good() {
    v1::BreakGlass statement;
    statement.set_break_glass_id(
        std::string(16, static_cast<char>('a' + ++made_)));
    statement.set_asker_agency_id("north");
    statement.set_asker_subject("s-1");
    statement.set_role(v1::ROLE_POLICE_MISSING);
    statement.set_reason(v1::BREAK_GLASS_REASON_IMMINENT_DANGER);
    statement.set_text_sha256(auth::BreakGlassTextDigest(Text()));
    statement.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    for (const v1::Category category :
         {v1::CATEGORY_ID_MIN, v1::CATEGORY_ID_FULL, v1::CATEGORY_LOC_COARSE}) {
      statement.add_categories(category);
    }
    statement.add_child_keys(KeyOf(kName));
    *statement.mutable_opened_time() = auth::ToTimestamp(now());
    *statement.mutable_expiry_time() =
        auth::ToTimestamp(now() + absl::Hours(4));
    return statement;
  }
  static v1::Envelope Sign(const v1::BreakGlass& statement,
                           const std::vector<const auth::SigningKey*>& keys) {
    v1::Envelope envelope =
        *auth::SignDocument(auth::kBreakGlassType, statement, *keys.front());
    for (size_t i = 1; i < keys.size(); ++i) {
      envelope = *auth::AddSignature(envelope, *keys[i]);
    }
    return envelope;
  }
  // Without a signature: the node adds its own.
  static v1::Envelope Unsigned(const v1::BreakGlass& statement) {
    v1::Envelope envelope;
    envelope.set_payload_type(std::string(auth::kBreakGlassType));
    envelope.set_payload(statement.SerializeAsString());
    return envelope;
  }
  // What "boss-1" of `agency` found of `statement`.
  v1::Envelope Review(const v1::BreakGlass& statement,
                      v1::BreakGlassVerdict verdict,
                      const std::string& agency = "north") const {
    v1::BreakGlassReview review;
    review.set_break_glass_sha256(auth::Sha256(statement.SerializeAsString()));
    review.set_asker_agency_id(agency);
    review.set_reviewer_subject("boss-1");
    review.set_verdict(verdict);
    *review.mutable_reviewed_time() = auth::ToTimestamp(now());
    return *auth::SignDocument(auth::kBreakGlassReviewType, review,
                               Agency(agency).boss_key);
  }

  // What a node of north that keeps no rules gets for `statement`.
  v1::Answer AskWith(const v1::Envelope& statement) {
    v1::Question question = Question();
    if (!statement.payload().empty()) {
      *question.mutable_break_glass() = statement;
    }
    return Ask(question);
  }
  v1::Envelope Signed(const v1::BreakGlass& statement) const {
    return Sign(statement, {&Agency("north").node_key});
  }
  // All that could tell one denial from another of any time.
  static std::string WithoutIds(v1::Answer answer) {
    answer.clear_answer_time();
    return MissingSearch::WithoutIds(std::move(answer));
  }

  std::string record_id_;

 private:
  int made_ = 0;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_FIXTURE_H_
