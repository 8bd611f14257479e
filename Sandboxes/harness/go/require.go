// Package require is assert, but the first failure ends the test.
package require

import "github.com/stretchr/testify/assert"

// TestingT is what a test is reported to.
type TestingT interface {
	assert.TestingT
	FailNow()
}

// Assertions are the same, bound to a test.
type Assertions struct{ t TestingT }

// New binds the assertions to a test.
func New(t TestingT) *Assertions { return &Assertions{t} }

func Equal(t TestingT, expected, actual interface{}, words ...interface{}) {
	if !assert.Equal(t, expected, actual, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Equal(expected, actual interface{}, words ...interface{}) {
	Equal(a.t, expected, actual, words...)
}

func NotEqual(t TestingT, expected, actual interface{}, words ...interface{}) {
	if !assert.NotEqual(t, expected, actual, words...) {
		t.FailNow()
	}
}

func (a *Assertions) NotEqual(expected, actual interface{}, words ...interface{}) {
	NotEqual(a.t, expected, actual, words...)
}

func EqualValues(t TestingT, expected, actual interface{}, words ...interface{}) {
	if !assert.EqualValues(t, expected, actual, words...) {
		t.FailNow()
	}
}

func (a *Assertions) EqualValues(expected, actual interface{}, words ...interface{}) {
	EqualValues(a.t, expected, actual, words...)
}

func Exactly(t TestingT, expected, actual interface{}, words ...interface{}) {
	if !assert.Exactly(t, expected, actual, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Exactly(expected, actual interface{}, words ...interface{}) {
	Exactly(a.t, expected, actual, words...)
}

func True(t TestingT, value bool, words ...interface{}) {
	if !assert.True(t, value, words...) {
		t.FailNow()
	}
}

func (a *Assertions) True(value bool, words ...interface{}) {
	True(a.t, value, words...)
}

func False(t TestingT, value bool, words ...interface{}) {
	if !assert.False(t, value, words...) {
		t.FailNow()
	}
}

func (a *Assertions) False(value bool, words ...interface{}) {
	False(a.t, value, words...)
}

func Nil(t TestingT, value interface{}, words ...interface{}) {
	if !assert.Nil(t, value, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Nil(value interface{}, words ...interface{}) {
	Nil(a.t, value, words...)
}

func NotNil(t TestingT, value interface{}, words ...interface{}) {
	if !assert.NotNil(t, value, words...) {
		t.FailNow()
	}
}

func (a *Assertions) NotNil(value interface{}, words ...interface{}) {
	NotNil(a.t, value, words...)
}

func InDelta(t TestingT, expected, actual interface{}, delta float64, words ...interface{}) {
	if !assert.InDelta(t, expected, actual, delta, words...) {
		t.FailNow()
	}
}

func (a *Assertions) InDelta(expected, actual interface{}, delta float64, words ...interface{}) {
	InDelta(a.t, expected, actual, delta, words...)
}

func InEpsilon(t TestingT, expected, actual interface{}, epsilon float64, words ...interface{}) {
	if !assert.InEpsilon(t, expected, actual, epsilon, words...) {
		t.FailNow()
	}
}

func (a *Assertions) InEpsilon(expected, actual interface{}, epsilon float64, words ...interface{}) {
	InEpsilon(a.t, expected, actual, epsilon, words...)
}

func Len(t TestingT, list interface{}, count int, words ...interface{}) {
	if !assert.Len(t, list, count, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Len(list interface{}, count int, words ...interface{}) {
	Len(a.t, list, count, words...)
}

func Empty(t TestingT, value interface{}, words ...interface{}) {
	if !assert.Empty(t, value, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Empty(value interface{}, words ...interface{}) {
	Empty(a.t, value, words...)
}

func NotEmpty(t TestingT, value interface{}, words ...interface{}) {
	if !assert.NotEmpty(t, value, words...) {
		t.FailNow()
	}
}

func (a *Assertions) NotEmpty(value interface{}, words ...interface{}) {
	NotEmpty(a.t, value, words...)
}

func Contains(t TestingT, list, item interface{}, words ...interface{}) {
	if !assert.Contains(t, list, item, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Contains(list, item interface{}, words ...interface{}) {
	Contains(a.t, list, item, words...)
}

func NotContains(t TestingT, list, item interface{}, words ...interface{}) {
	if !assert.NotContains(t, list, item, words...) {
		t.FailNow()
	}
}

func (a *Assertions) NotContains(list, item interface{}, words ...interface{}) {
	NotContains(a.t, list, item, words...)
}

func ElementsMatch(t TestingT, expected, actual interface{}, words ...interface{}) {
	if !assert.ElementsMatch(t, expected, actual, words...) {
		t.FailNow()
	}
}

func (a *Assertions) ElementsMatch(expected, actual interface{}, words ...interface{}) {
	ElementsMatch(a.t, expected, actual, words...)
}

func Error(t TestingT, err error, words ...interface{}) {
	if !assert.Error(t, err, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Error(err error, words ...interface{}) {
	Error(a.t, err, words...)
}

func NoError(t TestingT, err error, words ...interface{}) {
	if !assert.NoError(t, err, words...) {
		t.FailNow()
	}
}

func (a *Assertions) NoError(err error, words ...interface{}) {
	NoError(a.t, err, words...)
}

func EqualError(t TestingT, err error, text string, words ...interface{}) {
	if !assert.EqualError(t, err, text, words...) {
		t.FailNow()
	}
}

func (a *Assertions) EqualError(err error, text string, words ...interface{}) {
	EqualError(a.t, err, text, words...)
}

func ErrorIs(t TestingT, err, target error, words ...interface{}) {
	if !assert.ErrorIs(t, err, target, words...) {
		t.FailNow()
	}
}

func (a *Assertions) ErrorIs(err, target error, words ...interface{}) {
	ErrorIs(a.t, err, target, words...)
}

func ErrorContains(t TestingT, err error, part string, words ...interface{}) {
	if !assert.ErrorContains(t, err, part, words...) {
		t.FailNow()
	}
}

func (a *Assertions) ErrorContains(err error, part string, words ...interface{}) {
	ErrorContains(a.t, err, part, words...)
}

func Panics(t TestingT, body func(), words ...interface{}) {
	if !assert.Panics(t, body, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Panics(body func(), words ...interface{}) {
	Panics(a.t, body, words...)
}

func NotPanics(t TestingT, body func(), words ...interface{}) {
	if !assert.NotPanics(t, body, words...) {
		t.FailNow()
	}
}

func (a *Assertions) NotPanics(body func(), words ...interface{}) {
	NotPanics(a.t, body, words...)
}

func Greater(t TestingT, left, right interface{}, words ...interface{}) {
	if !assert.Greater(t, left, right, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Greater(left, right interface{}, words ...interface{}) {
	Greater(a.t, left, right, words...)
}

func GreaterOrEqual(t TestingT, left, right interface{}, words ...interface{}) {
	if !assert.GreaterOrEqual(t, left, right, words...) {
		t.FailNow()
	}
}

func (a *Assertions) GreaterOrEqual(left, right interface{}, words ...interface{}) {
	GreaterOrEqual(a.t, left, right, words...)
}

func Less(t TestingT, left, right interface{}, words ...interface{}) {
	if !assert.Less(t, left, right, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Less(left, right interface{}, words ...interface{}) {
	Less(a.t, left, right, words...)
}

func LessOrEqual(t TestingT, left, right interface{}, words ...interface{}) {
	if !assert.LessOrEqual(t, left, right, words...) {
		t.FailNow()
	}
}

func (a *Assertions) LessOrEqual(left, right interface{}, words ...interface{}) {
	LessOrEqual(a.t, left, right, words...)
}

func Zero(t TestingT, value interface{}, words ...interface{}) {
	if !assert.Zero(t, value, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Zero(value interface{}, words ...interface{}) {
	Zero(a.t, value, words...)
}

func IsType(t TestingT, expected, actual interface{}, words ...interface{}) {
	if !assert.IsType(t, expected, actual, words...) {
		t.FailNow()
	}
}

func (a *Assertions) IsType(expected, actual interface{}, words ...interface{}) {
	IsType(a.t, expected, actual, words...)
}

func Regexp(t TestingT, pattern interface{}, text interface{}, words ...interface{}) {
	if !assert.Regexp(t, pattern, text, words...) {
		t.FailNow()
	}
}

func (a *Assertions) Regexp(pattern interface{}, text interface{}, words ...interface{}) {
	Regexp(a.t, pattern, text, words...)
}
