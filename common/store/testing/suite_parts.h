// One empty function in each file of the suite, so that the linker takes the file.
#ifndef INTERIM_COMMON_STORE_TESTING_SUITE_PARTS_H_
#define INTERIM_COMMON_STORE_TESTING_SUITE_PARTS_H_

namespace interim::store::testing {

void LinkRecordTests();
void LinkListTests();
void LinkFeedTests();
void LinkRetryTests();
void LinkTimerTests();
void LinkFaultTests();
void LinkHistoryTests();

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_TESTING_SUITE_PARTS_H_
