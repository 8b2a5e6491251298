// Counts the lines of a file into another: count_lines IN OUT. The path of a program that is to be
// started afterwards may follow.
#include <stdio.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  FILE* in = fopen(argv[1], "r");
  if (in == NULL) {
    perror(argv[1]);
    return 1;
  }
  int lines = 0;
  for (int c = getc(in); c != EOF; c = getc(in)) lines += c == '\n';
  FILE* out = fopen(argv[2], "w");
  if (out == NULL) {
    perror(argv[2]);
    return 1;
  }
  fprintf(out, "%d\n", lines);
  if (fclose(out) != 0) return 1;
  if (argc == 3) return 0;
  execl(argv[3], argv[3], (char*)NULL);
  perror(argv[3]);
  return 1;
}
