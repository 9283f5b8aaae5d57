package surface

// Facts as texts that are compared and hashed and that nobody reads. There is one
// for each schema, place and answer of a document, so they are put together
// without fmt and, where they can be, in room that is used again.

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/stratagen/strata/generator/model"
)

func spell(list []attribute) string { return string(appendSpell(nil, list)) }

func appendSpell(text []byte, list []attribute) []byte {
	for _, a := range list {
		text = append(append(text, a.Name...), ' ')
		text = append(strconv.AppendQuote(text, a.Value), ';')
	}
	return text
}

// useSum names all facts of a place and below.
func (b *builder) useSum(u *model.Use) string { return string(b.appendUse(nil, u)) }

func (b *builder) appendUse(text []byte, u *model.Use) []byte {
	if u == nil {
		return append(text, "untyped"...)
	}
	var class [32]byte
	n := hex.Encode(class[:], []byte(b.classes[u.Schema]))
	return appendSpell(append(append(text, class[:n]...), ' '), ofUse(u))
}

// sameUse reports whether useSum names both alike.
func (b *builder) sameUse(u, v *model.Use) bool {
	if u == nil || v == nil {
		return u == v
	}
	same := func(x, y attribute) bool { return x.Name == y.Name && x.Value == y.Value }
	return b.classes[u.Schema] == b.classes[v.Schema] && slices.EqualFunc(ofUse(u), ofUse(v), same)
}

// appendRoots names all facts at and below roots, whose order means nothing.
func (b *builder) appendRoots(text []byte, roots []root) []byte {
	b.parts.clear()
	for _, r := range roots {
		b.parts.add(func(part []byte) []byte {
			part = append(append(append(part, '{'), r.side.Status...), ' ')
			part = append(append(append(part, r.side.Part...), ' '), r.side.Media...)
			part = append(append(part, '}'), r.path...)
			return b.appendUse(appendSpell(part, r.list), r.use)
		})
	}
	slices.SortFunc(b.parts.list, bytes.Compare)
	for i, p := range b.parts.list {
		if i > 0 {
			text = append(text, '\n')
		}
		text = append(text, p...)
	}
	return text
}

// parts are texts that are put in order before they are one.
type parts struct {
	room []byte // of all of them
	list [][]byte
}

func (p *parts) clear() { p.room, p.list = p.room[:0], p.list[:0] }

// add takes up what write appends.
func (p *parts) add(write func([]byte) []byte) {
	start := len(p.room)
	p.room = write(p.room)
	p.list = append(p.list, p.room[start:len(p.room):len(p.room)])
}
