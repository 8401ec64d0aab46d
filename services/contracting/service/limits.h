// Limits of this service's requests, each with its reason; those of every call:
// common/rpc/limits.h.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_LIMITS_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_LIMITS_H_

namespace interim::contracting {

// Lists of a brief: one page of a document each; more belongs into an annex of the client.
inline constexpr int kMaxListItems = 50;
// One text of a brief.
inline constexpr int kMaxTextBytes = 8000;
// A clause that people wrote themselves.
inline constexpr int kMaxClauseBytes = 20000;
// The same in characters, as the API promises.
inline constexpr int kMaxClauseCharacters = 5000;
// A reason or remark that is shown beside a decision.
inline constexpr int kMaxReasonBytes = 4000;
// Clauses of one contract.
inline constexpr int kMaxClauses = 80;
// Signing places, and people named in one of them.
inline constexpr int kMaxSlots = 10;
inline constexpr int kMaxSignatories = 20;
// Decisions about findings in one call.
inline constexpr int kMaxDecisions = 50;
// Answers on the working relation and earlier contracts in one check.
inline constexpr int kMaxAnswers = 100;
// One source or description of a fact from practice, or evidence of an answer.
inline constexpr int kMaxFactTextBytes = 2000;
// Alternatives stated with an extension.
inline constexpr int kMaxAlternatives = 10;
// Hours a month has at most: 31 days of 24 hours.
inline constexpr int kMaxHoursPerMonth = 744;
// Longest notice and payment terms in days.
inline constexpr int kMaxTermDays = 366;
// Longest notice term of an employment, in months.
inline constexpr int kMaxNoticeMonths = 24;
// Hexadecimal digits of a SHA-256.
inline constexpr int kSha256Digits = 64;

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_LIMITS_H_
