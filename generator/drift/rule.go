package drift

import (
	"slices"

	"github.com/stratagen/strata/generator/model"
)

// Rule says what a kind of change means. A rule whose verdict depends on
// something has a row for each case.
type Rule struct {
	ID    string // "Q06"
	Case  string // "required"; empty: the only one
	Title string
	Wire  Wire
	Go    Go
	// What it means for the module of a version, by its stability.
	Stable, Beta, Alpha Verdict
	// Elsewhere says who decides a rule that two surfaces cannot show; empty: this
	// package.
	Elsewhere string
}

// Rules is the whole table, by ID.
var Rules = slices.Concat(laneRules, operationRules, parameterRules, bodyRules, answerRules, statusRules, nameRules, generatorRules)

// rule finds a row. One that is not there is a mistake of this package.
func rule(id, which string) *Rule {
	for i := range Rules {
		if Rules[i].ID == id && Rules[i].Case == which {
			return &Rules[i]
		}
	}
	panic("BUG: no rule " + id + " " + which)
}

// verdict gives what the rule means for a module of that stability. Where only Go
// would break and nothing holds it, it breaks.
func (r *Rule) verdict(s model.Stability, held bool) Verdict {
	v := r.Stable
	switch s {
	case model.Beta:
		v = r.Beta
	case model.Alpha:
		v = r.Alpha
	default: // an unknown one promised as little, but was not announced as unstable either
	}
	if r.Go == GoHold && !held {
		if unstable(s) {
			return max(v, Break)
		}
		return max(v, Block)
	}
	return v
}
