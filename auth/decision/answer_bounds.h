#ifndef HOMEWARD_AUTH_DECISION_ANSWER_BOUNDS_H_
#define HOMEWARD_AUTH_DECISION_ANSWER_BOUNDS_H_

#include <memory>
#include <vector>

#include "auth/decision/active_set.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_set.h"
#include "auth/mou/treatment.h"
#include "homeward/v1/mou.pb.h"

// What an asker's node holds an owner's answer to, by its own copy of the MOU
// that the question names. Pure. Source: docs/mou.md, "The asker checks again".
namespace homeward::auth {

class Admission;

// The most that the answer to one question may tell, and the least duties that
// come with it, whatever is true of the records. The owner alone knows the
// facts of a record, and it may read the case otherwise than the asker, as
// none. So no answer of an owner that goes by the same MOU is beyond them.
// Immutable; thread-safe.
class AnswerBounds {
 public:
  // Nothing may be told.
  AnswerBounds() = default;

  // What to ask the owner for. Empty: for all that is permitted.
  CategorySet ask() const { return ask_; }
  // The fields of Claim that may be told in some form.
  const FieldSet& fields() const { return fields_; }
  // Those that may be told as they are.
  const FieldSet& clear() const { return clear_; }
  // Whether `field` may be told as `treatment` leaves it.
  bool Allows(int field, Treatment treatment) const;
  // The duties of an answer that tells `fields` and for which the owner names
  // the duties `told`: these, each type once, if they may be those of the
  // permits used. Else, as nothing is known of which were used, also those of
  // all that may have been: each type once, the shortest time of each.
  std::vector<v1::Obligation> Duties(const FieldSet& fields,
                                     std::vector<v1::Obligation> told) const;

 private:
  friend AnswerBounds BoundsOf(const Admission&);

  // A permit that may be used, and what it tells where it is.
  struct Source {
    FieldSet fields;
    // Of those that it doesn't tell as they are.
    std::vector<FieldTreatment> alters;
    const std::vector<v1::Obligation>* duties = nullptr;  // Of mous_.
  };

  // The least duties of what tells `field`: of each type that all its sources
  // have, the longest time.
  std::vector<v1::Obligation> LeastDuties(int field) const;

  std::shared_ptr<const ActiveSet> mous_;
  CategorySet ask_;
  FieldSet fields_;
  FieldSet clear_;
  std::vector<Source> sources_;
};

// The bounds of an answer to the question of `admission`, which is the asker's
// own, asked for `ask()`. Thread-safe.
AnswerBounds BoundsOf(const Admission& admission);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_ANSWER_BOUNDS_H_
