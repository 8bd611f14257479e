// Package assay_ASSAY_MARK runs a suite and says with a one-time word that it has ended. It is
// initialised before the package under test, so that the word is out of standard input by then.
package assay_ASSAY_MARK

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var key [2]int
var low, high uint64
var last string

func turned(value uint64, by uint) uint64 { return value<<by | value>>(64-by) }

// Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
func seal(text string) string {
	data := last + text
	size := len(data)
	v0, v1 := low^0x736f6d6570736575, high^0x646f72616e646f6d
	v2, v3 := low^0x6c7967656e657261, high^0x7465646279746573
	for at := 0; at <= size+8; at += 8 {
		var word uint64
		rounds := 2
		for i := 7; i >= 0 && at <= size; i-- {
			word <<= 8
			if at+i < size {
				word |= uint64(data[at+i])
			} else if i == 7 {
				word |= uint64(size & 255)
			}
		}
		if at > size {
			rounds = 4
			v2 ^= 255
		}
		v3 ^= word
		for ; rounds > 0; rounds-- {
			v0 += v1
			v1 = turned(v1, 13) ^ v0
			v0 = turned(v0, 32)
			v2 += v3
			v3 = turned(v3, 16) ^ v2
			v0 += v3
			v3 = turned(v3, 21) ^ v0
			v2 += v1
			v1 = turned(v1, 17) ^ v2
			v2 = turned(v2, 32)
		}
		v0 ^= word
	}
	last = fmt.Sprintf("%016x", v0^v1^v2^v3)
	return last
}

func init() {
	var word [64]byte
	n := 0
	for n < len(word) {
		got, err := syscall.Read(0, word[n:n+1])
		if err != nil || got == 0 || word[n] == '\n' {
			break
		}
		n++
	}
	if n != len(word) {
		os.Exit(3)
	}
	fmt.Sscanf(string(word[:32]), "%16x%16x", &low, &high)
	// The word of the last line waits in a pipe, where no variable holds it.
	if syscall.Pipe2(key[:], syscall.O_CLOEXEC) != nil {
		os.Exit(3)
	}
	syscall.Write(key[1], word[32:])
	syscall.Close(key[1])
	if null, err := syscall.Open("/dev/null", syscall.O_RDONLY, 0); err == nil {
		syscall.Dup2(null, 0)
	}
}

var (
	lock     sync.Mutex
	report   *os.File
	finished int
	passed   int
	bad      int
)

var escape = strings.NewReplacer("\\", "\\\\", "\n", "\\n", "\t", "\\t", "\r", "\\r")

func line(fields ...string) {
	for i, text := range fields {
		if len(text) > 2000 {
			text = text[:2000]
		}
		fields[i] = escape.Replace(text)
	}
	text := strings.Join(fields, "\t")
	io.WriteString(report, text+"\t"+seal(text)+"\n")
}

const (
	mustPass = "assay: must pass"
	mustFail = "assay: must fail"
)

// Watch runs one test and writes down its start and its end.
func Watch(t *testing.T, name string, test func(*testing.T)) {
	lock.Lock()
	line("S", name)
	lock.Unlock()
	began := time.Now()
	ended := false
	panicked := ""
	// The first to be registered is the last to run: after the test's own, and its parallel subtests.
	t.Cleanup(func() {
		took := fmt.Sprintf("%.3f", float64(time.Since(began).Microseconds())/1000)
		outcome, message, expected, actual := "passed", "", "", ""
		switch {
		case panicked != "":
			outcome, message = "error", panicked
		case t.Failed():
			outcome = "failed"
			if said, ok := notes.Load(t); ok {
				note := said.([3]string)
				message, expected, actual = note[0], note[1], note[2]
			}
		case t.Skipped():
			outcome = "skipped"
		case !ended:
			outcome, message = "error", "the goroutine of the test was ended"
		}
		lock.Lock()
		defer lock.Unlock()
		finished++
		if outcome == "passed" {
			passed++
		} else if name != mustFail {
			bad++
		}
		line("F", name, outcome, took, message, expected, actual)
	})
	defer func() {
		if what := recover(); what != nil {
			panicked = fmt.Sprintf("panic: %v", what)
			stack := make([]byte, 4096)
			fmt.Fprintf(os.Stderr, "%s\n%s\n", panicked, stack[:runtime.Stack(stack, false)])
			t.Fail()
		}
	}()
	test(t)
	ended = true
}

var notes sync.Map

// Note keeps what the first failed assertion of a test compared.
func Note(t any, message, expected, actual string) {
	notes.LoadOrStore(t, [3]string{message, expected, actual})
}

// Run runs all tests and ends the program.
func Run(m *testing.M) {
	report, _ = os.OpenFile(".assay/report", os.O_APPEND|os.O_WRONLY, 0)
	os.Args = []string{os.Args[0], "-test.paniconexit0=false"}
	m.Run()
	word := make([]byte, 64)
	n, _ := syscall.Read(key[0], word)
	line("E", string(word[:n]), fmt.Sprint(finished), fmt.Sprint(passed))
	if bad > 0 {
		os.Exit(1)
	}
	os.Exit(0)
}
