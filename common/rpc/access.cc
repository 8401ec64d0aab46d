#include "common/rpc/access.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/core/mutex.h"
#include "common/core/status_macros.h"

namespace interim::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::ServiceDescriptor;

constexpr int kMaxWeight = 100;

bool Contains(const google::protobuf::RepeatedPtrField<std::string>& list,
              absl::string_view value) {
  return std::any_of(list.begin(), list.end(),
                     [value](const std::string& item) { return item == value; });
}

bool RolesFit(const Grant& grant, const Principal& principal) {
  return grant.roles().empty() ||
         std::any_of(principal.roles.begin(), principal.roles.end(),
                     [&grant](const std::string& role) { return Contains(grant.roles(), role); });
}

// Nobody outside the organization is ever a member, whatever the record.
bool OnlyMembers(const Grant& grant) {
  return grant.relations_size() == 1 && grant.relations(0) == "member";
}

// Relations of a grant; a caller without any relation fits no grant.
bool RelationsFit(const Grant& grant, const Relations& relations) {
  if (relations.empty()) return false;
  return grant.relations().empty() ||
         std::any_of(relations.begin(), relations.end(), [&grant](const std::string& name) {
           return Contains(grant.relations(), name);
         });
}

bool AnyFits(const google::protobuf::RepeatedPtrField<Grant>& grants, const Principal& principal,
             const Relations& relations) {
  return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return RolesFit(grant, principal) && RelationsFit(grant, relations);
  });
}

absl::Status Invalid(const std::vector<std::string>& problems) {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "ACCESS_TABLE_INVALID",
                    .message = absl::StrJoin(problems, "\n")});
}

// A field to hide: the way from the message down to it.
struct HiddenPath {
  std::vector<const FieldDescriptor*> path;
  const FieldAccess* access = nullptr;
};

// What Project does with one kind of message.
struct Plan {
  std::vector<HiddenPath> hidden;
  std::vector<const FieldDescriptor*> deeper;  // message fields whose messages have plans
};

bool IsWord(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
  });
}

// Collects all problems of a table.
class Checker {
 public:
  explicit Checker(std::vector<std::string>& problems) : problems_(problems) {}

  void Methods(const AccessTable& table, const std::vector<const ServiceDescriptor*>& mounted) {
    absl::flat_hash_map<std::string, int> known;
    for (const ServiceDescriptor* service : mounted) {
      for (int i = 0; i < service->method_count(); ++i) {
        known[absl::StrCat(service->full_name(), "/", service->method(i)->name())] = 0;
      }
    }
    for (const MethodAccess& method : table.method()) {
      const auto found = known.find(method.name());
      if (found == known.end()) {
        Add(method.name(), "no mounted service has this method");
      } else if (++found->second == 2) {
        Add(method.name(), "has more than one entry");
      }
      MethodEntry(method);
    }
    std::vector<std::string> missing;
    for (const auto& [name, count] : known) {
      if (count == 0) missing.push_back(name);
    }
    std::sort(missing.begin(), missing.end());
    for (const std::string& name : missing) Add(name, "has no entry");
  }

  void Grants(absl::string_view subject, const google::protobuf::RepeatedPtrField<Grant>& grants) {
    for (const Grant& grant : grants) {
      for (const std::string& role : grant.roles()) {
        if (!std::binary_search(KnownRoles().begin(), KnownRoles().end(), role)) {
          Add(subject, absl::StrCat("unknown role ", role));
        }
      }
      for (const std::string& relation : grant.relations()) {
        if (!IsWord(relation)) Add(subject, absl::StrCat("malformed relation ", relation));
      }
    }
  }

  void Add(absl::string_view subject, absl::string_view what) {
    problems_.push_back(absl::StrCat(subject, ": ", what));
  }

 private:
  void MethodEntry(const MethodAccess& method) {
    if (method.class_() == MethodAccess::CALL_CLASS_UNSPECIFIED) Add(method.name(), "has no class");
    if (method.weight() < 0 || method.weight() > kMaxWeight) {
      Add(method.name(), "weight must be 0 to 100");
    }
    for (const Grant& grant : method.allow()) {
      if (grant.roles().empty()) Add(method.name(), "a grant of a method must name roles");
    }
    Grants(method.name(), method.allow());
  }

  std::vector<std::string>& problems_;
};

