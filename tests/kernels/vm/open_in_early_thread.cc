// A library that starts a thread before the shim runs, and has that thread open
// the file $OPEN_IN_EARLY_THREAD after main.
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

static sem_t main_ended;
static pthread_t thread;

static void* WaitAndOpen(void*) {
  while (sem_wait(&main_ended) != 0) {
  }
  const char* path = getenv("OPEN_IN_EARLY_THREAD");
  const int fd = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  printf("early thread: errno %d, no_new_privs %d\n", fd >= 0 ? 0 : errno,
         prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  return nullptr;
}

__attribute__((constructor)) static void Start() {
  sem_init(&main_ended, 0, 0);
  pthread_create(&thread, nullptr, WaitAndOpen, nullptr);
}

__attribute__((destructor)) static void End() {
  sem_post(&main_ended);
  pthread_join(thread, nullptr);
}
