"""Runs workloads under strace and under landshim learn: what strace saw succeed, the recording must hold.

usage: compare_with_strace.py LANDSHIM NAME

Each workload runs in a fresh directory of the same name, so that both runs do the same.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

WORKLOADS = {
    "compiler": """
printf '#include <stdio.h>\\n#include "own.h"\\nint main(void) { puts(OWN); }\\n' >main.c
printf '#define OWN "own"\\n' >own.h
printf 'all: prog\\nprog: main.o\\n\\tgcc -o prog main.o\\nmain.o: main.c own.h\\n\\tgcc -c main.c\\n' >Makefile
make && ./prog
""",
    "git": """
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
export GIT_AUTHOR_DATE=2000-01-01T00:00:00Z GIT_COMMITTER_DATE=2000-01-01T00:00:00Z
git init -q one && cd one && echo text >file && git add file && git commit -qm first && git branch other &&
git checkout -q other && git log >/dev/null && git mv file moved && git commit -qm second && git gc -q
""",
    "python": """
mkdir package && echo 'VALUE = 1' >package/__init__.py
python3 -c 'import json, sqlite3, ssl, subprocess, package, tempfile
subprocess.run(["sh", "-c", "cat package/__init__.py >copy; rm copy"])
sqlite3.connect("base").execute("create table t (i int)")'
""",
    "shell": """
mkdir -p a/b/c; for i in 1 2 3; do echo $i | sort | uniq | sed s/1/2/ >>a/b/c/$i; done
ln -s b a/l; cat a/l/c/1; cd a/b; mv c d; cat ../l/d/2; cp -r d e; rm -r d; find . -type f | xargs grep -l 3
tar cf t.tar e; rm -r e; tar xf t.tar; gzip t.tar; gunzip t.tar.gz
""",
}

CALLS = "open,openat,openat2,creat,mkdir,mkdirat,execve,execveat,unlink,unlinkat,rmdir,rename,renameat,renameat2,symlink,symlinkat"
# Names that are made up anew in every run, and what leads to no file.
VARIES = re.compile(r"\.pyc\.\d+$|/tmp/|/proc/|/dev/pts|tmp_obj_|\.tmp-|/tmp_|pack-|_[A-Za-z0-9]{6}$|/t[A-Za-z0-9]{6}$")


def run(directory, command):
    shutil.rmtree(directory, ignore_errors=True)
    os.mkdir(directory)
    result = subprocess.run(command, cwd=directory, stdin=subprocess.DEVNULL, capture_output=True)
    assert result.returncode == 0, (command, result)
    return result.stdout


def normal(directory, path):
    path = os.path.normpath(path)
    # The files are still there, but for those that were removed: only directories are resolved.
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def seen_by_strace(directory, log):
    seen = set()
    for line in open(log, encoding="latin-1"):
        opened = re.search(r"\b(open|openat|openat2|creat)\(.*= \d+<(/[^>]*)>", line)
        if opened:
            path = opened.group(2).removesuffix("(deleted)")
            if "O_PATH" not in line:
                seen.add(("open", path))
            continue
        made = re.search(r"\b(mkdir|execve|unlink|rmdir|symlink)(?:at)?\((.*)\) = 0$", line)
        if not made:
            continue
        operation, arguments = made.groups()
        if operation == "symlink":
            arguments = arguments.split(",", 1)[1].strip()
        at = re.match(r"(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?\"([^\"]*)\"", arguments)
        base, path = at.groups()
        if "AT_REMOVEDIR" in arguments:
            operation = "rmdir"
        if operation == "execve":
            operation = "exec"
        if base is None and not path.startswith("/"):
            continue  # strace does not say where it starts
        seen.add((operation, normal(directory, os.path.join(base or "/", path))))
    return {(o, p) for o, p in seen if not VARIES.search(p.replace(directory, ""))}


def recorded(recording):
    facts = set()
    for line in open(recording, encoding="utf-8"):
        fact = json.loads(line)
        assert "gap" not in fact, fact
        if "op" in fact and "error" not in fact and isinstance(fact.get("path"), str):
            operation = "open" if fact["op"] == "open" else fact["op"]
            facts.add((operation, fact["path"]))
    return facts


def main():
    landshim, name = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = os.path.realpath(scratch)
        directory = os.path.join(scratch, "work")
        log, recording = os.path.join(scratch, "log"), os.path.join(scratch, "rec")
        shell = ["/bin/sh", "-ec", WORKLOADS[name]]
        free = run(directory, shell)
        strace = run(directory, ["strace", "-f", "-y", "-qq", "-s", "4096", "-o", log, "-e", "trace=" + CALLS, "-e", "signal=none"] + shell)
        expected = seen_by_strace(directory, log)
        learned = run(directory, [landshim, "learn", "-o", recording, "--"] + shell)
        assert learned == free == strace, (learned, free, strace)
        facts = recorded(recording)
        # What is executed first is executed by landshim; strace executes it by another path.
        missing = {e for e in expected - facts if (e[0], os.path.realpath(e[1])) not in facts}
        print(len(expected), "seen by strace,", len(missing), "of them not recorded")
        assert len(expected) > 30, expected
        assert not missing, sorted(missing)


main()
