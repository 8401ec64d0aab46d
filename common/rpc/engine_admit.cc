// Before and after the method: who calls, may they, is the request right; what is told and logged.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/resource_name.h"
#include "common/observe/log.h"
#include "common/observe/trace.h"
#include "common/rpc/clock_service.h"
#include "common/rpc/engine.h"
#include "common/rpc/limits.h"
#include "common/rpc/show.h"
#include "common/rpc/validate.h"

namespace interim::rpc {
namespace {

using google::protobuf::Message;

constexpr absl::string_view kBearer = "bearer ";

absl::Status TokenMissing() {
  return MakeError({.code = absl::StatusCode::kUnauthenticated,
                    .reason = "TOKEN_MISSING",
                    .message = "send metadata authorization: Bearer <token>",
                    .metadata = {{"cause", "MISSING"}}});
}

absl::Status MethodNotAllowed(absl::string_view method) {
  return MakeError({.code = absl::StatusCode::kPermissionDenied,
                    .reason = "METHOD_NOT_ALLOWED",
                    .message = "no role of the caller opens this method",
                    .metadata = {{"method", std::string(method)}}});
}

absl::Status RateLimited(absl::Duration wait) {
  return MakeError({.code = absl::StatusCode::kResourceExhausted,
                    .reason = "RATE_LIMITED",
                    .message = "the organization has used up its calls for now",
                    .retry_after = wait});
}

// Under load go first those calls that can wait best; what is critical is only bounded by threads.
constexpr int kSheddablePercent = 70;
constexpr int kNormalPercent = 90;
constexpr int kLeastCalls = 4;  // however small the server
constexpr absl::Duration kOverloadPause = absl::Milliseconds(200);

absl::Status Overloaded(absl::string_view call_class) {
  return MakeError({.code = absl::StatusCode::kResourceExhausted,
                    .reason = "OVERLOADED",
                    .message = "the server has too much to do; nothing was changed",
                    .metadata = {{"class", std::string(call_class)}},
                    .retry_after = kOverloadPause});
}

absl::Status DeadlinePassed() {
  return MakeError({.code = absl::StatusCode::kDeadlineExceeded,
                    .reason = "DEADLINE_EXCEEDED",
                    .message = "the deadline had passed before the call started"});
}

bool IsStream(const Method& method) { return !method.spec.unary; }

// LogPseudonym of the same person as in the call before on this thread costs nothing.
const std::string& PseudonymOf(const std::string& subject) {
  thread_local std::string last_subject;
  thread_local std::string last_pseudonym;
  if (subject != last_subject) {
    last_pseudonym = LogPseudonym(subject);
    last_subject = subject;
  }
  return last_pseudonym;
}

// The first of "en-GB,en;q=0.8" decides; Dutch when it is not English.
Language LanguageOf(absl::string_view accept) {
  return absl::StartsWithIgnoreCase(absl::StripLeadingAsciiWhitespace(accept), "en")
             ? Language::kEnglish
             : Language::kDutch;
}

}  // namespace

CallOrigin Engine::Unknown() {
  static const TenantId& nobody = *new TenantId(*TenantId::Parse("unknown"));
  return {.principal = {.organization = nobody}};
}

absl::Status Engine::Admit(const Method& method, Wire& wire, CallOrigin& origin) {
  origin.method = method.full_name;
  origin.access = method.access;
  origin.language = LanguageOf(wire.Metadata("accept-language"));
  const TraceContext trace = StartSpan(wire.Metadata("traceparent"), wire.Metadata("tracestate"));
  origin.trace_id = trace.trace_id;
  origin.traceparent = trace.ToTraceparent();

  const absl::Time deadline = wire.Deadline();
  const absl::Duration limit = IsStream(method) ? kMaxStreamDeadline : kMaxDeadline;
  absl::Duration left = kDefaultDeadline;
  if (IsStream(method)) left = kMaxStreamDeadline;
  if (deadline != absl::InfiniteFuture()) left = std::min(deadline - absl::Now(), limit);
  if (left <= absl::ZeroDuration()) return DeadlinePassed();
  const absl::Time now = services_.system_clock->Now();
  origin.deadline = now + left;
  origin.cancelled = [&wire] { return wire.Cancelled(); };

  const absl::string_view authorization = wire.Metadata("authorization");
  if (!absl::StartsWithIgnoreCase(authorization, kBearer)) return TokenMissing();
  const absl::string_view token = authorization.substr(kBearer.size());
  ASSIGN_OR_RETURN(Principal principal, tokens_.Verify(token, now));
  if (principal.organization.value() == kServerTenant) return TokenMissing();
  origin.principal = std::move(principal);
  if (!AccessPolicy::Allowed(*method.access, origin.principal)) {
    denied_.Add();
    return MethodNotAllowed(method.full_name);
  }
  RETURN_IF_ERROR(CheckLoad(method, wire));
  if (services_.take_units) {
    const absl::Duration wait = services_.take_units(origin.principal.organization,
                                                     std::max(method.access->weight(), 1), left);
    if (wait > absl::ZeroDuration()) {
      wire.AddTrailer("grpc-retry-pushback-ms", absl::StrCat(absl::ToInt64Milliseconds(wait) + 1));
      return RateLimited(wait);
    }
  }
  origin.token = std::string(token);
  origin.session = std::string(wire.Metadata("interim-session"));
  if (!origin.session.empty()) {
    const auto name = ResourceName::Parse(origin.session);
    if (!name.ok() || name->organization() != origin.principal.organization) {
      return MakeError({.code = absl::StatusCode::kInvalidArgument,
                        .reason = "SESSION_NAME_INVALID",
                        .message = "metadata interim-session must name a session of the caller's "
                                   "organization"});
    }
  }
  return absl::OkStatus();
}

Counter Engine::AddShed(const std::string& call_class) const {
  return metrics_.AddCounter("admission_rejected_total", "Calls refused under load",
                             {{"class", call_class}, {"reason", "concurrency"}});
}

absl::Status Engine::CheckLoad(const Method& method, Wire& wire) {
  const MethodAccess::CallClass call_class = method.access->class_();
  if (services_.call_limit == 0 || call_class == MethodAccess::CRITICAL) return absl::OkStatus();
  const bool sheddable = call_class == MethodAccess::SHEDDABLE;
  const int percent = sheddable ? kSheddablePercent : kNormalPercent;
  if (running_ <= std::max(kLeastCalls, services_.call_limit * percent / 100)) {
    return absl::OkStatus();
  }
  (sheddable ? shed_sheddable_ : shed_normal_).Add();
  wire.AddTrailer("grpc-retry-pushback-ms",
                  absl::StrCat(absl::ToInt64Milliseconds(kOverloadPause)));
  return Overloaded(sheddable ? "SHEDDABLE" : "NORMAL");
}

absl::Status Engine::CleanAndCheck(const Method& method, Message& request,
                                   const CallOrigin& origin) {
  ClearOutputOnly(request);
  FieldErrors errors;
  CheckRequest(request,
               method.spec.response == nullptr ? nullptr : method.spec.response->GetDescriptor(),
               errors);
  if (method.spec.validate != nullptr) method.spec.validate(request, errors);
  if (!errors.empty()) return errors.ToStatus();
  return CheckTenant(request, origin.principal.organization);
}

void Engine::Prepare(const Method& method, CallState& state) {
  const Message& request = *state.request;
  const MessagePlan& plan = *state.plan;
  const TenantId& tenant = state.origin.principal.organization;
  state.request_id = absl::AsciiStrToLower(StringOf(request, plan.request_id));
  state.validate_only = BoolOf(request, plan.validate_only);
  absl::string_view name = StringOf(request, plan.name);
  absl::string_view etag = StringOf(request, plan.etag);
  if (plan.resource != nullptr && request.GetReflection()->HasField(request, plan.resource)) {
    const Message& resource = request.GetReflection()->GetMessage(request, plan.resource);
    const MessagePlan& resource_plan = PlanOf(*resource.GetDescriptor());
    if (name.empty()) name = StringOf(resource, resource_plan.name);
    if (etag.empty()) etag = StringOf(resource, resource_plan.etag);
  }
  if (!name.empty()) {
    absl::StatusOr<std::string> id = RelativeId(tenant, name);
    if (id.ok()) state.named = *std::move(id);
    state.expected_etag = std::string(etag);
  }
  if (!method.mutating) return;
  state.root = std::string(RootOf(state.named));
  if (state.root.empty()) {
    const absl::StatusOr<std::string> parent = RelativeId(tenant, StringOf(request, plan.parent));
    if (parent.ok()) state.root = std::string(RootOf(*parent));
  }
}

CallResult Engine::Finish(const Method& method, const CallOrigin& origin,
                          absl::string_view request_id, absl::Status status, absl::Duration took) {
  method.metrics->Finished(status.code(), took);
  CallResult result{.status = std::move(status)};
  const bool known = !origin.principal.subject.empty();
  const LogContext context{.trace_id = origin.trace_id,
                           .request_id = std::string(request_id),
                           .tenant = known ? origin.principal.organization.value() : ""};
  const ScopedLogContext scope(context);
  if (!result.status.ok()) {
    result.error.domain = domain_;
    result.error.request_id = request_id.empty() ? origin.trace_id : std::string(request_id);
    result.error.locale = origin.language == Language::kEnglish ? "en" : "nl-NL";
    if (const std::optional<ErrorSpec> spec = FindError(result.status);
        spec.has_value() && services_.text) {
      result.error.localized =
          services_.text(absl::StrCat("error.", spec->reason), spec->metadata, origin.language);
    }
    if (absl::IsInternal(result.status) || absl::IsUnknown(result.status)) {
      LOG_ERROR("internal_error",
                {{"method", method.full_name}, {"detail", result.status.message()}});
    }
  }
  LOG_INFO("call", {{"method", method.full_name},
                    {"status", result.status},
                    {"took_ms", took},
                    {"actor", PseudonymOf(origin.principal.subject)}});
  return result;
}

}  // namespace interim::rpc
