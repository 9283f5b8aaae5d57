package load

// What a file is that is no OpenAPI document: form has the words, this the places.

import (
	"bytes"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/form"
	"github.com/stratagen/strata/generator/model"
)

// recognize faults what cannot be YAML or JSON, and reports whether it did.
func recognize(file string, src []byte, faults *model.Faults) bool {
	fault := form.Text(src)
	if fault != nil {
		faults.Add(placeOf(file, src, fault.Offset), "%s", fault.Text)
	}
	return fault != nil
}

// jsonFault says what is wrong with src as JSON, if that is what it is meant to be.
func jsonFault(file string, src []byte, faults *model.Faults) bool {
	_, fault := form.JSON(src)
	if fault != nil {
		faults.Add(placeOf(file, src, fault.Offset), "%s", fault.Text)
	}
	return fault != nil
}

// placeOf is the place of a byte; columns count characters, without a byte order
// mark, which no editor shows.
func placeOf(file string, src []byte, i int) model.Pos {
	before := bytes.TrimPrefix(src[:min(i, len(src))], []byte(form.Mark))
	line := bytes.Count(before, []byte("\n"))
	start := bytes.LastIndexByte(before, '\n') + 1
	return model.Pos{File: file, Line: line + 1, Column: utf8.RuneCount(before[start:]) + 1}
}
