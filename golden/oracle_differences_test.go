package golden

import "regexp"

// difference is one in which both clients may be, and why.
type difference struct {
	where  *regexp.Regexp // version, operation, status and path: v1 getSource 200 /data/source/id
	kind   string         // value, only ours, only theirs, error
	mock   string         // the kind of body it is seen with; empty: any
	reason string
}

func at(where string) *regexp.Regexp { return regexp.MustCompile(where) }

var explained = []difference{
	{at(`^\S+ \S+ 20\d $`), "error", "least",
		"the envelope is required of a success whatever the document says: without it nothing was promised that could be given"},
	{at(`^\S+ \S+ 4\d\d /errors/\*/status$`), "only theirs", "",
		"segment.ErrorDetail has no status: Error.StatusCode is the one that was sent"},
	{at(`/a-key/n$`), "value", "",
		"free-form: encoding/json makes a float64 of a number, which rounds; ours keeps its digits"},
	{at(`/(config|results/\*)/x-unknown$`), "only theirs", "unknown property",
		"a union: theirs keeps the text and knows no variant; a variant of ours is a struct, what it does not know stays in Raw"},
}
