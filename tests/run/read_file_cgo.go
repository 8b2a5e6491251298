// The same as read_file.go, dynamically linked: with cgo, libc begins it.
package main

import "C"

import (
	"errors"
	"os"
	"syscall"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	var errno syscall.Errno
	if errors.As(err, &errno) {
		os.Exit(int(errno))
	}
	os.Stdout.Write(text)
}
