// A library whose constructor starts a thread, as some clients of databases and of telemetry do. The
// thread reads $HOME/id_rsa before main and once more when the program asks for it.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_t thread;
static sem_t read_once;
static sem_t asked;

static void Read(const char* when) {
  char line[256];
  snprintf(line, sizeof(line), "%s/id_rsa", getenv("HOME"));
  FILE* file = fopen(line, "r");
  if (file == NULL) {
    printf("%s: %s\n", when, strerror(errno));
    return;
  }
  if (fgets(line, sizeof(line), file) != NULL) printf("%s: %s", when, line);
  fclose(file);
}

static void* Work(void* unused) {
  Read("before main");
  sem_post(&read_once);
  sem_wait(&asked);
  Read("in main");
  return unused;
}

__attribute__((constructor)) static void StartThread(void) {
  sem_init(&read_once, 0, 0);
  sem_init(&asked, 0, 0);
  if (pthread_create(&thread, NULL, Work, NULL) != 0) abort();
  sem_wait(&read_once);
}

void ReadAgain(void) {
  sem_post(&asked);
  pthread_join(thread, NULL);
}
