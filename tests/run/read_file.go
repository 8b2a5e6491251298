// Prints the file os.Args[1] and exits with the errno of it.
package main

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
