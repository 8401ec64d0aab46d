// One call, as a method sees it: load, decide, commit.
//
// Everything else (identity, method x role, validation, idempotency, etag, audit, feed, session
// update, field projection, logging, metrics, rerun on conflict) happens in the wrapper around the
// method, see server.h. Methods return plain protobuf messages or a status made by domain/errors.h.
#ifndef INTERIM_COMMON_RPC_CALL_H_
#define INTERIM_COMMON_RPC_CALL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/resource_name.h"
#include "common/core/status_macros.h"
#include "common/core/tenant.h"
#include "common/rpc/principal.h"
#include "common/rpc/resource.h"
#include "common/store/store.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

class CallState;  // internal: store, deadline, session, recorded reads; owned by the wrapper

enum class Language { kDutch, kEnglish };  // kDutch unless the caller's `accept-language` says "en"

// A record as loaded: the value and the version it had. Only Call makes one.
template <class T>
class Stored {
 public:
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  std::int64_t version() const { return version_; }
  const std::string& id() const { return id_; }  // relative name, "contracts/c1"

 private:
  friend class Call;
  Stored(T value, std::string id, std::int64_t version)
      : value_(std::move(value)), id_(std::move(id)), version_(version) {}
  T value_;
  std::string id_;
  std::int64_t version_;
};

// What one commit writes. Built by Call::Begin; every read of this call is checked with it.
class Commit {
 public:
  // Replaces a loaded record.
  template <class T>
  void Update(const Stored<T>& before, const T& after) {
    PutMessage(Kind(Resource<T>::kCollection, Resource<T>::kSessionField), before.id(), after,
               Resource<T>::Index(after));
  }
  // Adds a record under `parent` (relative id, "" at the top) and returns its full resource name.
  // The id is chosen by us unless `id` is given.
  template <class T>
  std::string Create(absl::string_view parent, const T& value, absl::string_view id = "") {
    std::string chosen = ChooseId(Resource<T>::kCollection, Resource<T>::kIdPrefix, parent, id);
    return CreateMessage(Kind(Resource<T>::kCollection, Resource<T>::kSessionField), chosen, value,
                         Resource<T>::Index(value));
  }
  template <class T>
  void Delete(const Stored<T>& before) {
    DeleteId(Resource<T>::kCollection, before.id());
  }
  // The record the event is about; default: the first written.
  void About(absl::string_view resource_name);
  // Free text reason stated by the actor, and the rules that led to it ("R12@1").
  void Reason(absl::string_view reason);
  void Rule(absl::string_view rule_id, absl::string_view version);
  // Sets or moves a timer on a record (full or relative name); its handler is registered with the
  // server.
  void SetTimer(absl::string_view resource, absl::string_view kind, absl::Time business_due,
                absl::string_view payload = "");
  void CancelTimer(absl::string_view resource, absl::string_view kind);
  // Calls a peer after the commit, until it acknowledges. `method` is the full name
  // ("interim.assessment.v1.AssessmentService/RecordOutcome"); the relay fills `request_id`.
  void Relay(absl::string_view method, const google::protobuf::Message& request);

  Commit(Commit&&) noexcept;
  ~Commit();

 private:
  friend class Call;
  struct Impl;
  explicit Commit(std::unique_ptr<Impl> impl);
  struct Kind {
    Kind(absl::string_view c, absl::string_view s) : collection(c), session_field(s) {}
    absl::string_view collection;
    absl::string_view session_field;
  };
  void PutMessage(Kind kind, absl::string_view id, const google::protobuf::Message& m,
                  std::vector<store::IndexField> index);
  std::string CreateMessage(Kind kind, absl::string_view id, const google::protobuf::Message& m,
                            std::vector<store::IndexField> index);
  std::string ChooseId(absl::string_view collection, absl::string_view prefix,
                       absl::string_view parent, absl::string_view id);
  void DeleteId(absl::string_view collection, absl::string_view id);
  std::unique_ptr<Impl> impl_;
};

// Arguments of a list; the wrapper has parsed page_size and page_token of the request already.
struct ListArgs {
  std::string parent;                      // relative id of the owner, "" at the top
  std::vector<store::IndexField> filters;  // over declared index fields
};
template <class T>
struct Page {
  std::vector<T> items;         // ordered by id; projected with the response
  std::string next_page_token;  // empty at the end
};

class Call {
 public:
  explicit Call(CallState& state) : state_(state) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const TenantId& tenant() const;
  const Principal& principal() const;
  Date today() const;      // business day in Europe/Amsterdam; only for acts done now
  absl::Time now() const;  // business time, for stamps in records
  Language language() const;
  absl::string_view request_id() const;
  absl::Duration time_left() const;
  // Resource name of the session named by the caller's metadata, or "".
  absl::string_view session() const;
  bool cancelled() const;

