package spec_test

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCounts holds the size of the API: whoever changes it says so here.
func TestCounts(t *testing.T) {
	d := readDocument(t, "segment.yaml")
	operations := d.operations()
	got := map[string]int{
		"operations": len(operations),
		"paths":      len(d.root["paths"].(map[string]any)),
		"tags":       len(d.root["tags"].([]any)),
		"schemas":    len(d.schemas()),
	}
	for _, op := range operations {
		for _, version := range offered(d, op) {
			got[version]++
		}
	}
	want := map[string]int{
		"operations": 201, "paths": 126, "tags": 33, "schemas": 482,
		"v1": 126, "v1beta": 126, "v1alpha": 188,
	}
	if !maps.Equal(got, want) {
		t.Errorf("segment.yaml: counted %v, want %v", got, want)
	}
}

var vendor = regexp.MustCompile(`^application/vnd\.segment\.(\w+)\+json$`)

// offered returns the versions in which an operation succeeds.
func offered(d document, op operation) []string {
	var out []string
	responses, _ := op.node["responses"].(map[string]any)
	for code, response := range responses {
		if !strings.HasPrefix(code, "2") {
			continue
		}
		node, _ := d.resolve(response).(map[string]any)
		content, _ := node["content"].(map[string]any)
		for media := range content {
			if m := vendor.FindStringSubmatch(media); m != nil {
				out = append(out, m[1])
			}
		}
	}
	return out
}

// TestSummaries holds every operation to a line of its own.
func TestSummaries(t *testing.T) {
	operations := readDocument(t, "segment.yaml").operations()
	taken := map[string]string{}
	for _, place := range slices.Sorted(maps.Keys(operations)) {
		op := operations[place]
		summary, _ := op.node["summary"].(string)
		switch {
		case summary == "":
			t.Errorf("segment.yaml: %s: no summary", op.id)
		case len(summary) >= 70:
			t.Errorf("segment.yaml: %s: the summary has %d bytes, 70 or more", op.id, len(summary))
		case strings.HasSuffix(summary, "."):
			t.Errorf("segment.yaml: %s: the summary ends in a period", op.id)
		case taken[summary] != "":
			t.Errorf("segment.yaml: %s: has the summary of %s", op.id, taken[summary])
		}
		taken[summary] = op.id
	}
}

// TestReferences finds references that lead nowhere, and components that nothing refers to.
func TestReferences(t *testing.T) {
	d := readDocument(t, "segment.yaml")
	used := map[string]bool{}
	walk(d.root, func(ref string) {
		used[ref] = true
		if d.target(ref) == nil {
			t.Errorf("segment.yaml: %s: no such component", ref)
		}
	})
	for _, kind := range []string{"parameters", "responses", "schemas"} {
		section, _ := d.target("#/components/" + kind).(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(section)) {
			if ref := "#/components/" + kind + "/" + name; !used[ref] {
				t.Errorf("segment.yaml: %s: nothing refers to it", ref)
			}
		}
	}
}

// TestRateLimits compares the limit of every operation with the facts, in both directions.
func TestRateLimits(t *testing.T) {
	data, err := os.ReadFile(factsFile(t, "segment-facts-73.2.0-ratelimits.json"))
	if err != nil {
		t.Fatal(err)
	}
	var facts map[string]struct{ RateLimit string }
	if err := json.Unmarshal(data, &facts); err != nil {
		t.Fatal(err)
	}
	operations := readDocument(t, "segment.yaml").operations()
	for _, place := range slices.Sorted(maps.Keys(operations)) {
		op := operations[place]
		ours, _ := op.node["x-rate-limit"].(string)
		if fact := facts[op.id].RateLimit; ours != fact {
			t.Errorf("segment.yaml: %s: x-rate-limit: %q here, %q in the facts", op.id, ours, fact)
		}
		delete(facts, op.id)
	}
	for id, fact := range facts {
		if fact.RateLimit != "" {
			t.Errorf("segment.yaml: %s: x-rate-limit: no such operation here, %q in the facts", id, fact.RateLimit)
		}
	}
}
