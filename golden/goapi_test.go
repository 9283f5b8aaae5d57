package golden

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/golden/edits"
)

// std serves all comparisons.
var std goapi.Standard

// goChange is what an edit does to the Go of its document, and why.
type goChange struct {
	changes       []goapi.Change
	before, after *goapi.Places
	report        *drift.Report
}

func (c goChange) unexplained(causes []goapi.Reached) []goapi.Unexplained {
	return goapi.Explain(c.changes, c.before, c.after, causes)
}

// compareGo generates the Go of two documents, the second with the names of the
// first, as a sync does.
func compareGo(t *testing.T, cfg *config.Config, before *generator.Result, old []*surface.Version, doc []byte, now []*surface.Version) goChange {
	t.Helper()
	after := run(t, cfg, doc, before.Lock)
	changes, err := goapi.Compare(t.Context(), &std, before.Files, after.Files)
	if err != nil {
		t.Fatal(err)
	}
	c := goChange{changes: changes, before: before.Places(), after: after.Places()}
	c.report = drift.Compare(old, now, drift.Options{})
	return c
}

// TestGoOfEdits pins what breaks in Go for each edit, and that the document
// explains it.
func TestGoOfEdits(t *testing.T) {
	withoutRace(t)
	cfg, old := published(t), unedited(t)
	before := run(t, cfg, old.text, nil)
	var mu sync.Mutex
	found := map[string]goChange{}
	t.Run("edits", func(t *testing.T) {
		for _, e := range edits.All {
			if e.ID == "s36" {
				continue // a document without paths is refused
			}
			t.Run(e.ID, func(t *testing.T) {
				t.Parallel()
				now := edited(t, e)
				c := compareGo(t, cfg, before, old.surfaces, now.text, now.surfaces)
				for _, u := range c.unexplained(goapi.Causes(c.report)) {
					t.Error(u.Error())
				}
				mu.Lock()
				defer mu.Unlock()
				found[e.ID] = c
			})
		}
	})
	var text strings.Builder
	for _, e := range edits.All {
		text.WriteString(goText(e.ID+" "+e.What, found[e.ID]))
	}
	pin(t, "drift/go.txt", []byte(text.String()))
}

// goText counts the changes by package and lists those that break. Where the
// rules do not call that a break of the version, it says so.
func goText(title string, c goChange) string {
	var text strings.Builder
	text.WriteString(title + "\n")
	counts, broken := map[string][2]int{}, map[string]int{}
	var order []string
	for _, ch := range c.changes {
		name := path.Base(ch.Package)
		n, ok := counts[name]
		if !ok {
			order = append(order, name)
		}
		if ch.Compatible {
			n[1]++
		} else {
			n[0]++
			broken[ch.Version]++
		}
		counts[name] = n
	}
	for _, name := range order {
		fmt.Fprintf(&text, "  %s: %d incompatible, %d compatible\n", name, counts[name][0], counts[name][1])
	}
	if c.report != nil {
		for _, v := range c.report.Versions {
			if broken[v.Version] > 0 && v.Verdict < drift.Break {
				fmt.Fprintf(&text, "  %s breaks; by the rules: %s\n", v.Version, v.Verdict)
			}
		}
	}
	for _, ch := range goapi.Incompatible(c.changes) {
		fmt.Fprintf(&text, "    %s.%s %s\n", path.Base(ch.Package), ch.Object, short(ch))
	}
	return text.String()
}

// short is the message of a change without the folders of packages.
func short(c goapi.Change) string {
	text := c.Message
	if c.Kind == goapi.Tag {
		text = "tag: " + text
	}
	if len(c.Reached) > 0 {
		var names []string
		for _, r := range c.Reached {
			names = append(names, path.Base(r))
		}
		text += " (also " + strings.Join(names, ", ") + ")"
	}
	return strings.ReplaceAll(text, "github.com/stratagen/strata/generated/", "")
}

// TestGoOfHistory pins what broke in Go between published facts, and that the
// document explains it.
func TestGoOfHistory(t *testing.T) {
	withoutRace(t)
	cfg, _, _ := shippedInput(t)
	cfg.Overlays = nil
	var text strings.Builder
	for _, step := range [][2]string{{"58.0.1", "62.0.5"}, {"62.0.5", "73.2.0"}} {
		doc := document(t, "segment-facts-"+step[0]+".yaml")
		next := document(t, "segment-facts-"+step[1]+".yaml")
		c := compareGo(t, cfg, run(t, cfg, doc, nil), surfaceOf(t, cfg, doc), next, surfaceOf(t, cfg, next))
		for _, u := range c.unexplained(goapi.Causes(c.report)) {
			t.Errorf("%s: %v", step[1], u)
		}
		text.WriteString(goText(step[0]+" -> "+step[1], c))
	}
	pin(t, "drift/go-history.txt", []byte(text.String()))
}

// TestGoOfPublished: the same facts in another order and other words are the same
// Go.
func TestGoOfPublished(t *testing.T) {
	withoutRace(t)
	cfg, doc := published(t), document(t, "segment-32.0.2.yaml")
	now := unedited(t)
	c := compareGo(t, cfg, run(t, cfg, doc, nil), surfaceOf(t, cfg, doc), now.text, now.surfaces)
	c.changes = slices.DeleteFunc(c.changes, func(c goapi.Change) bool { return c.Object == "DocumentVersion" })
	if len(c.changes) > 0 {
		t.Errorf("%d changes, first %v", len(c.changes), c.changes[0])
	}
}

// BenchmarkGo is what a sync does with the Go of the shipped document, the
// standard library at hand.
func BenchmarkGo(b *testing.B) {
	res, err := shipped()
	if err != nil {
		b.Fatal(err)
	}
	ctx := b.Context()
	for name, step := range map[string]func() error{
		"check":   func() error { return goapi.Check(ctx, &std, res.Files) },
		"compare": func() error { _, err := goapi.Compare(ctx, &std, res.Files, res.Files); return err },
		"places":  func() error { res.Places(); return nil },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := step(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
