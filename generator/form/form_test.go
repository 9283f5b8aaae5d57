package form_test

import (
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/form"
)

func TestText(t *testing.T) {
	for in, want := range map[string]form.Fault{
		"":               {0, "the document is empty"},
		"\ufeff \r\n\t":  {0, "the document is empty"},
		"o\x00p\x00":     {0, "this is UTF-16, and must be UTF-8"},
		"\x00o":          {0, "this is UTF-16, and must be UTF-8"},
		"\xfe\xff\x00o":  {0, "this is UTF-16, and must be UTF-8"},
		" <error/>":      {1, "this is XML or the like, not an OpenAPI document"},
		"\ufeff\n<HTML>": {4, "this is HTML, not an OpenAPI document"},
		"a: ü\xff":       {5, "not UTF-8: byte 0xff"},
		"\xffa: b":       {0, "not UTF-8: byte 0xff"},
		"<!-- a --><!doctype html><title lang=en>\n Sign &lt;in> \n</title><title>no</title>": {0, `this is HTML, not an OpenAPI document; its title is "Sign <in>"`},
		"<html><title> </title>":                               {0, "this is HTML, not an OpenAPI document"},
		"<html><title>" + strings.Repeat("é", 81) + "</title>": {0, `this is HTML, not an OpenAPI document; its title is "` + strings.Repeat("é", 79) + `…"`},
	} {
		if got := form.Text([]byte(in)); got == nil || *got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
	for _, in := range []string{"a", "{", "\ufeffa: ü", "\n # <html>\n", "a: \ufffd"} {
		if got := form.Text([]byte(in)); got != nil {
			t.Errorf("%q: %v", in, *got)
		}
	}
}

func TestJSON(t *testing.T) {
	for in, want := range map[string]form.Fault{
		"{":                    {1, "not JSON: unexpected end"},
		"\ufeff\n{\"a\": [1\n": {12, "not JSON: unexpected end"},
		`{"a":1]`:              {6, "not JSON: invalid character ']' after object key:value pair"},
		`{"a":1}}`:             {7, "not JSON: invalid character '}' after top-level value"},
		"\ufeff{\"a\":?}":      {8, "not JSON: invalid character '?' looking for beginning of value"},
	} {
		if is, got := form.JSON([]byte(in)); !is || got == nil || *got != want {
			t.Errorf("%q: got %t, %v, want %v", in, is, got, want)
		}
	}
	for in, want := range map[string]bool{"": false, "a: b": false, "{a: b}": false, "[1]": false, "{}": true, "\ufeff {\n\"a\": 1}\n": true} {
		if is, fault := form.JSON([]byte(in)); is != want || fault != nil {
			t.Errorf("%q: got %t, %v", in, is, fault)
		}
	}
}
