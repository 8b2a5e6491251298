// As count_layers.c, for a 32-bit process, without libc: this machine may have
// none of that kind.
enum {
  kExit = 1,
  kWrite = 4,
  kPrctl = 172,
  kCreateRuleset = 444,
  kRestrictSelf = 446,
  kSetNoNewPrivs = 38,
  kMostLayers = 16,
};

static long Call(long number, long a, long b, long c, long d) {
  long result;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(0)
                   : "memory");
  return result;
}

void _start(void) {
  static const unsigned long long kMakeChar = 1 << 6;
  static char line[] = "layers: 00\n";
  if (Call(kPrctl, kSetNoNewPrivs, 1, 0, 0) < 0) Call(kExit, 98, 0, 0, 0);
  const long ruleset =
      Call(kCreateRuleset, (long)&kMakeChar, sizeof(kMakeChar), 0, 0);
  if (ruleset < 0) Call(kExit, 97, 0, 0, 0);
  int left = 0;
  while (left <= kMostLayers && Call(kRestrictSelf, ruleset, 0, 0, 0) == 0) {
    ++left;
  }
  const int layers = kMostLayers - left;
  line[8] = (char)('0' + layers / 10);
  line[9] = (char)('0' + layers % 10);
  Call(kWrite, 1, (long)line, sizeof(line) - 1, 0);
  Call(kExit, 0, 0, 0, 0);
}
