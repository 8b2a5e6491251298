#!/usr/bin/env bash
# Compares what landshim explain reports of a workload with what the kernel denied it: compare_with_kernel.sh NAME
exec /usr/bin/python3 tests/explain/compare_with_kernel.py "$PWD/tools/landshim" "$1"
