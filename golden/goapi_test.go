package golden

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/golden/edits"
)

// std serves all comparisons.
var std goapi.Standard

// goChange is what an edit does to the Go of its document.
type goChange struct {
	changes     []goapi.Change
	unexplained []goapi.Unexplained
}

// compareGo generates the Go of two documents, the second with the names of the
// first, and holds every break against the facts that differ.
func compareGo(t *testing.T, cfg *config.Config, before *generator.Result, old []*surface.Version, doc []byte) goChange {
	t.Helper()
	after := run(t, cfg, doc, before.Lock)
	changes, err := goapi.Compare(t.Context(), &std, before.Files, after.Files)
	if err != nil {
		t.Fatal(err)
	}
	reached := factsThatDiffer(old, surfaceOf(t, cfg, doc))
	return goChange{changes, goapi.Explain(changes, before.Places(), after.Places(), reached)}
}

// factsThatDiffer gives the places where two surfaces say different things.
func factsThatDiffer(old, now []*surface.Version) []goapi.Reached {
	type fact struct {
		version string
		surface.Place
		attribute surface.Attribute
		value     string
	}
	count := map[fact]int{}
	note := func(list []*surface.Version, n int) {
		for _, v := range list {
			for _, f := range v.Facts {
				if !v.Default {
					count[fact{v.Token, f.Place, f.Attribute, f.Value}] += n
				}
			}
		}
	}
	note(old, 1)
	note(now, -1)
	var list []goapi.Reached
	for f, n := range count {
		if n != 0 {
			list = append(list, goapi.Reached{Version: f.version, Place: f.Place})
		}
	}
	return list
}

// TestGoOfEdits pins what breaks in Go for each edit, and that the document
// explains it.
func TestGoOfEdits(t *testing.T) {
	withoutRace(t)
	cfg, doc := published(t), document(t, "segment-32.0.4.yaml")
	before, old := run(t, cfg, doc, nil), surfaceOf(t, cfg, doc)
	var mu sync.Mutex
	texts := map[string]string{}
	t.Run("edits", func(t *testing.T) {
		for _, e := range edits.All {
			if e.ID == "s36" {
				continue // a document without paths is refused
			}
			t.Run(e.ID, func(t *testing.T) {
				t.Parallel()
				c := compareGo(t, cfg, before, old, edited(t, e, doc))
				for _, u := range c.unexplained {
					t.Error(u.Error())
				}
				mu.Lock()
				defer mu.Unlock()
				texts[e.ID] = goText(e, c.changes)
			})
		}
	})
	var text strings.Builder
	for _, e := range edits.All {
		text.WriteString(texts[e.ID])
	}
	if err := os.MkdirAll("drift", 0o755); err != nil {
		t.Fatal(err)
	}
	pin(t, "drift/go.txt", []byte(text.String()))
}

func edited(t *testing.T, e edits.Edit, doc []byte) []byte {
	t.Helper()
	d, err := edits.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	e.Apply(d)
	out, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// goText counts the changes of an edit by package and lists those that break.
func goText(e edits.Edit, changes []goapi.Change) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s\n", e.ID, e.What)
	counts := map[string][2]int{}
	var order []string
	for _, c := range changes {
		name := path.Base(c.Package)
		n, ok := counts[name]
		if !ok {
			order = append(order, name)
		}
		if c.Compatible {
			n[1]++
		} else {
			n[0]++
		}
		counts[name] = n
	}
	for _, name := range order {
		fmt.Fprintf(&text, "  %s: %d incompatible, %d compatible\n", name, counts[name][0], counts[name][1])
	}
	for _, c := range goapi.Incompatible(changes) {
		fmt.Fprintf(&text, "    %s.%s %s\n", path.Base(c.Package), c.Object, short(c))
	}
	return text.String()
}

// short is the message of a change without the folders of packages.
func short(c goapi.Change) string {
	text := cmp.Or(map[goapi.Kind]string{goapi.API: "", goapi.Tag: "tag: ", goapi.Identity: ""}[c.Kind], "") + c.Message
	if len(c.Reached) > 0 {
		var names []string
		for _, r := range c.Reached {
			names = append(names, path.Base(r))
		}
		text += " (also " + strings.Join(names, ", ") + ")"
	}
	return strings.ReplaceAll(text, "github.com/stratagen/strata/generated/", "")
}

// TestGoOfPublished: the same facts in another order and other words are the same
// Go.
func TestGoOfPublished(t *testing.T) {
	withoutRace(t)
	cfg, doc := published(t), document(t, "segment-32.0.2.yaml")
	c := compareGo(t, cfg, run(t, cfg, doc, nil), surfaceOf(t, cfg, doc), document(t, "segment-32.0.4.yaml"))
	c.changes = slices.DeleteFunc(c.changes, func(c goapi.Change) bool { return c.Object == "DocumentVersion" })
	if len(c.changes) > 0 {
		t.Errorf("%d changes, first %v", len(c.changes), c.changes[0])
	}
}
