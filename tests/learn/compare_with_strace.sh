#!/usr/bin/env bash
# Compares what landshim records of a workload with what strace sees of it: compare_with_strace.sh NAME
exec /usr/bin/python3 tests/learn/compare_with_strace.py "$PWD/tools/landshim" "$1"
