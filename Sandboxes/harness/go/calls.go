// Package assaycalls answers the judge's calls of one function.
package assaycalls

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"syscall"
)

// Any is what it is, whatever a source calls by that name.
type Any = interface{}

// Source gives the function that is to be called.
type Source func() Any

var calls, answers = take()

// take keeps the judge's descriptors from the program, before any code of the source's runs.
func take() (*os.File, *os.File) {
	calls, answers := keep(0), keep(1)
	empty, err := syscall.Open("/dev/null", syscall.O_RDONLY, 0)
	if err != nil || syscall.Dup3(empty, 0, 0) != nil || syscall.Dup3(2, 1, 0) != nil {
		os.Exit(125)
	}
	syscall.Close(empty)
	return calls, answers
}

func keep(descriptor uintptr) *os.File {
	kept, _, code := syscall.Syscall(
		syscall.SYS_FCNTL, descriptor, syscall.F_DUPFD_CLOEXEC, 60)
	if code != 0 {
		os.Exit(125)
	}
	return os.NewFile(kept, "")
}

type call struct {
	ID      int
	Args    map[string][]json.RawMessage
	Observe *int
}

// unfit says why an argument does not fit its parameter.
type unfit string

// cannot names a value that has no form that could leave the program.
type cannot string

// raised is an error that the function gave back, or what it panicked with.
type raised struct{ value Any }

// Answer reads calls until there are no more.
func Answer(source Source) {
	lines := bufio.NewReaderSize(calls, 1<<16)
	if _, err := lines.ReadBytes('\n'); err != nil {
		return
	}
	answers.WriteString("{\"id\":0,\"ready\":true}\n")
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			os.Exit(0)
		}
		var the call
		if err := json.Unmarshal(line, &the); err != nil {
			os.Exit(125)
		}
		var to bytes.Buffer
		fmt.Fprintf(&to, "{\"id\":%d,", the.ID)
		start := to.Len()
		if fault := attempt(&to, source, the); fault != nil {
			to.Truncate(start)
			tell(&to, fault)
		}
		to.WriteString("}\n")
		answers.Write(to.Bytes())
	}
}

// attempt writes what came of the call, or gives back the fault.
func attempt(to *bytes.Buffer, source Source, the call) (fault Any) {
	inside, done := false, false
	defer func() {
		if done {
			return
		}
		fault = recover()
		if inside {
			fault = raised{fault}
		} else if _, known := fault.(unfit); !known {
			if _, known := fault.(cannot); !known {
				fault = raised{fault}
			}
		}
	}()
	function := reflect.ValueOf(source())
	arguments := arguments(function.Type(), the)
	inside = true
	var results []reflect.Value
	if function.Type().IsVariadic() {
		results = function.CallSlice(arguments)
	} else {
		results = function.Call(arguments)
	}
	inside = false
	if count := len(results); count > 0 && function.Type().Out(count-1) == errorType {
		if problem := results[count-1]; !problem.IsNil() {
			done = true
			return raised{problem.Interface()}
		}
		results = results[:count-1]
	}
	to.WriteString("\"value\":")
	switch {
	case the.Observe != nil && *the.Observe < len(arguments):
		encode(to, arguments[*the.Observe], 0)
	case len(results) == 0:
		to.WriteString("null")
	case len(results) == 1:
		encode(to, results[0], 0)
	default:
		to.WriteString("{\"$tuple\":[")
		for index, result := range results {
			if index > 0 {
				to.WriteByte(',')
			}
			encode(to, result, 0)
		}
		to.WriteString("]}")
	}
	done = true
	return nil
}

var errorType = reflect.TypeOf((*error)(nil)).Elem()

func arguments(function reflect.Type, the call) []reflect.Value {
	if function.Kind() != reflect.Func {
		panic(unfit("the entry point is no function but a value of type `" +
			function.String() + "`"))
	}
	both := the.Args["$tuple"]
	var trees []Any
	reader := json.NewDecoder(bytes.NewReader(both[0]))
	reader.UseNumber()
	if reader.Decode(&trees) != nil || string(both[1]) != "{}" {
		panic(unfit("keyword arguments cannot be passed in Go"))
	}
	decoder := decoder{definitions: map[string]Any{}}
	count := function.NumIn()
	if function.IsVariadic() && len(trees) >= count-1 {
		// The last parameter takes the rest; a list that stands for it is spread.
		var rest []Any
		if last, isList := decoder.plain(trees[len(trees)-1]).([]Any); len(trees) == count && isList {
			rest = last
		} else {
			rest = append(rest, trees[count-1:]...)
		}
		trees = append(append([]Any{}, trees[:count-1]...), rest)
	}
	if len(trees) != count {
		panic(unfit(fmt.Sprintf("%d arguments were given for %d parameters", len(trees), count)))
	}
	values := make([]reflect.Value, count)
	for index := range values {
		values[index] = reflect.New(function.In(index)).Elem()
		decoder.place = index + 1
		decoder.decode(trees[index], values[index])
	}
	return values
}

// tell writes a fault.
func tell(to *bytes.Buffer, fault Any) {
	switch fault := fault.(type) {
	case unfit:
		to.WriteString("\"unfit\":")
		text(to, string(fault))
	case cannot:
		to.WriteString("\"cannot\":")
		text(to, string(fault))
	case raised:
		message, types := "", []string{"panic"}
		if fault.value != nil {
			types = append([]string{reflect.TypeOf(fault.value).String()}, types...)
		}
		if _, isError := fault.value.(error); isError {
			types = append(types, "error")
		}
		message = describe(fault.value)
		to.WriteString("\"raised\":{\"types\":[")
		for index, name := range types {
			if index > 0 {
				to.WriteByte(',')
			}
			to.WriteString("[\"\",")
			text(to, name)
			to.WriteByte(']')
		}
		to.WriteString("],\"message\":")
		if len(message) > 16384 {
			message = message[:16384]
		}
		text(to, message)
		to.WriteString(",\"args\":null,\"line\":null}")
	}
}

// describe is what an error says; its own method may panic.
func describe(value Any) (message string) {
	defer func() {
		if recover() != nil {
			message = "?"
		}
	}()
	switch value := value.(type) {
	case string:
		return value
	case error:
		return value.Error()
	case int:
		return strconv.Itoa(value)
	}
	return fmt.Sprint(value)
}
