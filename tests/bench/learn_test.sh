#!/usr/bin/env bash
# The benchmark of landshim learn runs and prints all of its lines: learn_test.sh LEARN
set -u

output=$("$1" --quick) || exit 1
printf '%s\n' "$output"
for line in "compiling a C++ file: " "300 x /bin/true: " "find /usr/include: "; do
  grep -q "^$line" <<<"$output" || {
    echo "no line with: $line"
    exit 1
  }
done
