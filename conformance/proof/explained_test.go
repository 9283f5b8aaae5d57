package proof

import (
	"regexp"
	"sync/atomic"
	"testing"
)

// explained are findings that are right as they are, each with its reason. One
// that does not turn up any more fails the test.
var explained = []*explanation{
	{
		by: decoder, lane: `.*/(list|get).*`, line: `query (/\w*[pP]agination)?/cursor: want (""|0), got nothing`,
		reason: "a cursor that is empty or zero is not given: the first page",
	},
	{
		by: decoder, lane: `.*/listReverseETLSyncStatusesFromModelAndSubscriptionId`, line: `query /count: want (0|nothing), got 200`,
		reason: "a cursor does not go without a count, and a count of zero is not given",
	},
	{
		by: compared, lane: `.*`, line: `.*/(defaultValue|choices|connectionSettings): want null, got nothing`,
		reason: "an optional value without a type is an any, in which null and absent are both nil",
	},
	{
		by: validated, lane: `.*/removeRulesFromTrackingPlan`, line: `Query array parameter 'rules' failed.*`,
		reason: "a list of objects in a query, which OpenAPI has no form for: the validator takes each text for an object",
	},
}

type explanation struct {
	by, lane, line, reason string // lane and line are expressions for all of it
	used                   atomic.Int64
}

// explain returns what is left of the findings of a lane.
func explain(lane string, found []finding) []finding {
	var left []finding
	for _, f := range found {
		if !explains(lane, f) {
			left = append(left, f)
		}
	}
	return left
}

func explains(lane string, f finding) bool {
	for _, e := range explained {
		if e.by == f.by && matches(e.lane, lane) && matches(e.line, f.line) {
			e.used.Add(1)
			return true
		}
	}
	return false
}

func matches(pattern, text string) bool {
	return regexp.MustCompile(`^(?s:` + pattern + `)$`).MatchString(text)
}

// reportExplained fails where an explanation was not needed.
func reportExplained(t *testing.T) {
	t.Helper()
	for _, e := range explained {
		t.Logf("%d times in %s: %s", e.used.Load(), e.lane, e.reason)
		if e.used.Load() == 0 {
			t.Errorf("not needed any more, take it out: %s in %s", e.line, e.lane)
		}
	}
}
