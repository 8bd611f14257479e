package main

import (
	"io"
	"os"
	"strings"
	"syscall"
)

var kept [][]byte

func main() {
	text, _ := io.ReadAll(os.Stdin)
	what, rest, _ := strings.Cut(string(text), "\n")
	switch what {
	case "echo":
		os.Stdout.WriteString(rest)
	case "exit":
		os.Exit(3)
	case "raise":
		panic("deliberate")
	case "abort":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "spin":
		for {
		}
	case "hog":
		for {
			piece := make([]byte, 1<<20)
			for i := range piece {
				piece[i] = 1
			}
			kept = append(kept, piece)
		}
	}
}
