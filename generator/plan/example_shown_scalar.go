package plan

// Scalars and free-form values that the document shows.

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stratagen/strata/generator/ir"
)

func shownPrim(data any, t *ir.Prim) (ir.Value, error) {
	switch name := exprName(t); name {
	case "any":
		return shownFree(data), nil
	case "string", "json.Number":
		return shownText(data, t)
	case "bool":
		if b, ok := data.(bool); ok {
			return &ir.Word{Text: strconv.FormatBool(b)}, nil
		}
		return nil, misfit(data, "true or false")
	case "time.Time":
		return shownTime(data)
	case "json.RawMessage":
		text, err := json.Marshal(data)
		return &ir.Convert{Type: t, Value: &ir.Text{Text: string(text)}}, err
	case "float32", "float64":
		return shownNumber(data)
	default:
		if bits, ok := integerBits[name]; ok {
			return shownInteger(data, t, bits)
		}
		return nil, fmt.Errorf("%s has no literal", name)
	}
}

func shownText(data any, t *ir.Prim) (ir.Value, error) {
	switch data := data.(type) {
	case string:
		if t.Import == "" {
			return &ir.Text{Text: data}, nil
		}
	case json.Number:
		if t.Import != "" {
			return &ir.Convert{Type: t, Value: &ir.Text{Text: data.String()}}, nil
		}
	}
	return nil, misfit(data, "a "+strings.ToLower(t.Name))
}

func shownTime(data any) (ir.Value, error) {
	text, _ := data.(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, misfit(data, "a date-time")
	}
	return &ir.Moment{Time: at.UTC()}, nil
}

func shownNumber(data any) (ir.Value, error) {
	n, ok := data.(json.Number)
	if _, err := n.Float64(); !ok || err != nil {
		return nil, misfit(data, "a number")
	}
	return &ir.Word{Text: n.String()}, nil
}

// integerBits are the sizes of integers, negative ones being unsigned.
var integerBits = map[string]int{
	"int": 64, "int8": 8, "int16": 16, "int32": 32, "int64": 64, "time.Duration": 64, "time.Month": 64, "time.Weekday": 64,
	"uint": -64, "uint8": -8, "uint16": -16, "uint32": -32, "uint64": -64,
}

func shownInteger(data any, t *ir.Prim, bits int) (ir.Value, error) {
	n, ok := data.(json.Number)
	if !ok {
		return nil, misfit(data, "an integer")
	}
	text := n.String()
	if f, err := n.Float64(); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		text = strconv.FormatInt(int64(f), 10) // 3.0 and 1e3 are integers
	}
	var err error
	if bits < 0 {
		_, err = strconv.ParseUint(text, 10, -bits)
	} else {
		_, err = strconv.ParseInt(text, 10, bits)
	}
	if err != nil {
		return nil, misfit(data, "an "+t.Name)
	}
	return &ir.Word{Text: text}, nil
}

// shownFree is a value of which nothing is said.
func shownFree(data any) ir.Value {
	switch data := data.(type) {
	case map[string]any:
		out := &ir.Composite{Type: &ir.Map{Elem: anyType}}
		for _, key := range slices.Sorted(maps.Keys(data)) {
			out.Members = append(out.Members, ir.Member{Key: &ir.Text{Text: key}, Value: shownFree(data[key])})
		}
		return out
	case []any:
		out := &ir.Composite{Type: &ir.Slice{Elem: anyType}}
		for _, elem := range data {
			out.Members = append(out.Members, ir.Member{Value: shownFree(elem)})
		}
		return out
	case string:
		return &ir.Text{Text: data}
	case bool:
		return &ir.Word{Text: strconv.FormatBool(data)}
	case json.Number:
		return freeNumber(data)
	}
	return &ir.Word{Text: "nil"}
}

// freeNumber keeps every digit: what is beyond int keeps its text.
func freeNumber(n json.Number) ir.Value {
	text := n.String()
	f, err := n.Float64()
	_, notInt := strconv.ParseInt(text, 10, 32)
	if notInt == nil || err == nil && strings.ContainsAny(text, ".eE") && len(text) < 16 && !math.IsInf(f, 0) {
		return &ir.Word{Text: text}
	}
	return &ir.Convert{Type: &ir.Prim{Import: "encoding/json", Name: "Number"}, Value: &ir.Text{Text: text}}
}
