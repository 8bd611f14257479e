// Package assert has the assertions of the testify library that tests commonly call, in our own words.
package assert

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	seal "assay_ASSAY_MARK"
)

// TestingT is what a test is reported to.
type TestingT interface {
	Errorf(format string, args ...interface{})
}

func show(value interface{}) string { return fmt.Sprintf("%#v", value) }

func fail(t TestingT, what string, expected, actual interface{}, words []interface{}) bool {
	text := what
	if len(words) > 0 {
		text += ": " + fmt.Sprint(words...)
	}
	seal.Note(t, text, show(expected), show(actual))
	t.Errorf("%s\nexpected: %#v\nactual: %#v", text, expected, actual)
	return false
}

// Fail fails the test.
func Fail(t TestingT, text string, words ...interface{}) bool { return fail(t, text, "", "", words) }

// Assertions are the same, bound to a test.
type Assertions struct{ t TestingT }

// New binds the assertions to a test.
func New(t TestingT) *Assertions { return &Assertions{t} }

// Fail fails the test.
func (a *Assertions) Fail(text string, words ...interface{}) bool { return Fail(a.t, text, words...) }

func Equal(t TestingT, expected, actual interface{}, words ...interface{}) bool {
	return ObjectsAreEqual(expected, actual) || fail(t, "not equal", expected, actual, words)
}

func (a *Assertions) Equal(expected, actual interface{}, words ...interface{}) bool {
	return Equal(a.t, expected, actual, words...)
}

func NotEqual(t TestingT, expected, actual interface{}, words ...interface{}) bool {
	return !ObjectsAreEqual(expected, actual) || fail(t, "equal", expected, actual, words)
}

func (a *Assertions) NotEqual(expected, actual interface{}, words ...interface{}) bool {
	return NotEqual(a.t, expected, actual, words...)
}

func EqualValues(t TestingT, expected, actual interface{}, words ...interface{}) bool {
	return ObjectsAreEqualValues(expected, actual) || fail(t, "not equal", expected, actual, words)
}

func (a *Assertions) EqualValues(expected, actual interface{}, words ...interface{}) bool {
	return EqualValues(a.t, expected, actual, words...)
}

func Exactly(t TestingT, expected, actual interface{}, words ...interface{}) bool {
	return reflect.TypeOf(expected) == reflect.TypeOf(actual) && ObjectsAreEqual(expected, actual) || fail(t, "not equal", expected, actual, words)
}

func (a *Assertions) Exactly(expected, actual interface{}, words ...interface{}) bool {
	return Exactly(a.t, expected, actual, words...)
}

func True(t TestingT, value bool, words ...interface{}) bool {
	return value || fail(t, "not true", true, value, words)
}

func (a *Assertions) True(value bool, words ...interface{}) bool {
	return True(a.t, value, words...)
}

func False(t TestingT, value bool, words ...interface{}) bool {
	return !value || fail(t, "not false", false, value, words)
}

func (a *Assertions) False(value bool, words ...interface{}) bool {
	return False(a.t, value, words...)
}

func Nil(t TestingT, value interface{}, words ...interface{}) bool {
	return isNil(value) || fail(t, "not nil", nil, value, words)
}

func (a *Assertions) Nil(value interface{}, words ...interface{}) bool {
	return Nil(a.t, value, words...)
}

func NotNil(t TestingT, value interface{}, words ...interface{}) bool {
	return !isNil(value) || fail(t, "nil", "", value, words)
}

func (a *Assertions) NotNil(value interface{}, words ...interface{}) bool {
	return NotNil(a.t, value, words...)
}

func InDelta(t TestingT, expected, actual interface{}, delta float64, words ...interface{}) bool {
	return near(expected, actual, delta) || fail(t, "not close", expected, actual, words)
}

func (a *Assertions) InDelta(expected, actual interface{}, delta float64, words ...interface{}) bool {
	return InDelta(a.t, expected, actual, delta, words...)
}

func InEpsilon(t TestingT, expected, actual interface{}, epsilon float64, words ...interface{}) bool {
	return nearly(expected, actual, epsilon) || fail(t, "not close", expected, actual, words)
}

func (a *Assertions) InEpsilon(expected, actual interface{}, epsilon float64, words ...interface{}) bool {
	return InEpsilon(a.t, expected, actual, epsilon, words...)
}

func Len(t TestingT, list interface{}, count int, words ...interface{}) bool {
	return length(list) == count || fail(t, "another length", count, list, words)
}

func (a *Assertions) Len(list interface{}, count int, words ...interface{}) bool {
	return Len(a.t, list, count, words...)
}

func Empty(t TestingT, value interface{}, words ...interface{}) bool {
	return isEmpty(value) || fail(t, "not empty", "", value, words)
}

func (a *Assertions) Empty(value interface{}, words ...interface{}) bool {
	return Empty(a.t, value, words...)
}

func NotEmpty(t TestingT, value interface{}, words ...interface{}) bool {
	return !isEmpty(value) || fail(t, "empty", "", value, words)
}

func (a *Assertions) NotEmpty(value interface{}, words ...interface{}) bool {
	return NotEmpty(a.t, value, words...)
}

