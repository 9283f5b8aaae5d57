package model

import (
	"slices"
	"strings"
	"testing"
)

func TestReadToken(t *testing.T) {
	for _, c := range []struct {
		token        string
		s            Stability
		major, minor int
	}{
		{"v1", Stable, 1, 0},
		{"v12", Stable, 12, 0},
		{"v1beta", Beta, 1, 0},
		{"v2beta3", Beta, 2, 3},
		{"v1alpha", Alpha, 1, 0},
		{"v1alpha1", Alpha, 1, 1},
		{"", Unknown, 0, 0},
		{"v0", Unknown, 0, 0},
		{"v1gamma", Unknown, 0, 0},
		{"2025-03-12", Unknown, 0, 0},
		{"V1", Unknown, 0, 0},
	} {
		if s, major, minor := ReadToken(c.token); s != c.s || major != c.major || minor != c.minor {
			t.Errorf("%q: %v %d %d, want %v %d %d", c.token, s, major, minor, c.s, c.major, c.minor)
		}
	}
}

// TestCompareVersions: most stable first, then the older major; unknown last.
func TestCompareVersions(t *testing.T) {
	want := []string{"v1", "v2", "v1beta", "v1beta2", "v2beta1", "v1alpha", "preview"}
	var versions []*Version
	for _, token := range slices.Backward(want) {
		s, _, _ := ReadToken(token)
		versions = append(versions, &Version{Token: token, Stability: s})
	}
	slices.SortFunc(versions, CompareVersions)
	var got []string
	for _, v := range versions {
		got = append(got, v.Token)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestFaults: all of them, by place, each once, one line each.
func TestFaults(t *testing.T) {
	var f Faults
	if f.Err() != nil {
		t.Error("an error for no fault")
	}
	at := func(line int) Pos { return Pos{File: "api.yaml", Line: line, Column: 3} }
	f.Add(at(9), "b")
	f.Add(at(2), "%s: %s", "get\nWidget", "a\u2028")
	f.Add(at(9), "b")
	want := `api.yaml:2:3: get\nWidget: a\u2028` + "\napi.yaml:9:3: b"
	if err := f.Err(); err == nil || err.Error() != want {
		t.Errorf("have\n%v\nwant\n%s", err, want)
	}
	if strings.Contains((Pos{}).String(), ":") || (Pos{File: "x"}).String() != "x" {
		t.Error("a position of no line shows one")
	}
}
