#ifndef HOMEWARD_STORAGE_AUDIT_RECEIPT_H_
#define HOMEWARD_STORAGE_AUDIT_RECEIPT_H_

#include <cstdint>

#include "storage/digest.h"

namespace homeward::storage {

// Proof that an audit entry is durable. Only the Committer makes one, and only
// after the store has synced the entry, so a function that takes a receipt
// can't be reached by a call that left no evidence. A value; copy it freely.
class AuditReceipt {
 public:
  // The number of the entry, from 0.
  uint64_t index() const { return index_; }
  const Hash& leaf_hash() const { return leaf_hash_; }

  // The tree that was durable together with the entry.
  uint64_t tree_size() const { return tree_size_; }
  const Hash& tree_root() const { return tree_root_; }

  // The index of the first entry that shared the entry's sync: unique to that
  // sync, and the same for all entries in it.
  uint64_t group() const { return group_; }

 private:
  friend class Committer;
  AuditReceipt(uint64_t index, const Hash& leaf_hash, uint64_t tree_size,
               const Hash& tree_root, uint64_t group)
      : index_(index),
        leaf_hash_(leaf_hash),
        tree_size_(tree_size),
        tree_root_(tree_root),
        group_(group) {}

  uint64_t index_;
  Hash leaf_hash_;
  uint64_t tree_size_;
  Hash tree_root_;
  uint64_t group_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_AUDIT_RECEIPT_H_
