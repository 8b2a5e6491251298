#!/usr/bin/env bash
# The benchmark of landshim run runs, prints all of its lines, and finds that both launchers make the same calls.
# run_test.sh RUN
set -u

output=$("$1" --quick) || exit 1
printf '%s\n' "$output"
for line in "the bare program" "no libc, only executes it" "static glibc that only executes it" \
  "the least launcher, first layer only" "the least launcher  " "landshim run  " "LD_PRELOAD alone" \
  "bwrap" "firejail" "setpriv" "landrun" "minijail0" \
  "added by landshim run / added by the least launcher" \
  "until the program is executed: [0-9]*: the same, with the same arguments" "as many of each"; do
  grep -q "$line" <<<"$output" || {
    echo "no line with: $line"
    exit 1
  }
done
