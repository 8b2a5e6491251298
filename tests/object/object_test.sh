#!/usr/bin/env bash
# Checks liblandshim.so: object_test.sh OBJECT THE-SAME-WITH-SYMBOLS [any-size]. Each check is a test case in Bazel's XML.
set -u
export LC_ALL=C

object=$1
with_symbols=$2
any_size=${3-}
largest=65536

# Tools of another architecture are named after it.
prefix=
if [[ $(od -An -tx1 -j18 -N2 "$object") == " b7 00" && $(uname -m) != aarch64 ]]; then
  prefix=aarch64-linux-gnu-
fi

dynamic=$("${prefix}readelf" -dW "$object")
segments=$("${prefix}readelf" -lW "$object")
# Binding, section and name; aarch64's linker lists sections too, which have no name.
dynamic_symbols=$("${prefix}readelf" --dyn-syms -W "$object" |
  awk '$1 ~ /^[0-9]+:$/ && $1 != "0:" && $4 != "SECTION" { print $5, $7, $8 }')

needs_no_library() { ! grep -F '(NEEDED)' <<<"$dynamic"; }
exports_nothing() { ! grep -v ' UND ' <<<"$dynamic_symbols" | grep .; }
takes_only_weak_environ() { diff <(echo 'WEAK UND environ') <(echo "$dynamic_symbols"); }
runs_first() { grep -qE '\(FLAGS_1\).*\bINITFIRST\b' <<<"$dynamic"; }
is_bound_at_once() { grep -qE '\(FLAGS(_1)?\).*\b(BIND_NOW|NOW)\b' <<<"$dynamic"; }
relocates_no_code() { ! grep -E 'TEXTREL' <<<"$dynamic"; }
has_no_file_to_look_for() { ! grep -E '\((RPATH|RUNPATH|AUDIT|DEPAUDIT|FILTER|AUXILIARY)\)' <<<"$dynamic"; }
has_no_thread_local_storage() { ! grep -E '^ +TLS ' <<<"$segments"; }
has_no_interpreter() { ! grep -E '^ +INTERP ' <<<"$segments"; }
needs_no_executable_stack() { grep -qE '^ +GNU_STACK .* RW +0x' <<<"$segments"; }

is_stripped() { ! "${prefix}nm" "$object" 2>/dev/null | grep .; }

has_no_writable_code() {
  ! awk '$1 == "LOAD" && $0 ~ / RWE /' <<<"$segments" | grep .
}

# What relocations write to is read-only when the program begins; aarch64's pages are too large for it.
is_read_only_after_relocation() {
  [[ $prefix == aarch64-* || $(uname -m) == aarch64 ]] || grep -qE '^ +GNU_RELRO ' <<<"$segments"
}

has_one_constructor() {
  [[ $("${prefix}readelf" -dW "$object" | awk '$2 == "(INIT_ARRAYSZ)" { print $3 }') == 8 ]] &&
    ! grep -E '\((INIT|FINI|FINI_ARRAY|PREINIT_ARRAY)\)' <<<"$dynamic"
}

fits_in_its_budget() {
  local sizes total=0 size
  [[ $any_size != any-size ]] || return 0
  sizes=$(awk '$1 == "LOAD" { print $5 }' <<<"$segments")
  for size in $sizes; do
    total=$((total + size))
  done
  echo "PT_LOAD segments take $total bytes in the file, of $largest"
  [[ $total -gt 0 && $total -le $largest ]]
}

# A compiler may take a loop that copies bytes for memcpy, and call that: in memcpy, for ever. Inlined
# functions are not there to look at, but the symbols of the others must be.
runtime_never_calls_itself() {
  "${prefix}nm" "$with_symbols" | grep -q ' LandshimStart$' || {
    echo "the symbol table is stripped"
    return 1
  }
  ! "${prefix}objdump" -d --no-show-raw-insn "$with_symbols" | awk '
    /^[0-9a-f]+ <.*>:$/ { name = substr($2, 2, length($2) - 3); next }
    name !~ /^(memcpy|memmove|memset|memcmp|memchr|strlen)(\..*)?$/ { next }
    # A jump to anywhere else within itself reads <name+0x..>.
    $2 ~ /^(callq?|jmpq?|bl?)$/ && $NF == "<" name ">" { print name ": " $0 }' | grep .
}

checks=(
  needs_no_library exports_nothing takes_only_weak_environ runs_first is_bound_at_once
  relocates_no_code has_no_file_to_look_for has_no_thread_local_storage has_no_interpreter
  needs_no_executable_stack has_no_writable_code is_read_only_after_relocation has_one_constructor
  is_stripped fits_in_its_budget runtime_never_calls_itself
)

failed=0
cases=
for check in "${checks[@]}"; do
  cases+="<testcase classname=\"object\" name=\"$check\" status=\"run\">"
  if output=$("$check" 2>&1); then
    echo "ok      $check"
  else
    echo "FAILED  $check"
    [[ -z $output ]] || printf '        %s\n' "$output"
    cases+="<failure message=\"see the log\"/>"
    failed=$((failed + 1))
  fi
  cases+="</testcase>"
done
if [[ -n ${XML_OUTPUT_FILE-} ]]; then
  echo "<testsuites><testsuite name=\"object\" tests=\"${#checks[@]}\" failures=\"$failed\">$cases</testsuite></testsuites>" \
    >"$XML_OUTPUT_FILE"
fi
[[ $failed -eq 0 ]]
