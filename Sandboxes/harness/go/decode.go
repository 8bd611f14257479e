package assaycalls

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decoder reads the arguments of one call.
type decoder struct {
	definitions map[string]Any
	place       int
}

// entries are a dict whose keys are no plain strings.
type entries []Any

// tagged is a value that is written with a tag.
type tagged struct {
	tag  string
	body Any
}

// plain is a tree without its outermost tag, where the tag does not matter to Go.
func (the *decoder) plain(tree Any) Any {
	members, isObject := tree.(map[string]Any)
	if !isObject || len(members) != 1 {
		return tree
	}
	for tag, body := range members {
		switch tag {
		case "$tuple":
			return body
		case "$def":
			parts := body.([]Any)
			the.definitions[parts[0].(json.Number).String()] = parts[1]
			return the.plain(parts[1])
		case "$ref":
			return the.plain(the.definitions[body.(json.Number).String()])
		case "$dict":
			return entries(body.([]Any))
		case "$bytes", "$str":
			bytes, _ := base64.StdEncoding.DecodeString(body.(string))
			if tag == "$str" {
				return string(bytes)
			}
			return bytes
		case "$float":
			switch body {
			case "nan":
				return math.NaN()
			case "inf":
				return math.Inf(1)
			}
			return math.Inf(-1)
		}
		if strings.HasPrefix(tag, "$") {
			return tagged{tag, body}
		}
	}
	return tree
}

func (the *decoder) refuse(tree Any, kind reflect.Type) {
	what := "a value"
	switch tree := tree.(type) {
	case nil:
		what = "null"
	case bool:
		what = "a truth value"
	case json.Number:
		what = tree.String()
	case float64:
		what = strconv.FormatFloat(tree, 'g', -1, 64)
	case string:
		what = "a string"
	case []byte:
		what = "bytes"
	case []Any:
		what = "a list"
	case map[string]Any, entries:
		what = "a dict"
	case tagged:
		what = "a " + tree.tag[1:]
	}
	panic(unfit(fmt.Sprintf(
		"argument %d: %s does not fit the parameter's type `%s`", the.place, what, kind)))
}

var bigType = reflect.TypeOf(big.Int{})

