// The notes service as a program, for tests of the program around a server.
#include "common/rpc/testing/notes_service.h"

int main(int argc, char** argv) {
  interim::rpctest::Notes notes;
  return interim::rpc::RunServer(argc, argv, interim::rpctest::NotesSpec(notes));
}
