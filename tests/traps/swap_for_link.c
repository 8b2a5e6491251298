// Moves a directory away and puts a symbolic link to another in its place, as
// an attacker would for the next start. Exits with the errno of what fails.
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 3) return 99;
  char away[PATH_MAX];
  snprintf(away, sizeof(away), "%s.away", argv[1]);
  if (rename(argv[1], away) < 0) return errno;
  if (symlink(argv[2], argv[1]) < 0) return errno;
  return 0;
}
