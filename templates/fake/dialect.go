package fake

import (
	"github.com/stratagen/strata/templates/runtime"
)

// packageName is the prefix of messages that are about no one fake.
const packageName = "exampletest"

var api = dialect{
	envelope: "data",
	errors:   "errors",
	object:   "brackets",
	array:    "repeat",
}

// newClient makes a client with a credential that nobody looks at.
func newClient(opts []runtime.Option) (*runtime.Client, error) {
	return runtime.NewClient("not-a-secret", opts...)
}
