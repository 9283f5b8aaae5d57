package fetch

import "net"

// WithResolver makes names resolve as a test wants.
func (o Options) WithResolver(r *net.Resolver) Options {
	o.resolver = r
	return o
}

// What has rules that are told best without a server.
var (
	Inspect = inspect
	Shown   = shown
)
