package drift

import "github.com/stratagen/strata/generator/model"

// said leaves out of a cause the positions that are lines of a surface's text,
// where the other document says where it is: a text repeats at each place what a
// document may say once.
func (c *comparison) said(k cause) cause {
	switch nowhere := (model.Pos{}); {
	case c.OldIsText && !c.NewIsText && k.now != nowhere:
		k.old = nowhere
	case c.NewIsText && !c.OldIsText && k.old != nowhere:
		k.now = nowhere
	}
	return k
}
