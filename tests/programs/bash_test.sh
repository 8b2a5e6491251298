#!/usr/bin/env bash
# A shell pipeline under one policy: every process of it works, and an injected command does not.
. tests/programs/lib.sh

set_up() {
  mkdir -p logs reports/out
  export LOGS=$PWD/logs REPORTS=$PWD/reports
  printf '%s\n' '10.0.0.2 /' '10.0.0.1 /' '10.0.0.2 /news' '10.0.0.2 /' >logs/today
  printf 'my key\n' >home/id_rsa
  cat >reports/count.sh <<'END'
set -eu -o pipefail
awk '{ print $1 }' "$LOGS/today" | sort -T "$REPORTS/out" | uniq -c | sort -rn |
  awk '{ print $2, $1 }' | tee "$REPORTS/out/visitors"
# The hole: a title that is not quoted where it is evaluated.
eval "echo report: $TITLE" >>"$REPORTS/out/visitors"
END
  export TITLE=daily
}

count() {
  "$1" /bin/bash "$REPORTS/count.sh"
}

test_a_pipeline_works() {
  expect_success count sandboxed
  expect_output $'10.0.0.2 3\n10.0.0.1 1'
  expect_content reports/out/visitors $'10.0.0.2 3\n10.0.0.1 1\nreport: daily'
}

# Even where the tools of the trade can be started.
grant_more_tools() {
  enforce "exec /usr/bin/cat /usr/bin/rm"
}

test_an_injected_command_cannot_read_a_secret() {
  grant_more_tools
  TITLE='daily; cat ~/id_rsa >&2'
  expect_failure count sandboxed
  expect_output 'Permission denied'
  expect_no_output_of 'my key'
  expect_success count unsandboxed
  expect_output 'my key'
}

test_an_injected_command_cannot_remove_a_file() {
  grant_more_tools
  TITLE='daily; rm -f ~/id_rsa'
  expect_failure count sandboxed
  expect_output 'Permission denied'
  expect_content home/id_rsa 'my key'
  expect_success count unsandboxed
  expect_missing home/id_rsa
}

test_an_injected_command_cannot_start_another_program() {
  TITLE='daily; /usr/bin/id >&2'
  expect_failure count sandboxed
  expect_output 'Permission denied'
  expect_no_output_of uid=
  expect_success count unsandboxed
  expect_output uid=
}

# The processes at both ends of a pipe are bound alike.
test_no_part_of_a_pipeline_is_free() {
  grant_more_tools
  TITLE='daily; cat ~/id_rsa | tee ~/planted >&2'
  attempt count sandboxed
  expect_no_output_of 'my key'
  expect_missing home/planted
  expect_success count unsandboxed
  expect_output 'my key'
  expect_content home/planted 'my key'
}

workload() {
  expect_success count sandboxed
}

run_cases
