package plan

// Scalars for which the document shows no example.

import (
	"slices"
	"strings"
	"time"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/naming"
)

func madePrim(s *model.Schema, t *ir.Prim, name string) ir.Value {
	switch goName := exprName(t); goName {
	case "any", "string":
		if goName == "any" && s.Kind == model.Object {
			return &ir.Composite{Type: &ir.Map{Elem: anyType}}
		}
		return &ir.Text{Text: madeText(s, name)}
	case "bool":
		return &ir.Word{Text: "true"}
	case "time.Time":
		return &ir.Moment{Time: madeTime}
	case "json.RawMessage":
		return &ir.Convert{Type: t, Value: &ir.Text{Text: `{}`}}
	case "json.Number":
		return &ir.Convert{Type: t, Value: &ir.Text{Text: "1"}}
	case "float32", "float64":
		return &ir.Word{Text: madeNumber(s)}
	default:
		if integerBits[goName] != 0 {
			return &ir.Word{Text: madeNumber(s)}
		}
		return nil
	}
}

// madeTime is a date on which nothing happened.
var madeTime = time.Date(2026, time.January, 31, 12, 0, 0, 0, time.UTC)

// madeNumber is the least above zero that a schema allows, where it says so.
func madeNumber(s *model.Schema) string {
	for _, r := range s.Constraints.Minimum {
		if r < '0' || r > '9' {
			return "1"
		}
	}
	if least := strings.TrimLeft(s.Constraints.Minimum, "0"); least != "" && len(least) < 7 {
		return least
	}
	return "1"
}

// formats are texts of the formats that OpenAPI and JSON Schema know (JSON Schema
// Validation 2020-12, 7.3), with the names and addresses that are set aside for
// it (RFC 2606, RFC 5737, RFC 3849).
var formats = map[string]string{
	"date":      "2026-01-31",
	"date-time": "2026-01-31T12:00:00Z",
	"time":      "12:00:00Z",
	"duration":  "PT1H",
	"email":     "jane@example.com",
	"idn-email": "jane@example.com",
	"hostname":  "www.example.com",
	"ipv4":      "192.0.2.1",
	"ipv6":      "2001:db8::1",
	"uri":       "https://www.example.com",
	"url":       "https://www.example.com",
	"uuid":      "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
}

// madeText is a text of the format of s, else one of its values, else the words of
// its name.
func madeText(s *model.Schema, name string) string {
	if text, ok := formats[s.Format]; ok {
		return text
	}
	if s.Kind == model.String && len(s.Enum) > 0 {
		return slices.Min(s.Enum)
	}
	words := naming.Words(name)
	if len(words) == 0 {
		return "value"
	}
	return strings.ToLower(strings.Join(words, "-"))
}
