// Package spec holds the document that Strata ships with: the Segment Public
// API, with our corrections to it, its configuration and the Go names it was
// given.
package spec

import "embed"

// FS holds segment.yaml, overlay.yaml, gen.yaml and names.lock.
//
// The pattern takes every YAML and lock file there is instead of naming them:
// whoever deletes names.lock to name everything anew must still be able to build
// the generator that writes it again.
//
//go:embed *.[yl]*
var FS embed.FS
