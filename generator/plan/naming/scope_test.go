package naming

import (
	"fmt"
	"testing"
)

func TestScope(t *testing.T) {
	s := NewScope("Client")
	for i, step := range []struct {
		candidates []string
		want       string
	}{
		{[]string{"Source"}, "Source"},
		{[]string{"Source", "SourceBody"}, "SourceBody"},
		{[]string{"Client"}, "ClientOther"},
		{[]string{"Client"}, "ClientAnother"},
		{[]string{"", "Label"}, "Label"},
		{nil, "ValueOther"},
		{[]string{"Source", "SourceBody"}, "SourceBodyOther"},
	} {
		if got := s.Take(step.candidates...); got != step.want {
			t.Errorf("step %d: Take(%q) = %q, want %q", i, step.candidates, got, step.want)
		}
		if !s.Has(step.want) {
			t.Errorf("step %d: %q is not taken", i, step.want)
		}
	}
	if s.Has("Free") {
		t.Error("Has(Free) of a scope that never gave it")
	}
}

// A scope gives another name every time, however often the same is asked for.
func TestScopeNeverRepeats(t *testing.T) {
	s := NewScope()
	given := map[string]bool{}
	for range 100 {
		given[s.Take("Name")] = true
	}
	if len(given) != 100 {
		t.Errorf("%d different names, want 100", len(given))
	}
	if want := fmt.Sprint("NameOther", len(others)+1); !given[want] {
		t.Errorf("no %s after the words ran out", want)
	}
}