// Clears the last field of a path in every message the path leads to.
void ClearPath(Message& message, const std::vector<const FieldDescriptor*>& path,
               std::size_t at = 0) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = path[at];
  if (at + 1 == path.size()) {
    reflection.ClearField(&message, field);
  } else if (field->is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      ClearPath(*reflection.MutableRepeatedMessage(&message, field, i), path, at + 1);
    }
  } else if (reflection.HasField(message, field)) {
    ClearPath(*reflection.MutableMessage(&message, field), path, at + 1);
  }
}

}  // namespace

const std::vector<absl::string_view>& KnownRoles() {
  static const std::vector<absl::string_view>& roles = *new std::vector<absl::string_view>{
      "admin",    "auditor",    "formal_client", "hr_advisor", "integration",    "interim_manager",
      "legal",    "purchasing", "rater",         "service",    "shadow_manager", "sponsor",
      "steering", "successor",  "supervisor",    "supplier",   "works_council"};
  return roles;
}

struct AccessPolicy::Impl {
  using Plans = absl::flat_hash_map<const Descriptor*, std::unique_ptr<const Plan>>;

  AccessTable table;
  absl::flat_hash_map<std::string, const MethodAccess*> methods;
  absl::flat_hash_map<std::string, std::vector<const FieldAccess*>> fields;  // by message name
  Plans plans;  // everything reachable from the mounted services; null: nothing to do
  mutable Mutex mutex;
  mutable Plans late ABSL_GUARDED_BY(mutex);  // other messages, planned when first met

  void IndexFields(Checker& checker);
  void PlanAll(const std::vector<const Descriptor*>& roots, const Plans* known,
               Plans& result) const;
  const Plan* FindPlan(const Descriptor* type) const;
  void Apply(Message& message, const Principal& principal, RelationsOf relations_of) const;
};

void AccessPolicy::Impl::IndexFields(Checker& checker) {
  for (const FieldAccess& entry : table.field()) {
    const std::string subject = absl::StrCat(entry.message(), ".", entry.path());
    checker.Grants(subject, entry.visible());
    const Descriptor* type =
        DescriptorPool::generated_pool()->FindMessageTypeByName(entry.message());
    if (type == nullptr) {
      checker.Add(entry.message(), "unknown message");
      continue;
    }
    for (absl::string_view step : absl::StrSplit(entry.path(), '.')) {
      const FieldDescriptor* field =
          type == nullptr ? nullptr : type->FindFieldByName(std::string(step));
      if (field == nullptr) {
        checker.Add(subject, "unknown field");
        break;
      }
      type = field->message_type();
    }
    for (const FieldAccess* other : fields[entry.message()]) {
      if (other->path() == entry.path()) checker.Add(subject, "has more than one entry");
    }
    fields[entry.message()].push_back(&entry);
  }
}

// Walks everything reachable from `roots`, then keeps what leads to a protected field.
void AccessPolicy::Impl::PlanAll(const std::vector<const Descriptor*>& roots, const Plans* known,
                                 Plans& result) const {
  std::vector<const Descriptor*> order = roots;
  absl::flat_hash_map<const Descriptor*, bool> needed;
  for (const Descriptor* type : roots) needed[type] = false;
  for (std::size_t i = 0; i < order.size(); ++i) {
    needed[order[i]] = fields.contains(order[i]->full_name());
    for (int f = 0; f < order[i]->field_count(); ++f) {
      const Descriptor* type = order[i]->field(f)->message_type();
      if (type != nullptr && needed.try_emplace(type, false).second) order.push_back(type);
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const Descriptor* type : order) {
      for (int f = 0; !needed[type] && f < type->field_count(); ++f) {
        const Descriptor* child = type->field(f)->message_type();
        if (child != nullptr && needed[child]) changed = needed[type] = true;
      }
    }
  }
  for (const Descriptor* type : order) {
    if (known != nullptr && known->contains(type)) continue;
    std::unique_ptr<Plan> plan = needed[type] ? std::make_unique<Plan>() : nullptr;
    for (int f = 0; plan != nullptr && f < type->field_count(); ++f) {
      const Descriptor* child = type->field(f)->message_type();
      if (child != nullptr && needed[child]) plan->deeper.push_back(type->field(f));
    }
    const auto entries = fields.find(type->full_name());
    if (entries != fields.end()) {
      for (const FieldAccess* entry : entries->second) {
        HiddenPath hidden{.access = entry};
        const Descriptor* at = type;
        for (absl::string_view step : absl::StrSplit(entry->path(), '.')) {
          hidden.path.push_back(at->FindFieldByName(std::string(step)));
          at = hidden.path.back()->message_type();
        }
        plan->hidden.push_back(std::move(hidden));
      }
    }
    result.insert_or_assign(type, std::move(plan));
  }
}

