// A library whose constructor starts a thread; linked to run before all others:
// glibc lets only the last of these do so.
#include <pthread.h>
#include <unistd.h>

static void* Wait(void*) {
  pause();
  return nullptr;
}

__attribute__((constructor)) static void StartThread() {
  pthread_t thread;
  pthread_create(&thread, nullptr, Wait, nullptr);
}
