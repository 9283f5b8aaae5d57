package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// An encoder and a decoder keep their buffers from one use to the next.
type (
	encoder struct {
		*json.Encoder
		text bytes.Buffer
	}
	decoder struct {
		*json.Decoder
		text   []byte // what it reads
		start  int64  // of text, in all that it has read
		reader bytes.Reader
	}
)

// The decoders of whole results, whose buffers grow large, are not those of the
// values in them.
var (
	encoders       = spare[encoder]{make: newEncoder}
	resultDecoders = spare[decoder]{make: newDecoder}
	valueDecoders  = spare[decoder]{make: newDecoder}
)

func newEncoder() *encoder {
	e := new(encoder)
	e.Encoder = json.NewEncoder(&e.text)
	e.SetEscapeHTML(false)
	return e
}

func newDecoder() *decoder {
	d := new(decoder)
	d.Decoder = json.NewDecoder(&d.reader)
	d.UseNumber()
	return d
}

// decode has read, with a decoder of from, decode data into v; nothing may
// follow what it reads.
func decode(data []byte, v any, read func(*decoder, any) error, from *spare[decoder]) error {
	d := from.get()
	d.text = data
	d.start = d.InputOffset()
	d.reader.Reset(data)
	err := read(d, v)
	if err == nil {
		err = d.end()
	}
	if err != nil { // what d has read ahead is of no use to another
		return inText(err, d.start)
	}
	d.text = nil
	d.reader.Reset(nil)
	if len(data) <= maxSpare {
		from.put(d)
	}
	return nil
}

// decodeValue reads one value.
func decodeValue(d *decoder, v any) error { return d.Decode(v) }

// nullFollows reports whether the next value is null.
func (d *decoder) nullFollows() bool {
	rest := d.text[d.InputOffset()-d.start:]
	return bytes.HasPrefix(bytes.TrimLeft(rest, ": \t\r\n"), []byte("null"))
}

// end makes sure that nothing follows.
func (d *decoder) end() error {
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value")
	}
	return nil
}

// inText has err speak about a text that begins at start, and that is incomplete
// if it ends too early.
func inText(err error, start int64) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && syntax.Offset >= start {
		syntax.Offset -= start
	}
	return err
}