const Plan* AccessPolicy::Impl::FindPlan(const Descriptor* type) const {
  const auto found = plans.find(type);
  if (found != plans.end()) return found->second.get();
  MutexLock lock(mutex);
  const auto before = late.find(type);
  if (before != late.end()) return before->second.get();
  PlanAll({type}, &late, late);
  return late[type].get();
}

void AccessPolicy::Impl::Apply(Message& message, const Principal& principal,
                               RelationsOf relations_of) const {
  const Plan* plan = FindPlan(message.GetDescriptor());
  if (plan == nullptr) return;
  if (!plan->hidden.empty()) {
    const Relations relations = relations_of(message);
    for (const HiddenPath& hidden : plan->hidden) {
      if (!AnyFits(hidden.access->visible(), principal, relations)) {
        ClearPath(message, hidden.path);
      }
    }
  }
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : plan->deeper) {
    if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Apply(*reflection.MutableRepeatedMessage(&message, field, i), principal, relations_of);
      }
    } else if (reflection.HasField(message, field)) {
      Apply(*reflection.MutableMessage(&message, field), principal, relations_of);
    }
  }
}

AccessPolicy::AccessPolicy(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AccessPolicy::~AccessPolicy() = default;

absl::StatusOr<std::unique_ptr<AccessPolicy>> AccessPolicy::Create(
    const AccessTable& table, const std::vector<const ServiceDescriptor*>& mounted) {
  auto impl = std::make_unique<Impl>();
  impl->table = table;
  std::vector<std::string> problems;
  Checker checker(problems);
  checker.Methods(impl->table, mounted);
  impl->IndexFields(checker);
  if (!problems.empty()) return Invalid(problems);
  for (const MethodAccess& method : impl->table.method()) impl->methods[method.name()] = &method;
  std::vector<const Descriptor*> roots;
  for (const ServiceDescriptor* service : mounted) {
    for (int i = 0; i < service->method_count(); ++i) {
      roots.push_back(service->method(i)->output_type());
    }
  }
  for (const auto& [name, entries] : impl->fields) {
    roots.push_back(DescriptorPool::generated_pool()->FindMessageTypeByName(name));
  }
  impl->PlanAll(roots, nullptr, impl->plans);
  return std::unique_ptr<AccessPolicy>(new AccessPolicy(std::move(impl)));
}

const MethodAccess* AccessPolicy::FindMethod(absl::string_view method) const {
  const auto found = impl_->methods.find(method);
  return found == impl_->methods.end() ? nullptr : found->second;
}

bool AccessPolicy::Allowed(const MethodAccess& method, const Principal& principal) {
  return std::any_of(
      method.allow().begin(), method.allow().end(), [&principal](const Grant& grant) {
        return RolesFit(grant, principal) && !(principal.IsOutside() && OnlyMembers(grant));
      });
}

bool AccessPolicy::Allowed(absl::string_view method, const Principal& principal) const {
  const MethodAccess* entry = FindMethod(method);
  return entry != nullptr && Allowed(*entry, principal);
}

bool AccessPolicy::RelationAllowed(const MethodAccess& method, const Principal& principal,
                                   const Relations& relations) {
  return AnyFits(method.allow(), principal, relations);
}

bool AccessPolicy::RelationAllowed(absl::string_view method, const Principal& principal,
                                   const Relations& relations) const {
  const MethodAccess* entry = FindMethod(method);
  return entry != nullptr && RelationAllowed(*entry, principal, relations);
}

void AccessPolicy::Project(Message& message, const Principal& principal,
                           const Relations& relations) const {
  impl_->Apply(message, principal, [&relations](const Message&) { return relations; });
}

void AccessPolicy::ProjectEach(Message& message, const Principal& principal,
                               RelationsOf relations_of) const {
  impl_->Apply(message, principal, relations_of);
}

bool AccessPolicy::HasProtectedFields(const Descriptor& type) const {
  return impl_->FindPlan(&type) != nullptr;
}

}  // namespace interim::rpc
