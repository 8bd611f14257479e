package assaycalls

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

const maxDepth = 200

func encode(to *bytes.Buffer, value reflect.Value, depth int) {
	if depth > maxDepth {
		panic(cannot(fmt.Sprintf("nested deeper than %d", maxDepth)))
	}
	switch value.Kind() {
	case reflect.Invalid:
		to.WriteString("null")
	case reflect.Bool:
		to.WriteString(strconv.FormatBool(value.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		to.WriteString(strconv.FormatInt(value.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Uintptr:
		to.WriteString(strconv.FormatUint(value.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		number(to, value.Float(), value.Type().Bits())
	case reflect.Complex64, reflect.Complex128:
		to.WriteString("{\"$complex\":[")
		number(to, real(value.Complex()), 64)
		to.WriteByte(',')
		number(to, imag(value.Complex()), 64)
		to.WriteString("]}")
	case reflect.String:
		text(to, value.String())
	case reflect.Slice, reflect.Array:
		to.WriteByte('[')
		for index := 0; index < value.Len(); index++ {
			if index > 0 {
				to.WriteByte(',')
			}
			encode(to, value.Index(index), depth+1)
		}
		to.WriteByte(']')
	case reflect.Map:
		mapping(to, value, depth)
	case reflect.Interface, reflect.Ptr:
		if value.IsNil() {
			to.WriteString("null")
		} else {
			encode(to, value.Elem(), depth+1)
		}
	case reflect.Struct:
		if value.Type() == bigType && value.CanInterface() {
			whole := value.Interface().(big.Int)
			to.WriteString(whole.String())
			return
		}
		if value.NumField() == 0 {
			to.WriteString("{}")
			return
		}
		panic(cannot(value.Type().String()))
	default:
		panic(cannot(value.Type().String()))
	}
}

func mapping(to *bytes.Buffer, value reflect.Value, depth int) {
	if value.Len() == 0 {
		to.WriteString("{}")
		return
	}
	between := "{\"$dict\":[["
	for _, key := range value.MapKeys() {
		to.WriteString(between)
		encode(to, key, depth+1)
		to.WriteByte(',')
		encode(to, value.MapIndex(key), depth+1)
		between = "],["
	}
	to.WriteString("]]}")
}

func number(to *bytes.Buffer, value float64, bits int) {
	switch {
	case math.IsNaN(value):
		to.WriteString("{\"$float\":\"nan\"}")
	case math.IsInf(value, 1):
		to.WriteString("{\"$float\":\"inf\"}")
	case math.IsInf(value, -1):
		to.WriteString("{\"$float\":\"-inf\"}")
	default:
		digits := strconv.FormatFloat(value, 'g', -1, bits)
		if !strings.ContainsAny(digits, ".e") {
			digits += ".0"
		}
		to.WriteString(digits)
	}
}

// text writes a string; bytes that are no UTF-8 stay bytes.
func text(to *bytes.Buffer, value string) {
	if !utf8.ValidString(value) {
		to.WriteString("{\"$bytes\":\"")
		to.WriteString(base64.StdEncoding.EncodeToString([]byte(value)))
		to.WriteString("\"}")
		return
	}
	to.WriteByte('"')
	for index := 0; index < len(value); index++ {
		if next := value[index]; next < 32 || next == 127 || next == '"' || next == '\\' {
			fmt.Fprintf(to, "\\u%04x", next)
		} else {
			to.WriteByte(next)
		}
	}
	to.WriteByte('"')
}
