// A library that starts a thread from its constructor.
#include <pthread.h>
#include <unistd.h>

static void* Wait(void* nothing) {
  pause();
  return nothing;
}

__attribute__((constructor)) static void Start(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, Wait, NULL);
}
