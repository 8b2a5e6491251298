#!/usr/bin/env bash
# Python's virtual environments under a policy: they are made and used, and what is in them gets no further.
. tests/programs/lib.sh

set_up() {
  mkdir -p environments home/.ssh
  printf 'my key\n' >home/.ssh/id_rsa
}

make_environment() {
  "$1" /usr/bin/python3 -m venv --without-pip "environments/$2"
}

# Installs a module as pip would, and imports it.
use_environment() {
  local site
  site=$(echo "environments/$2"/lib/python3*/site-packages)
  printf '%s\n' "$3" >"$site/extra.py"
  "$1" "environments/$2/bin/python" -c 'import extra, sys; print(sys.prefix)'
}

test_an_environment_is_made_and_used() {
  expect_success make_environment sandboxed first
  expect_success use_environment sandboxed first 'import json'
  expect_output "environments/first"
}

test_another_environment_is_made_and_used() {
  expect_success make_environment sandboxed another
  expect_success use_environment sandboxed another 'import csv, email, sqlite3, xml.dom.minidom'
  expect_output "environments/another"
}

test_a_module_cannot_read_a_key() {
  local code='import os; print(open(os.path.expanduser("~/.ssh/id_rsa")).read())'
  expect_success make_environment sandboxed first
  expect_failure use_environment sandboxed first "$code"
  expect_output 'Permission denied'
  expect_no_output_of 'my key'
  expect_success use_environment unsandboxed first "$code"
  expect_output 'my key'
}

workload() {
  expect_success make_environment sandboxed first
  expect_success use_environment sandboxed first 'import json'
}

run_cases
