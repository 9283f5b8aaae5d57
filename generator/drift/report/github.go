package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/model"
)

// Annotations writes a workflow command of GitHub for each finding that means
// something, the worst first, since GitHub shows ten of a level: what blocks is an
// error, what breaks or warns a warning, anything else a notice. They stand at the
// line of the new document, where that is a file.
func (r *Report) Annotations(w io.Writer) error {
	var b strings.Builder
	for _, g := range r.groups() {
		for _, f := range g.findings {
			annotate(&b, level(f), f.New, f.Rule.ID+" "+f.Rule.Title, message(f))
		}
	}
	for _, i := range r.Idle {
		annotate(&b, "warning", i.Pos, "acceptance", idle(i))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func level(f *drift.Finding) string {
	switch v := f.Worst(); {
	case f.Blocks():
		return "error"
	case v >= drift.Warn:
		return "warning"
	default:
		return "notice"
	}
}

// message is what an annotation says below its title.
func message(f *drift.Finding) string {
	lines := []string{where(f, asIs)}
	if c := change(f, "->", asIs); c != "" {
		lines = append(lines, c)
	}
	lines = append(lines, reach(f, func(s standing) string {
		return clip(label(s.version), maxName) + " " + s.verdict.String()
	}, asIs)...)
	if f.Old.File != "" {
		lines = append(lines, "was: "+clip(f.Old.String(), maxPlace))
	}
	for _, s := range standings(f) {
		if s.fingerprint != "" {
			lines = append(lines, "to accept it in "+clip(label(s.version), maxName)+": "+s.fingerprint)
		}
	}
	return strings.Join(lines, "\n")
}

// annotate writes ::level file=…,line=…,col=…,title=…::message.
func annotate(b *strings.Builder, level string, at model.Pos, title, message string) {
	property := ""
	if isFile(at.File) {
		property = "file=" + commandProperty.Replace(at.File) + ","
		if at.Line > 0 {
			property += fmt.Sprintf("line=%d,col=%d,", at.Line, at.Column)
		}
	}
	fmt.Fprintf(b, "::%s %stitle=%s::%s\n", level, property, commandProperty.Replace(title), commandData.Replace(message))
}

// isFile reports whether a position is in a file of the working tree; what comes
// from git or the standard input is not.
func isFile(name string) bool {
	return name != "" && !strings.HasPrefix(name, "git:") && !strings.HasPrefix(name, "<")
}
