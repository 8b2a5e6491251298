"""Runs workloads under policies that are too tight, once under strace and once under landshim explain: what the
kernel denied is what explain reports, as often, and nothing else.

usage: compare_with_kernel.py LANDSHIM NAME

As root every EACCES is Landlock's. Each workload runs in a fresh directory of the same name.
"""
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

BASE = "include <base> <libs>; exec /usr/bin; read /etc"
SOURCES = """
printf '#include <stdio.h>\\n#include "own.h"\\nint main(void) { puts(OWN); }\\n' >main.c
printf '#define OWN "own"\\n' >own.h
printf 'all: prog\\nprog: main.o\\n\\tgcc -o prog main.o\\nmain.o: main.c own.h\\n\\tgcc -c main.c\\n' >Makefile
"""
REPOSITORY = """
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
git init -q . && echo text >file && git add file && git commit -qm first && git branch other
"""
FILES = "mkdir -p a/b/c d; for i in 1 2 3; do echo $i >a/b/c/$i; done; ln -s b a/l"

# What is made before, the policy, and what runs in it. DIRECTORY stands for where.
WORKLOADS = {
    "nothing_granted": (FILES, "include <base>", ["/bin/bash", "-c", "ls; cat a/b/c/1; echo x >a/y; cd a; : </etc/passwd"]),
    "compiler": (SOURCES, BASE + "; read DIRECTORY", ["/usr/bin/make"]),
    "compiler_without_includes": (
        SOURCES, "include <base>; exec /usr/bin/gcc /usr/bin/gcc-12 /usr/bin/x86_64-linux-gnu-gcc-12 "
        "/usr/libexec; read DIRECTORY; write /tmp", ["/usr/bin/gcc", "-c", "main.c"]),
    "git": (REPOSITORY, BASE + "; exec /usr/lib/git-core; read DIRECTORY",
            ["/bin/bash", "-c", "git log --format=%s; git checkout other; echo more >file; git commit -am x; git gc; git status -s"]),
    "git_with_everything": (REPOSITORY, BASE + "; exec /usr/lib/git-core; read /usr/share; write DIRECTORY /dev/null",
                            ["/bin/bash", "-c", "git log --format=%s; git checkout -q other; git status -s"]),
    "python": ("mkdir package; echo 'VALUE = 1' >package/__init__.py", BASE + "; read DIRECTORY/package",
               ["/usr/bin/python3", "-c", """
import os, socket, subprocess, tempfile
for attempt in (lambda: open("new", "w"), lambda: os.listdir("."), lambda: os.mkdir("package/x"),
                lambda: os.symlink("a", "package/l"), lambda: os.mkfifo("package/f"), lambda: open("/proc/version").read(),
                lambda: os.truncate("package/__init__.py", 1), lambda: os.link("package/__init__.py", "package/2"),
                lambda: os.unlink("package/__init__.py"), lambda: os.rmdir("package"), lambda: open("missing"),
                lambda: socket.create_connection(("127.0.0.1", 1)), lambda: socket.socket().bind(("127.0.0.1", 0)),
                lambda: socket.socket(socket.AF_UNIX).bind("package/s"), lambda: os.kill(1, 0),
                lambda: os.open("package", os.O_TMPFILE | os.O_RDWR), lambda: tempfile.TemporaryFile(dir="package"),
                lambda: os.rename("package/__init__.py", "moved"), lambda: subprocess.run(["/usr/sbin/missing"]),
                lambda: os.open("/dev/tty", os.O_RDWR), lambda: os.stat("/root"), lambda: os.chmod("package", 0o700)):
    try:
        attempt()
    except OSError as error:
        pass
"""]),
    "shell": (FILES, BASE + "; read DIRECTORY; allow make_dir,remove_dir,make_reg DIRECTORY/a; write DIRECTORY/d",
              ["/bin/bash", "-c", """
mv a/b a/x; mv a/b/c/1 a/b/1; mv a/b d; cp -r a d/copy; rm -r a; ln a/b/c/1 d/linked; ln -s x a/x; mkdir a/new; rmdir a/new
mkfifo d/f; touch d/t; truncate -s 0 d/t; tar cf d/t.tar a; cd d; tar xf t.tar; gzip t.tar; find .. -name 1 | xargs grep -l 1
sort /etc/passwd | uniq | tail -n 1 >../out; sort /etc/passwd | tail -n 1 >last; dd if=/dev/zero of=x bs=1 count=1 2>/dev/null
"""]),
    "archive": (FILES, "include <base>; read DIRECTORY/a; allow make_reg DIRECTORY/d",
                ["/usr/bin/7z", "a", "d/x.7z", "a"]),
    "database": ("sqlite3 base 'create table t (i int)'", "include <base>; read DIRECTORY",
                 ["/usr/bin/sqlite3", "base", "insert into t values (1)", "select * from t"]),
}

CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += -1 (E\w+) ")


def prepare(directory, script, policy):
    shutil.rmtree(directory, ignore_errors=True)
    os.mkdir(directory)
    subprocess.run(["/bin/bash", "-c", script], cwd=directory, check=True, stdin=subprocess.DEVNULL)
    file = directory + ".policy"
    with open(file, "w") as out:
        out.write("landshim 1\nabi 3..11\n" + policy.replace("DIRECTORY", directory) + "\n")
    return file


def run(directory, command):
    environment = {"PATH": "/usr/bin:/bin", "HOME": directory, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=directory, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def failures(log):
    """How often each call failed: by its name, its error and its arguments."""
    calls = collections.Counter()
    unfinished = {}
    for line in open(log, encoding="latin-1"):
        line = line.rstrip("\n")
        process = line.split()[0]
        if line.endswith("<unfinished ...>"):
            unfinished[process] = line.removesuffix("<unfinished ...>")
            continue
        resumed = re.match(r"^\d+ +<\.\.\. \w+ resumed>(.*)$", line)
        if resumed:
            line = unfinished.pop(process, "") + resumed.group(1)
        match = CALL.match(line)
        if match:
            call, arguments, error = match.groups()
            calls[call, error, arguments] += 1
    return calls


def denied_by_landlock(sandboxed, free):
    """Leaves out what fails without a sandbox too: a terminal that is not there, a directory that is not empty."""
    fails_anyway = {(call, arguments) for call, error, arguments in free if error in ("ENXIO", "ENOTEMPTY")}
    denied = collections.Counter()
    for (call, error, arguments), count in sandboxed.items():
        if error in ("EACCES", "EXDEV") and (call, arguments) not in fails_anyway:
            denied[call, error] += count
    return denied


def main():
    landshim, name = sys.argv[1:]
    if os.geteuid() != 0:
        print("SKIPPED: needs root, so that nothing else denies")
        return
    script, policy, command = WORKLOADS[name]
    scratch = tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR"))
    directory = scratch + "/work"
    log = scratch + "/log"

    def run_fresh(*prefix):
        file = prepare(directory, script, policy)
        return run(directory, [*prefix[:-1], *(word.replace("POLICY", file) for word in prefix[-1]), "--", *command])

    strace = ["/usr/bin/strace", "-f", "-qq", "-s", "4096", "-o", log]
    run_fresh(*strace[:-1], [log])
    free = failures(log)
    traced = run_fresh(*strace, landshim, ["run", "--policy", "POLICY"])
    denied = denied_by_landlock(failures(log), free)
    explained = run_fresh(landshim, ["explain", "--policy", "POLICY", "--json"])
    shutil.rmtree(scratch)

    begin = explained.stdout.rfind(b'{\n  "program"')
    assert (explained.returncode, explained.stdout[:begin]) == (traced.returncode, traced.stdout), (explained, traced)
    found = collections.Counter()
    for denial in json.loads(explained.stdout[begin:])["denials"]:
        if denial["errno"] in ("EACCES", "EXDEV"):
            found[denial["call"], denial["errno"]] += denial["count"]
        print(denial["count"], denial["call"], denial["operation"], denial["errno"], "add:", denial["cure"])
    assert found == denied, "explained %s, denied by the kernel %s" % (found - denied, denied - found)
    assert sum(denied.values()) > 0 or name.endswith("everything"), "nothing was denied"
    print("%s: %d denials, each of them the kernel's" % (name, sum(denied.values())))


if __name__ == "__main__":
    main()
