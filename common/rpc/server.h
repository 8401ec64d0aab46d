// From methods to a running server. A service's adapter.cc and main.cc use only this header.
//
// adapter.cc (the one file of a service with gRPC headers):
//
//   class Adapter final : public v1::ContractingService::Service {
//    public:
//     Adapter(rpc::Server& server, Contracts& contracts) ...
//     grpc::Status SignContract(grpc::ServerContext* context, const v1::SignContractRequest* request,
//                               v1::Contract* response) override {
//       return server_.Unary(*context, kSign, *request, *response,
//                            [&](rpc::Call& call) { return contracts_.SignContract(call, *request); });
//     }
//   };
//
// INTERIM_UNARY(SignContract, v1::SignContractRequest, v1::Contract, contracts_) writes that method.
// INTERIM_CLIENT_STREAM(ImportCandidates, Request, Response, candidates_) hands the method a
// `rpc::Inbound<Request>&` with Next(); the wrapper's identity, access, limits and logging apply once.
//
// Validation before the method: field_behavior REQUIRED, resource name and UUID4 formats, unspecified
// enums, string and list limits from `limits.h`; then, where declared, the service's own
//   void ValidateRequest(const SignContractRequest& request, interim::FieldErrors& errors);
// found by argument-dependent lookup in the message's namespace (declare it in service/validation.h
// before adapter.cc includes this macro use).
