package assert

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
)

// ObjectsAreEqual compares bytes by content and all else deeply, types included.
func ObjectsAreEqual(expected, actual interface{}) bool {
	left, isBytes := expected.([]byte)
	right, areBytes := actual.([]byte)
	if isBytes && areBytes && left != nil && right != nil {
		return bytes.Equal(left, right)
	}
	return reflect.DeepEqual(expected, actual)
}

// ObjectsAreEqualValues also takes values that are equal once converted.
func ObjectsAreEqualValues(expected, actual interface{}) bool {
	if ObjectsAreEqual(expected, actual) {
		return true
	}
	left, right := reflect.ValueOf(expected), reflect.ValueOf(actual)
	if !left.IsValid() || !right.IsValid() || !left.CanConvert(right.Type()) {
		return false
	}
	return reflect.DeepEqual(left.Convert(right.Type()).Interface(), actual)
}

func isNil(value interface{}) bool {
	if value == nil {
		return true
	}
	switch found := reflect.ValueOf(value); found.Kind() {
	case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Ptr, reflect.Slice:
		return found.IsNil()
	}
	return false
}

func number(value interface{}) (float64, bool) {
	switch found := reflect.ValueOf(value); found.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(found.Int()), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(found.Uint()), true
	case reflect.Float32, reflect.Float64:
		return found.Float(), true
	}
	return 0, false
}

func isEmpty(value interface{}) bool {
	if isNil(value) {
		return true
	}
	found := reflect.ValueOf(value)
	switch found.Kind() {
	case reflect.Map, reflect.Slice, reflect.Array, reflect.String, reflect.Chan:
		return found.Len() == 0
	}
	return found.IsZero()
}

func length(value interface{}) int {
	defer func() { recover() }()
	return reflect.ValueOf(value).Len()
}

func contains(list, item interface{}) bool {
	found := reflect.ValueOf(list)
	switch found.Kind() {
	case reflect.String:
		part, ok := item.(string)
		return ok && strings.Contains(found.String(), part)
	case reflect.Map:
		for _, key := range found.MapKeys() {
			if ObjectsAreEqual(key.Interface(), item) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		for i := 0; i < found.Len(); i++ {
			if ObjectsAreEqual(found.Index(i).Interface(), item) {
				return true
			}
		}
	}
	return false
}

func compare(left, right interface{}) (int, bool) {
	if a, ok := left.(string); ok {
		b, ok := right.(string)
		return strings.Compare(a, b), ok
	}
	a, ok := number(left)
	b, also := number(right)
	switch {
	case !ok || !also:
		return 0, false
	case a < b:
		return -1, true
	case a > b:
		return 1, true
	}
	return 0, a == b
}

func panics(body func()) (did bool) {
	defer func() { did = recover() != nil }()
	body()
	return
}

func near(expected, actual interface{}, delta float64) bool {
	a, ok := number(expected)
	b, also := number(actual)
	return ok && also && (math.Abs(a-b) <= delta || math.IsNaN(a) && math.IsNaN(b))
}

func nearly(expected, actual interface{}, epsilon float64) bool {
	a, ok := number(expected)
	b, also := number(actual)
	return ok && also && a != 0 && math.Abs(a-b)/math.Abs(a) <= epsilon
}

func ordered(left, right interface{}, one, other int) bool {
	order, ok := compare(left, right)
	return ok && (order == one || order == other)
}

func matches(pattern, text interface{}) bool {
	made, ok := pattern.(*regexp.Regexp)
	if !ok {
		made = regexp.MustCompile(fmt.Sprint(pattern))
	}
	return made.MatchString(fmt.Sprint(text))
}

func match(expected, actual interface{}) bool {
	left, right := reflect.ValueOf(expected), reflect.ValueOf(actual)
	if isEmpty(expected) && isEmpty(actual) {
		return true
	}
	if length(expected) != length(actual) || isEmpty(actual) {
		return false
	}
	used := make([]bool, right.Len())
next:
	for i := 0; i < left.Len(); i++ {
		for j := 0; j < right.Len(); j++ {
			if !used[j] && ObjectsAreEqual(left.Index(i).Interface(), right.Index(j).Interface()) {
				used[j] = true
				continue next
			}
		}
		return false
	}
	return true
}
