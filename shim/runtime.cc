// What the compiler may call although the object has no libc: memory
// functions, and traps for what can never be reached.
#include <cstddef>

// The optimiser of the whole object calls them only after it decided what to
// drop: keep them for the linker, which drops what is really unused.
#define LANDSHIM_CALLED_BY_COMPILER __attribute__((used))

extern "C" {

LANDSHIM_CALLED_BY_COMPILER
void* memcpy(void* to, const void* from, size_t size) {
  auto* t = static_cast<unsigned char*>(to);
  const auto* f = static_cast<const unsigned char*>(from);
  for (size_t i = 0; i < size; ++i) t[i] = f[i];
  return to;
}

LANDSHIM_CALLED_BY_COMPILER
void* memmove(void* to, const void* from, size_t size) {
  auto* t = static_cast<unsigned char*>(to);
  const auto* f = static_cast<const unsigned char*>(from);
  if (t < f) return memcpy(to, from, size);
  while (size-- > 0) t[size] = f[size];
  return to;
}

LANDSHIM_CALLED_BY_COMPILER
void* memset(void* to, int value, size_t size) {
  auto* t = static_cast<unsigned char*>(to);
  for (size_t i = 0; i < size; ++i) {
    t[i] = static_cast<unsigned char>(value);
    asm volatile("");  // or GCC sees a memset here and calls it
  }
  return to;
}

LANDSHIM_CALLED_BY_COMPILER
int memcmp(const void* a, const void* b, size_t size) {
  const auto* x = static_cast<const unsigned char*>(a);
  const auto* y = static_cast<const unsigned char*>(b);
  for (size_t i = 0; i < size; ++i) {
    if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
  }
  return 0;
}

// Declared under another name: <cstring> overloads memchr for const.
void* FindByte(const void* in, int value, size_t size) asm("memchr");
LANDSHIM_CALLED_BY_COMPILER
void* FindByte(const void* in, int value, size_t size) {
  auto* p = static_cast<unsigned char*>(const_cast<void*>(in));
  for (size_t i = 0; i < size; ++i) {
    if (p[i] == static_cast<unsigned char>(value)) return p + i;
  }
  return nullptr;
}

LANDSHIM_CALLED_BY_COMPILER
size_t strlen(const char* s) {
  size_t size = 0;
  while (s[size] != '\0') {
    ++size;
    asm volatile("");  // or GCC sees a strlen here and calls it
  }
  return size;
}

}  // extern "C"

// libstdc++'s headers call these where an index is out of range. A wrong index
// is a bug of ours: end at once, before the program begins.
extern "C" {
[[noreturn]] void ThrowOutOfRange(const char* format, ...) asm(
    "_ZSt24__throw_out_of_range_fmtPKcz");
[[noreturn]] void ThrowLengthError(const char* what) asm(
    "_ZSt20__throw_length_errorPKc");
[[noreturn]] void ThrowLogicError(const char* what) asm(
    "_ZSt19__throw_logic_errorPKc");

LANDSHIM_CALLED_BY_COMPILER
void ThrowOutOfRange(const char* /*format*/, ...) { __builtin_trap(); }
LANDSHIM_CALLED_BY_COMPILER
void ThrowLengthError(const char* /*what*/) { __builtin_trap(); }
LANDSHIM_CALLED_BY_COMPILER
void ThrowLogicError(const char* /*what*/) { __builtin_trap(); }
}  // extern "C"

// What the compiler puts where a class says that a function is another's.
extern "C" {
[[noreturn]] void __cxa_pure_virtual();

LANDSHIM_CALLED_BY_COMPILER
void __cxa_pure_virtual() { __builtin_trap(); }
}