func Contains(t TestingT, list, item interface{}, words ...interface{}) bool {
	return contains(list, item) || fail(t, "not contained", item, list, words)
}

func (a *Assertions) Contains(list, item interface{}, words ...interface{}) bool {
	return Contains(a.t, list, item, words...)
}

func NotContains(t TestingT, list, item interface{}, words ...interface{}) bool {
	return !contains(list, item) || fail(t, "contained", item, list, words)
}

func (a *Assertions) NotContains(list, item interface{}, words ...interface{}) bool {
	return NotContains(a.t, list, item, words...)
}

func ElementsMatch(t TestingT, expected, actual interface{}, words ...interface{}) bool {
	return match(expected, actual) || fail(t, "other elements", expected, actual, words)
}

func (a *Assertions) ElementsMatch(expected, actual interface{}, words ...interface{}) bool {
	return ElementsMatch(a.t, expected, actual, words...)
}

func Error(t TestingT, err error, words ...interface{}) bool {
	return err != nil || fail(t, "no error", "", err, words)
}

func (a *Assertions) Error(err error, words ...interface{}) bool {
	return Error(a.t, err, words...)
}

func NoError(t TestingT, err error, words ...interface{}) bool {
	return err == nil || fail(t, "an error", nil, err, words)
}

func (a *Assertions) NoError(err error, words ...interface{}) bool {
	return NoError(a.t, err, words...)
}

func EqualError(t TestingT, err error, text string, words ...interface{}) bool {
	return err != nil && err.Error() == text || fail(t, "another error", text, err, words)
}

func (a *Assertions) EqualError(err error, text string, words ...interface{}) bool {
	return EqualError(a.t, err, text, words...)
}

func ErrorIs(t TestingT, err, target error, words ...interface{}) bool {
	return errors.Is(err, target) || fail(t, "another error", target, err, words)
}

func (a *Assertions) ErrorIs(err, target error, words ...interface{}) bool {
	return ErrorIs(a.t, err, target, words...)
}

func ErrorContains(t TestingT, err error, part string, words ...interface{}) bool {
	return err != nil && strings.Contains(err.Error(), part) || fail(t, "another error", part, err, words)
}

func (a *Assertions) ErrorContains(err error, part string, words ...interface{}) bool {
	return ErrorContains(a.t, err, part, words...)
}

func Panics(t TestingT, body func(), words ...interface{}) bool {
	return panics(body) || fail(t, "no panic", "", "", words)
}

func (a *Assertions) Panics(body func(), words ...interface{}) bool {
	return Panics(a.t, body, words...)
}

func NotPanics(t TestingT, body func(), words ...interface{}) bool {
	return !panics(body) || fail(t, "a panic", "", "", words)
}

func (a *Assertions) NotPanics(body func(), words ...interface{}) bool {
	return NotPanics(a.t, body, words...)
}

func Greater(t TestingT, left, right interface{}, words ...interface{}) bool {
	return ordered(left, right, 1, 1) || fail(t, "not greater", right, left, words)
}

func (a *Assertions) Greater(left, right interface{}, words ...interface{}) bool {
	return Greater(a.t, left, right, words...)
}

func GreaterOrEqual(t TestingT, left, right interface{}, words ...interface{}) bool {
	return ordered(left, right, 1, 0) || fail(t, "less", right, left, words)
}

func (a *Assertions) GreaterOrEqual(left, right interface{}, words ...interface{}) bool {
	return GreaterOrEqual(a.t, left, right, words...)
}

func Less(t TestingT, left, right interface{}, words ...interface{}) bool {
	return ordered(left, right, -1, -1) || fail(t, "not less", right, left, words)
}

func (a *Assertions) Less(left, right interface{}, words ...interface{}) bool {
	return Less(a.t, left, right, words...)
}

func LessOrEqual(t TestingT, left, right interface{}, words ...interface{}) bool {
	return ordered(left, right, -1, 0) || fail(t, "greater", right, left, words)
}

func (a *Assertions) LessOrEqual(left, right interface{}, words ...interface{}) bool {
	return LessOrEqual(a.t, left, right, words...)
}

func Zero(t TestingT, value interface{}, words ...interface{}) bool {
	return value == nil || reflect.ValueOf(value).IsZero() || fail(t, "not zero", 0, value, words)
}

func (a *Assertions) Zero(value interface{}, words ...interface{}) bool {
	return Zero(a.t, value, words...)
}

func IsType(t TestingT, expected, actual interface{}, words ...interface{}) bool {
	return reflect.TypeOf(expected) == reflect.TypeOf(actual) || fail(t, "another type", expected, actual, words)
}

func (a *Assertions) IsType(expected, actual interface{}, words ...interface{}) bool {
	return IsType(a.t, expected, actual, words...)
}

func Regexp(t TestingT, pattern interface{}, text interface{}, words ...interface{}) bool {
	return matches(pattern, text) || fail(t, "no match", pattern, text, words)
}

func (a *Assertions) Regexp(pattern interface{}, text interface{}, words ...interface{}) bool {
	return Regexp(a.t, pattern, text, words...)
}
