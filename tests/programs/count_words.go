// Counts the words of files, each in a goroutine, and replaces a file by the result.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	counts := make([]chan int, len(os.Args)-2)
	for i, name := range os.Args[2:] {
		counts[i] = make(chan int)
		go func(name string, count chan int) {
			text, err := os.ReadFile(name)
			check(err)
			count <- len(strings.Fields(string(text)))
		}(name, counts[i])
	}
	result := os.Args[1]
	file, err := os.CreateTemp(filepath.Dir(result), "counts")
	check(err)
	for i, name := range os.Args[2:] {
		fmt.Fprintf(file, "%s: %d\n", name, <-counts[i])
	}
	check(file.Close())
	check(os.Rename(file.Name(), result))
}