func (the *decoder) decode(tree Any, to reflect.Value) {
	tree = the.plain(tree)
	kind := to.Type()
	switch kind.Kind() {
	case reflect.Bool:
		if value, ok := tree.(bool); ok {
			to.SetBool(value)
			return
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if value, ok := whole(tree, kind); ok && value.IsInt64() && !to.OverflowInt(value.Int64()) {
			to.SetInt(value.Int64())
			return
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Uintptr:
		if value, ok := whole(tree, kind); ok && value.IsUint64() &&
			!to.OverflowUint(value.Uint64()) {
			to.SetUint(value.Uint64())
			return
		}
	case reflect.Float32, reflect.Float64:
		if value, ok := tree.(float64); ok {
			to.SetFloat(value)
			return
		}
		if number, ok := tree.(json.Number); ok {
			value, _ := strconv.ParseFloat(number.String(), kind.Bits())
			to.SetFloat(value)
			return
		}
	case reflect.String:
		switch value := tree.(type) {
		case string:
			to.SetString(value)
			return
		case []byte:
			to.SetString(string(value))
			return
		}
	case reflect.Ptr:
		if tree == nil {
			return
		}
		to.Set(reflect.New(kind.Elem()))
		the.decode(tree, to.Elem())
		return
	case reflect.Interface:
		if the.natural(tree, to) {
			return
		}
	case reflect.Struct:
		if value, ok := whole(tree, kind); ok && kind == bigType {
			to.Set(reflect.ValueOf(*value))
			return
		}
	default:
		if the.container(tree, to) {
			return
		}
	}
	the.refuse(tree, kind)
}

// whole is a whole number; a character stands for its number where it may.
func whole(tree Any, kind reflect.Type) (*big.Int, bool) {
	switch tree := tree.(type) {
	case json.Number:
		if value, ok := new(big.Int).SetString(tree.String(), 10); ok {
			return value, true
		}
		number, err := tree.Float64()
		if err != nil || number != math.Trunc(number) || math.Abs(number) > 9e15 {
			return nil, false
		}
		return big.NewInt(int64(number)), true
	case string:
		character, size := utf8.DecodeRuneInString(tree)
		if size == len(tree) && size > 0 &&
			(kind.Kind() == reflect.Int32 || kind.Kind() == reflect.Uint8) {
			return big.NewInt(int64(character)), true
		}
	}
	return nil, false
}

// items are what stands for a sequence.
func items(tree Any) ([]Any, bool) {
	switch tree := tree.(type) {
	case []Any:
		return tree, true
	case tagged:
		if list, ok := tree.body.([]Any); ok && strings.HasSuffix(tree.tag, "set") {
			return list, true
		}
	case []byte:
		list := make([]Any, len(tree))
		for index, value := range tree {
			list[index] = json.Number(strconv.Itoa(int(value)))
		}
		return list, true
	}
	return nil, false
}

func (the *decoder) container(tree Any, to reflect.Value) bool {
	kind := to.Type()
	list, isSequence := items(tree)
	switch kind.Kind() {
	case reflect.Slice:
		if tree == nil {
			return true
		}
		if text, ok := tree.(string); ok && kind.Elem().Kind() == reflect.Uint8 {
			to.SetBytes([]byte(text))
			return true
		}
		if !isSequence {
			return false
		}
		to.Set(reflect.MakeSlice(kind, len(list), len(list)))
	case reflect.Array:
		if !isSequence || len(list) != to.Len() {
			return false
		}
	case reflect.Map:
		return the.mapping(tree, to)
	default:
		panic(unfit(fmt.Sprintf(
			"argument %d: no value can be given for the type `%s`", the.place, kind)))
	}
	for index, item := range list {
		the.decode(item, to.Index(index))
	}
	return true
}

func (the *decoder) mapping(tree Any, to reflect.Value) bool {
	kind := to.Type()
	if tree == nil {
		return true
	}
	to.Set(reflect.MakeMap(kind))
	set := func(key, item Any) {
		first, second := reflect.New(kind.Key()).Elem(), reflect.New(kind.Elem()).Elem()
		the.decode(key, first)
		if item != present || kind.Elem().Kind() == reflect.Bool {
			the.decode(item, second)
		}
		to.SetMapIndex(first, second)
	}
	switch tree := tree.(type) {
	case map[string]Any:
		for key, item := range tree {
			set(key, item)
		}
	case entries:
		for _, entry := range tree {
			set(entry.([]Any)[0], entry.([]Any)[1])
		}
	case tagged:
		// A set is a map to true, or to nothing.
		list, ok := items(tree)
		for _, item := range list {
			set(item, present)
		}
		return ok
	case []Any:
		return len(tree) == 0
	default:
		return false
	}
	return true
}

var present Any = true

// natural is what a value is where any may stand.
func (the *decoder) natural(tree Any, to reflect.Value) bool {
	var value reflect.Value
	switch tree := tree.(type) {
	case nil:
		return true
	case bool, float64, string, []byte:
		value = reflect.ValueOf(tree)
	case json.Number:
		if number, err := strconv.Atoi(tree.String()); err == nil {
			value = reflect.ValueOf(number)
		} else {
			number, _ := tree.Float64()
			value = reflect.ValueOf(number)
		}
	case []Any:
		value = reflect.New(reflect.TypeOf([]Any{})).Elem()
	case map[string]Any:
		value = reflect.New(reflect.TypeOf(map[string]Any{})).Elem()
	case entries:
		value = reflect.New(reflect.TypeOf(map[Any]Any{})).Elem()
	default:
		return false
	}
	if value.CanSet() {
		the.container(tree, value)
	}
	if !value.Type().AssignableTo(to.Type()) {
		return false
	}
	to.Set(value)
	return true
}
