package history

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/surface"
)

// release reads a release from lines of "VERSION OPERATION METHOD PATH
// [deprecated]"; the stability of a version is what its name says.
func release(t *testing.T, label string, lines ...string) Release {
	t.Helper()
	texts := map[string][]string{}
	for _, l := range lines {
		version, rest, _ := strings.Cut(l, " ")
		texts[version] = append(texts[version], rest)
	}
	r := Release{Label: label}
	for _, v := range []struct{ token, stability string }{
		{"v1", "stable"}, {"v2", "stable"}, {"v1beta", "beta"}, {"v1alpha", "alpha"}, {"odd", "unknown"},
	} {
		if texts[v.token] == nil {
			continue
		}
		text := slices.Concat(texts[v.token], []string{"* security none", "* stability " + v.stability, "* version " + v.token})
		slices.Sort(text)
		s, err := surface.Parse(v.token+".txt", []byte(strings.Join(text, "\n")+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		r.Surface = append(r.Surface, s)
	}
	return r
}

// TestEvents: what happened to one operation between two documents.
func TestEvents(t *testing.T) {
	in := func(versions, rest string) (lines []string) {
		for v := range strings.FieldsSeq(versions) {
			lines = append(lines, v+" "+rest)
		}
		return lines
	}
	const get = "get GET /a"
	for _, c := range []struct {
		name     string
		old, now []string
		want     string
	}{
		{"nothing", in("v1 v1beta", get), in("v1 v1beta", get), ""},
		{"alpha to beta", in("v1alpha", get), in("v1beta v1alpha", get), "graduated v1beta"},
		{"alpha to both", in("v1alpha", get), in("v1 v1beta v1alpha", get), "graduated v1,v1beta"},
		{"moved, as drift calls it", in("v1alpha", get), in("v1", get), "graduated v1; lost v1alpha"},
		{"another stable one", in("v1", get), in("v1 v2", get), "gained v2"},
		{"an older stable one", in("v2", get), in("v1 v2", get), "gained v1"},
		{"between", in("v1 v1alpha", get), in("v1 v1beta v1alpha", get), "gained v1beta"},
		{"unknown promises least", in("odd", get), in("v1alpha odd", get), "graduated v1alpha"},
		{"top goes", in("v1 v1beta v1alpha", get), in("v1beta v1alpha", get), "demoted v1"},
		{"tops go", in("v1 v1beta v1alpha", get), in("v1alpha", get), "demoted v1,v1beta"},
		{"one of two tops goes", in("v1 v2", get), in("v2", get), "lost v1"},
		{"top and bottom go", in("v1 v1beta v1alpha", get), in("v1beta", get), "demoted v1; lost v1alpha"},
		{"bottom goes", in("v1 v1alpha", get), in("v1", get), "lost v1alpha"},
		{"sideways", in("v1", get), in("v2", get), "gained v2; lost v1"},
		{"down", in("v1", get), in("v1alpha", get), "gained v1alpha; demoted v1"},
		{"deprecated", in("v1 v1beta", get), in("v1 v1beta", get+" deprecated"), "deprecated v1,v1beta"},
		{"deprecated in one", in("v1 v1beta", get), append(in("v1", get), in("v1beta", get+" deprecated")...), "deprecated v1beta"},
		{"graduates deprecated", in("v1beta", get+" deprecated"), in("v1 v1beta", get+" deprecated"), "graduated v1; deprecated v1"},
		{"no longer", in("v1", get+" deprecated"), in("v1", get), "undeprecated v1"},
		{"lost with its mark", append(in("v1", get), in("v1alpha", get+" deprecated")...), in("v1", get), "lost v1alpha"},
		{"renamed", in("v1", get), in("v1", "fetch GET /a"), "renamed v1 get fetch"},
		{"renamed, and its variable", in("v1", "get GET /a/{id}"), in("v1", "fetch GET /a/{name}"), "renamed v1 get fetch"},
		{"renamed and graduated", in("v1beta", get), in("v1", "fetch GET /a"), "renamed v1 get fetch; graduated v1; lost v1beta"},
		{"moved", in("v1", get), in("v1", "get GET /b"), "moved v1 GET /a GET /b"},
		{"another method", in("v1", get), in("v1", "get POST /a"), "moved v1 GET /a POST /a"},
		{"a variable more", in("v1", get), in("v1", "get GET /a/{id}"), "moved v1 GET /a GET /a/{id}"},
	} {
		other := "v1 other PUT /z" // so that no version and no document is empty
		h := Of([]Release{release(t, "1", append(c.old, other)...), release(t, "2", append(c.now, other)...)})
		if len(h.Operations) != 2 || h.Operations[1].ID != "other" || len(h.Operations[1].Events) > 0 {
			t.Fatalf("%s: %+v", c.name, h.Operations)
		}
		var got []string
		counts := map[Kind]int{}
		for _, e := range h.Operations[0].Events {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", e.Kind, strings.Join(e.Versions, ","), e.From, e.To)))
			counts[e.Kind]++
		}
		if have := strings.Join(got, "; "); have != c.want {
			t.Errorf("%s: %q, want %q", c.name, have, c.want)
		}
		for _, k := range Kinds {
			if have, ok := h.Steps[0].Counts[k]; !ok || have != counts[k] {
				t.Errorf("%s: %d times %s, want %d", c.name, have, k, counts[k])
			}
		}
	}
}

// TestMirrored: backwards, what was born is gone and what graduated is demoted or
// the other way round.
func TestMirrored(t *testing.T) {
	a := release(t, "a", "v1 one GET /1", "v1alpha two GET /2", "v1 three GET /3", "v1beta three GET /3", "v1 four GET /4")
	b := release(t, "b", "v1 one GET /1", "v1 two GET /2", "v1alpha two GET /2", "v1beta three GET /3", "v1 five GET /5", "v1 six GET /6")
	there, back := Of([]Release{a, b}).Steps[0].Counts, Of([]Release{b, a}).Steps[0].Counts
	for k, mirrored := range map[Kind]Kind{Born: Gone, Gone: Born, Graduated: Demoted, Demoted: Graduated} {
		if there[k] == 0 || there[k] != back[mirrored] {
			t.Errorf("%d %s, backwards %d %s", there[k], k, back[mirrored], mirrored)
		}
	}
	for k, n := range Of([]Release{a, a}).Steps[0].Counts {
		if n != 0 {
			t.Errorf("the same twice: %d %s", n, k)
		}
	}
}

// TestText: colours where they are wanted, and nothing that a document says can
// break a line or reach the terminal.
func TestText(t *testing.T) {
	h := Of([]Release{
		release(t, "1\x1b[2J", "v1alpha \"a\\x1b[31m\\nb\" GET /a", "v1 other PUT /z"), release(t, "2\n", "v1 other PUT /z", "v1 more GET /m"),
	})
	var plain, coloured, one bytes.Buffer
	for _, err := range []error{h.Text(&plain, false), h.Text(&coloured, true), h.Operations[0].Text(&one, false)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range []*bytes.Buffer{&plain, &one} {
		if strings.Contains(b.String(), "\x1b") {
			t.Errorf("reaches the terminal: %q", b)
		}
	}
	if !strings.HasPrefix(one.String(), `a\x1b[31m\nb`+"\n") {
		t.Errorf("%s", &one)
	}
	for _, want := range []string{"\x1b[32mborn in v1\x1b[0m\n", "\x1b[31mgone, was in v1alpha\x1b[0m\n"} {
		if !strings.Contains(coloured.String(), want) {
			t.Errorf("no %q in %q", want, &coloured)
		}
	}
}

func TestOperation(t *testing.T) {
	h := Of([]Release{
		release(t, "1", "v1 old GET /a", "v1 gone GET /g", "v1 swap GET /s"),
		release(t, "2", "v1 new GET /a", "v1 swap GET /s"),
		release(t, "3", "v1 new GET /a", "v1 later GET /s", "v1 old GET /x"),
	})
	for id, want := range map[string]string{"new": "new", "gone": "gone", "swap": "later", "old": "old", "none": ""} {
		got := ""
		if op := h.Operation(id); op != nil {
			got = op.ID
		}
		if got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// TestOperationOfName: of several operations that had a name, the one that had it last.
func TestOperationOfName(t *testing.T) {
	h := Of([]Release{
		release(t, "1", "v1 get GET /a"),
		release(t, "2", "v1 aFirst GET /a"),
		release(t, "3", "v1 aFirst GET /a", "v1 get GET /b"),
		release(t, "4", "v1 aFirst GET /a", "v1 zSecond GET /b"),
	})
	for name, want := range map[string]string{"get": "zSecond", "aFirst": "aFirst", "zSecond": "zSecond"} {
		if op := h.Operation(name); op == nil || op.ID != want {
			t.Errorf("%s: have %+v, want %s", name, op, want)
		}
	}
	if op := h.Operation("none"); op != nil {
		t.Errorf("none: have %+v", op)
	}
	if names := h.Names(); !slices.Equal(names, []string{"aFirst", "get", "zSecond"}) {
		t.Errorf("names %q", names)
	}
}