  // Reads a record by full name. Checks tenant, relation and (for the record named by the request,
  // or its resource field) the client's etag. Errors: NOT_FOUND RESOURCE_NOT_FOUND; ABORTED
  // ETAG_MISMATCH; INVALID_ARGUMENT for a malformed name.
  template <class T>
  absl::StatusOr<Stored<T>> Load(absl::string_view name) {
    T value;
    ASSIGN_OR_RETURN(Loaded at, LoadInto(Resource<T>::kCollection, name, value));
    if (!Related(at.id, Resource<T>::RelationsOf(value, principal()))) return NotFound(name);
    RETURN_IF_ERROR(
        CheckEtag(at));  // only now: an etag must not tell a stranger that there is a record
    return Stored<T>(std::move(value), std::move(at.id), at.version);
  }
  // The same, as it was at event `sequence` of this service's trail.
  template <class T>
  absl::StatusOr<T> LoadAsOf(absl::string_view name, std::int64_t sequence) {
    T value;
    ASSIGN_OR_RETURN(Loaded at, LoadAsOfInto(Resource<T>::kCollection, name, sequence, value));
    if (!Related(at.id, Resource<T>::RelationsOf(value, principal()))) return NotFound(name);
    return value;
  }
  // One page in id order; records without relation to the caller are left out.
  template <class T>
  absl::StatusOr<Page<T>> List(const ListArgs& args) {
    Page<T> page;
    const auto take = [this, &page](const store::Record& record) -> absl::StatusOr<bool> {
      T value;
      RETURN_IF_ERROR(Decode(record, value));
      if (!Related(record.id, Resource<T>::RelationsOf(value, principal()))) return false;
      page.items.push_back(std::move(value));
      return true;
    };
    ASSIGN_OR_RETURN(const int size,
                     ListRecords(Resource<T>::kCollection, args, take, page.next_page_token));
    page.items.resize(size);
    return page;
  }
  // All children of a record (at most `max`, else RESOURCE_EXHAUSTED); each counts as read. For
  // display and for decisions guarded by the root record.
  template <class T>
  absl::StatusOr<std::vector<Stored<T>>> LoadChildren(absl::string_view parent, int max = 1000) {
    std::vector<Stored<T>> children;
    const auto take = [this, &children](const store::Record& record) -> absl::Status {
      T value;
      RETURN_IF_ERROR(Decode(record, value));
      NoteRelations(record.id, Resource<T>::RelationsOf(value, principal()));
      children.push_back(Stored<T>(std::move(value), record.id, record.version));
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(ScanRecords(Resource<T>::kCollection, parent, max, take));
    return children;
  }

  // Starts a commit with its event type ("contract.signed").
  rpc::Commit Begin(absl::string_view event_type);
  // Hands in what is to be written, once per call (once per batch in a client stream). A unary
  // method commits after it has returned its response, in one transaction with that response, so
  // that an error returned later commits nothing; until then Load shows what was handed in. With
  // `validate_only` in the request nothing is written. Use Committed to get a record with its new
  // etag.
  absl::Status Finish(rpc::Commit commit);
  // In a client stream: drops what has been read since the last commit, so that what follows is a
  // batch of its own. For messages that lead to no commit.
  void ForgetReads();
  // One record changed; returns it with its new etag and times.
  template <class T>
  absl::StatusOr<T> Commit(const Stored<T>& before, const T& after, absl::string_view event_type) {
    rpc::Commit commit = Begin(event_type);
    commit.Update(before, after);
    RETURN_IF_ERROR(Finish(std::move(commit)));
    return Committed<T>(before.id(), after);
  }
  // One record created under `parent` (relative id, "" at the top).
  template <class T>
  absl::StatusOr<T> Create(absl::string_view parent, const T& value, absl::string_view event_type,
                           absl::string_view id = "") {
    rpc::Commit commit = Begin(event_type);
    std::string name = commit.template Create<T>(parent, value, id);
    RETURN_IF_ERROR(Finish(std::move(commit)));
    return Committed<T>(name, value);
  }
  // `value` with name, etag and times as written by Finish. `name` full or relative.
  template <class T>
  T Committed(absl::string_view name, T value) {
    NoteRelations(FillCommitted(name, value), Resource<T>::RelationsOf(value, principal()));
    return value;
  }

  // Calls a peer with the caller's token, what is left of the deadline and a request_id derived
  // from this call's (for reads none). `method` is the full name,
  // "interim.matching.v1.MatchingService/GetSelection". Errors of the peer come back with reason
  // and metadata; UNAVAILABLE has been retried by the channel.
  template <class Response>
  absl::StatusOr<Response> Ask(absl::string_view method, const google::protobuf::Message& request) {
    Response response;
    RETURN_IF_ERROR(AskInto(method, request, response));
    return response;
  }

  // Localized text from the service's text catalogue, in the caller's language.
  std::string Text(absl::string_view key,
                   const std::vector<std::pair<std::string, std::string>>& params = {}) const;

 private:
  struct Loaded {
    std::string id;
    std::int64_t version;
    bool staged = false;  // by this call: the client's etag was compared before
  };
  absl::StatusOr<Loaded> LoadInto(absl::string_view collection, absl::string_view name,
                                  google::protobuf::Message& value);
  absl::StatusOr<Loaded> LoadAsOfInto(absl::string_view collection, absl::string_view name,
                                      std::int64_t sequence, google::protobuf::Message& value);
  using TakeRecord = std::function<absl::StatusOr<bool>(const store::Record&)>;
  using TakeChild = std::function<absl::Status(const store::Record&)>;
  absl::Status CheckEtag(const Loaded& at) const;
  // Offers records to `take` until it has taken a page and one more, which only shows that there is
  // another page. Returns how many belong to the page.
  absl::StatusOr<int> ListRecords(absl::string_view collection, const ListArgs& args,
                                  const TakeRecord& take, std::string& token);
  absl::Status ScanRecords(absl::string_view collection, absl::string_view parent, int max,
                           const TakeChild& take);
  absl::Status Decode(const store::Record& record, google::protobuf::Message& value) const;
  // Remembers how the caller stands to a record, for the projection of the response; true when that
  // opens the record to the caller for this method.
  bool Related(absl::string_view id, Relations relations);
  void NoteRelations(absl::string_view id, Relations relations);
  absl::Status NotFound(absl::string_view name) const;
  std::string FillCommitted(absl::string_view name, google::protobuf::Message& value);
  absl::Status AskInto(absl::string_view method, const google::protobuf::Message& request,
                       google::protobuf::Message& response);

  CallState& state_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_CALL_H_
