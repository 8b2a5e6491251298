// A program that needs its settings.
#include <stdio.h>

int main(void) {
  FILE* settings = fopen("/etc/app.conf", "re");
  if (settings == NULL) {
    perror("/etc/app.conf");
    return 1;
  }
  fclose(settings);
  puts("served");
  return 0;
}
