#!/usr/bin/env bash
# The benchmark runs and prints all of its tables. start_test.sh START
set -u

output=$("$1" --quick) || exit 1
printf '%s\n' "$output"
for line in "start with 20 rules" "the least object" "the shim" "added by the shim / added by the least object" \
  "system calls beyond" "one more .read. rule" "one more .write. rule"; do
  grep -q "$line" <<<"$output" || {
    echo "no line with: $line"
    exit 1
  }
done
