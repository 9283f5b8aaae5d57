package upstream

import (
	"errors"
	"fmt"
	"strings"

	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/model"
)

// Rejected says that a document cannot be taken: what is wrong in it, with its
// places, or what it would do.
type Rejected struct {
	From string
	List []error // of a model.Faults the files are called From
	Text []byte  // of the document, for the lines of faults; nil: there are none
}

func (e *Rejected) Error() string { return errors.Join(e.List...).Error() }

// Unwrap gives what is wrong.
func (e *Rejected) Unwrap() []error { return e.List }

func (r *run) rejectedf(format string, args ...any) error {
	return &Rejected{From: r.From, List: []error{errors.New(model.OneLine(r.From + ": " + fmt.Sprintf(format, args...)))}}
}

// UnexplainedError says that programs would break for no reason that the document
// gives: a fault of the generator.
type UnexplainedError struct{ List []goapi.Unexplained }

func (e *UnexplainedError) Error() string {
	lines := []string{fmt.Sprintf("%d changes of Go have no reason in the document; please report them:", len(e.List))}
	for _, u := range e.List {
		lines = append(lines, model.OneLine(u.Error()))
	}
	return strings.Join(lines, "\n")
}
