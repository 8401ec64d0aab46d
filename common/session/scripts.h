// The Lua scripts of sessions: one round trip each. Internal to this folder; the benchmark runs the
// same texts.
//
// Keys: KEYS[1] the session (hash), KEYS[2] its feed (stream), both in one cluster slot.
// Hash fields: epoch, ver, dver (version of the last draft change), state (StoredState), owner,
// req (request id of the last change), created_ms, abs_exp_ms, and for each part of the journey
// n:<part> (resource name) and v:<part> (record version).
//
// Every script answers an array whose first element is OK or a word for why not. With OK follow the
// time of Redis in ms and the fields in the order of kFields.
#ifndef INTERIM_COMMON_SESSION_SCRIPTS_H_
#define INTERIM_COMMON_SESSION_SCRIPTS_H_

#include <array>
#include <cstddef>

#include "absl/strings/string_view.h"
#include "common/redis/client.h"

namespace interim::session {

// Parts of a journey, in their order.
inline constexpr std::array<absl::string_view, 5> kParts = {"assessment", "selection", "brief",
                                                            "contract", "engagement"};

// Where each field stands in an answer.
enum FieldIndex : std::size_t {
  kEpoch,
  kVersion,
  kDraftVersion,
  kState,
  kOwner,
  kCreatedMs,
  kAbsExpMs,
  kFirstPart,  // name and version of each part follow
  kFieldCount = kFirstPart + 2 * kParts.size()
};

struct Scripts {
  Scripts();

  // ARGV: idle_ms (0: look without keeping alive). Words: NONE.
  redis::Script read;
  // ARGV: epoch, owner, state, request id, idle_ms, absolute_ms, feed length. Words: EXISTS.
  redis::Script create;
  // ARGV: owner, epoch, version, state, request id, idle_ms, feed length.
  // Words: LOST; CONFLICT followed by version and draft version.
  redis::Script update_draft;
  // ARGV: idle_ms, feed length, then part, resource name, record version for each move. Answers OK
  // and the version only. Words: NONE.
  redis::Script move;
  // ARGV: owner, feed length, ms that the feed lives on. Answers OK only. Words: NONE.
  redis::Script end;
};

// The one set of scripts; immutable.
const Scripts& TheScripts();

}  // namespace interim::session

#endif  // INTERIM_COMMON_SESSION_SCRIPTS_H_
