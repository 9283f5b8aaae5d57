//go:build unix

package e2e

// What no client can pass: calls in which the document contradicts itself.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// violation is one of the list in Prism's header sl-violations.
type violation struct {
	Location []string // request, body, label
	Code     string   // required
	Message  string
}

// The reasons for which a call cannot pass.
const (
	inBody    = "body"    // required names a property that the body has not
	inExample = "example" // the document's, with which Prism answers, lacks a required property
)

// flaw is why a call cannot pass.
type flaw struct{ where, property string }

// published is what is known of a document that is not ours: how many operations
// it has, and the calls that cannot pass.
type published struct {
	count string
	flaws map[string]flaw // by lane
}

// readPublished reads what testdata says about the version of a document. Of one
// without a file nothing is known, and nothing need be.
func readPublished(version string) (*published, error) {
	p := &published{flaws: map[string]flaw{}}
	text, err := os.ReadFile(filepath.Join("testdata", version+".txt"))
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "#":
		case p.count == "":
			p.count = strings.TrimSpace(line)
		case len(f) == 4 && (f[2] == inBody || f[2] == inExample) && p.flaws[f[0]+"/"+f[1]] == flaw{}:
			p.flaws[f[0]+"/"+f[1]] = flaw{f[2], f[3]}
		default:
			return nil, fmt.Errorf("%s.txt: line %q", version, line)
		}
	}
	return p, err
}

// judge says in what an answer differs from the one that the flaw leads to;
// empty: in nothing.
func (f flaw) judge(l laneOf, got answer, err error) string {
	if got.violations == "" {
		return fmt.Sprintf("it passes, though listed because of %s in the %s", f.property, f.where)
	}
	side := "response"
	if f.where == inBody {
		side = "request"
		if body, _ := l.op.Document.Resolve(l.op.Body); body.Property(f.property) != nil {
			return fmt.Sprintf("the body has %s, and could have passed", f.property)
		}
	} else if wrong := l.judge(answer{got.status, got.contentType, ""}, err); wrong != "" {
		return wrong
	}
	var all []violation
	if err := json.Unmarshal([]byte(got.violations), &all); err != nil {
		return fmt.Sprintf("violations: %v: %s", err, got.violations)
	}
	for _, v := range all {
		if len(v.Location) < 2 || v.Location[0] != side || v.Location[1] != "body" || v.Code != "required" ||
			!strings.HasSuffix(v.Message, "must have required property '"+f.property+"'") {
			return fmt.Sprintf("violation %+v, want only that %s is missing in the body of the %s", v, f.property, side)
		}
	}
	return ""
}
