package upstream

import (
	"io/fs"
	"path"

	"github.com/stratagen/strata/generator"
)

// replaced is a file system in which one file has another text.
type replaced struct {
	fs.FS
	name string
	text []byte
}

// Open implements [fs.FS].
func (r replaced) Open(name string) (fs.File, error) {
	if path.Clean(name) == path.Clean(r.name) {
		return generator.Documents{{Name: name, Text: r.text}}.Open(name)
	}
	return r.FS.Open(name)
}
