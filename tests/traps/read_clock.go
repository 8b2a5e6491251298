// Reads the clock a thousand times: with a vDSO that takes no system call.
package main

import "C"

import (
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	for i := 0; i < 1000; i++ {
		if time.Now().Before(start) {
			panic("the clock runs backwards")
		}
	}
	fmt.Println("main ran")
}
