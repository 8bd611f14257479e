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
	// It waits in a pipe, where no variable holds it.
	if syscall.Pipe2(key[:], syscall.O_CLOEXEC) != nil {
		os.Exit(3)
	}
	syscall.Write(key[1], word[:n])
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
	io.WriteString(report, strings.Join(fields, "\t")+"\n")
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
	defer func() {
		took := fmt.Sprintf("%.3f", float64(time.Since(began).Microseconds())/1000)
		outcome, message, expected, actual := "passed", "", "", ""
		what := recover()
		switch {
		case what != nil:
			outcome, message = "error", fmt.Sprintf("panic: %v", what)
			stack := make([]byte, 4096)
			fmt.Fprintf(os.Stderr, "%s\n%s\n", message, stack[:runtime.Stack(stack, false)])
			t.Fail()
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
