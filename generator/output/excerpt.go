package output

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// excerptLines is how much of a diff is shown: enough to see what kind of change
// it is. Who wants all of it runs the generator and asks git.
const excerptLines = 16

// excerpt is the beginning of the diff from old to wanted.
func excerpt(p string, old, wanted []byte) string {
	text := string(diff.Diff(p+" (on disk)", old, p+" (generated)", wanted))
	// The first line is a command that nobody ran.
	_, text, _ = strings.Cut(text, "\n")
	lines := strings.SplitAfter(text, "\n")
	if more := len(lines) - excerptLines; more > 1 {
		lines = append(lines[:excerptLines], fmt.Sprintf("… %d more lines\n", more))
	}
	return strings.Join(lines, "")
}
