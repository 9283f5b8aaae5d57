package golden

import "regexp"

// difference is one in which both clients may be, and why.
type difference struct {
	where  *regexp.Regexp // version, operation, status and path: v1 getSource 200 /data/source/id
	kind   string         // value, only ours, only theirs, error
	mock   string         // the kind of body it is seen with; empty: any
	reason string
}

var differences = []difference{}
