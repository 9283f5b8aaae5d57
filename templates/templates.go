// Package templates holds the text that the generator copies or fills in:
// whole files with few holes, and the runtime of the generated clients. What
// is shaped by the API is printed by the emit package instead.
package templates

import "embed"

// FS holds *.tmpl, one for each generated file with holes, init/*.tmpl, those of a
// repository that begins, runtime/*.go, the sources of the
// core package, and fake/*.go, those of the package that fakes stand on.
//
//go:embed *.tmpl init/*.tmpl runtime/*.go fake/*.go oapi-codegen
var FS embed.FS
