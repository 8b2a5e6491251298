#!/usr/bin/env bash
# sqlite3 under a policy: databases work, and a hostile script reaches no file and no program outside.
. tests/programs/lib.sh

set_up() {
  mkdir data
  export DATA=$PWD/data
  sqlite3 home/secret.db "CREATE TABLE keys(k); INSERT INTO keys VALUES ('my key')"
  printf 'my key\n' >home/id_rsa
  printf "SELECT 'from the script';\n" >home/script.sql
}

# sql sandboxed|unsandboxed STATEMENT: in a database of the data directory.
sql() {
  "$1" sqlite3 -bail data/app.db "$2"
}

test_a_database_is_made_and_queried() {
  expect_success sql sandboxed "CREATE TABLE t(n); INSERT INTO t VALUES (1), (2), (39)"
  expect_success sql sandboxed "SELECT sum(n) FROM t"
  expect_output 42
}

test_a_write_ahead_log_works() {
  expect_success sql sandboxed "PRAGMA journal_mode=WAL; CREATE TABLE t(n); BEGIN; INSERT INTO t VALUES (7); COMMIT"
  expect_output wal
  expect_success sql sandboxed "SELECT n FROM t; PRAGMA wal_checkpoint(TRUNCATE); VACUUM"
  expect_output 7
  expect_success sql unsandboxed "PRAGMA integrity_check"
  expect_output ok
}

test_no_other_database_can_be_attached() {
  local attack="ATTACH '$HOME/secret.db' AS s; SELECT k FROM s.keys"
  expect_failure sql sandboxed "$attack"
  expect_output 'unable to open database'
  expect_no_output_of 'my key'
  expect_success sql unsandboxed "$attack"
  expect_output 'my key'
}

test_no_other_file_can_be_read() {
  local attack="SELECT readfile('$HOME/id_rsa')"
  attempt sql sandboxed "$attack"
  expect_no_output_of 'my key'
  expect_success sql unsandboxed "$attack"
  expect_output 'my key'
}

test_no_script_can_be_sourced_from_elsewhere() {
  attempt sql sandboxed ".read $HOME/script.sql"
  expect_output 'cannot open'
  expect_no_output_of 'from the script'
  expect_success sql unsandboxed ".read $HOME/script.sql"
  expect_output 'from the script'
}

test_no_program_can_be_started() {
  attempt sql sandboxed ".shell cat $HOME/id_rsa"
  expect_no_output_of 'my key'
  attempt sql sandboxed ".system touch data/started"
  expect_missing data/started
  expect_success sql unsandboxed ".shell cat $HOME/id_rsa"
  expect_output 'my key'
}

test_no_file_can_be_written_elsewhere() {
  local attack="SELECT writefile('$HOME/.bashrc', 'planted')"
  attempt sql sandboxed "$attack"
  expect_missing home/.bashrc
  attempt sql sandboxed ".output $HOME/.bashrc"
  expect_missing home/.bashrc
  expect_success sql unsandboxed "$attack"
  expect_content home/.bashrc planted
}

workload() {
  expect_success sql sandboxed "CREATE TABLE first(n); INSERT INTO first VALUES (1); SELECT * FROM first"
}

run_cases
