#!/usr/bin/env bash
# Checks what the reader's libraries call: nothing of the system, no heap, no environment.
# purity_test.sh LIBRARY... takes the static ones among them.
set -u
export LC_ALL=C

# What compilers and sanitizers call by themselves, and libstdc++'s bounds checks.
allowed='^(mem(cpy|move|set|cmp|chr)|strlen|__(memcpy|memmove|memset)_chk|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_'
allowed+='|_Unwind_Resume|__cxa_begin_catch|_ZSt9terminatev|_ZSt[0-9]+__throw_[a-z_]+PKcz?'
allowed+='|__(asan|ubsan|sanitizer|sanitizer_cov|gcov|llvm_profile|gcc_personality|gxx_personality)_.*)$'

libraries=()
for file; do
  [[ ! -f $file || $file != *.a ]] || libraries+=("$file")
done

symbols() { nm --format=posix "$@" "${libraries[@]}" | awk 'NF >= 2 && $1 !~ /:$/ { print $1 }' | sort -u; }
defined=$(symbols --defined-only)
undefined=$(symbols --undefined-only)

# Each may be there a second time, as NAME.pic.a.
has_all_libraries() {
  diff <(printf 'lib%s.a\n' broad_places lexer plain_path problem reader ruleset suggest) \
    <(basename -a "${libraries[@]}" | sed 's/\.pic\.a$/.a/' | sort -u)
}

defines_the_reader() { grep -qE '^_ZN8landshim6Reader4NextE' <<<"$defined"; }

calls_nothing_else() { ! comm -13 <(echo "$defined") <(echo "$undefined") | grep -vE "$allowed" | c++filt | grep .; }

has_no_initializers() { ! nm "${libraries[@]}" | grep -E '_GLOBAL__sub_I_|__cxa_(atexit|guard)'; }

# Otherwise the check above would pass whatever the libraries call.
tells_a_call_from_none() {
  for symbol in open getenv read write malloc free _Znwm _ZdlPv mmap syscall __errno_location _ZNSs6appendEPKc; do
    ! grep -E "$allowed" <<<"$symbol" || return 1
  done
}

failed=0
for check in has_all_libraries defines_the_reader calls_nothing_else has_no_initializers tells_a_call_from_none; do
  if output=$("$check" "$@" 2>&1); then
    echo "ok      $check"
  else
    echo "FAILED  $check"
    [[ -z $output ]] || printf '        %s\n' "$output"
    failed=$((failed + 1))
  fi
done
[[ $failed -eq 0 ]]
