// Prints the environment as each of its readers sees it, one entry a line:
// main's third argument, environ, and getenv for each name.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int, char**, char** envp) {
  for (char** entry = envp; *entry != nullptr; ++entry) {
    printf("main %s\n", *entry);
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    printf("environ %s\n", *entry);
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    char* name = strndup(*entry, strcspn(*entry, "="));
    const char* value = getenv(name);
    printf("getenv %s is %s\n", name, value == nullptr ? "not set" : value);
    free(name);
  }
  return 0;
}
