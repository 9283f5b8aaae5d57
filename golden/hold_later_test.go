package golden

// What becomes of what is held: the next major version, and other edits before it.

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
)

// TestHoldEndsWithMajor: the next major version is what the document asks for, at
// once and for good, and then holds what it is itself.
func TestHoldEndsWithMajor(t *testing.T) {
	const next = "module acme v1.4.0\nmodule acmev1 v2.0.0\nmodule acmev1beta v0.5.0\n"
	eachHold(t, func(c *holdCase) {
		held := c.after(released)
		c.settles = true
		major := c.run("spec.yaml", string(held.Lock), next)
		if len(major.Pending) > 0 {
			c.Errorf("still pending: %v", major.Pending)
		}
		if !strings.Contains(string(major.Lock), "\nmajor v1 2\n") {
			c.Error("names.lock does not say which major version it is of")
		}
		if c.compiles(&generator.Result{Files: renamed(major.Files)}) == nil {
			c.Error("it compiles with the next major version: nothing was held")
		}
		same(c.T, c.run("spec.yaml", "", next), major)
		back := c.run("before.yaml", string(major.Lock), next)
		if bytes.Equal(back.Lock, c.files[generator.LockName].Data) {
			c.Error("the way back is no change")
		}
	})
}

// renamed gives the second major version of a module the path of its first.
func renamed(files map[string][]byte) map[string][]byte {
	out := map[string][]byte{}
	for name, text := range files {
		out[name] = bytes.ReplaceAll(text, []byte("/acmev1/v2"), []byte("/acmev1"))
	}
	return out
}

// TestHoldTwice: what is held for long is held still; what comes back to what it
// was waits for nothing; what is removed while it is held breaks.
func TestHoldTwice(t *testing.T) {
	eachHold(t, func(c *holdCase) {
		before, held := c.run("before.yaml", "", released), c.after(released)
		again := c.run("spec.yaml", string(held.Lock), released)
		if len(c.breaks(held, again)) > 0 || fmt.Sprint(again.Pending) != fmt.Sprint(held.Pending) {
			c.Errorf("after another run %v", again.Pending)
		}
		back := c.run("before.yaml", string(held.Lock), released)
		if broken := ofStable(c.breaks(before, back)); len(broken) > 0 || len(back.Pending) > 0 {
			c.Errorf("back again: %v, pending %v", broken, back.Pending)
		}
	})
}

// TestHeldFieldRemoved: a field that was held goes as any other does.
func TestHeldFieldRemoved(t *testing.T) {
	a, err := txtar.ParseFile("cases/hold-answer-required.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c := &holdCase{T: t, files: inputs(a)}
	held := c.after(released)
	text := c.files["spec.yaml"].Data
	for _, part := range []string{"enabled, ", "        enabled: {type: boolean, description: Whether it turns.}\n"} {
		if !bytes.Contains(text, []byte(part)) {
			t.Fatalf("no %q", part)
		}
		text = bytes.Replace(text, []byte(part), nil, 1)
	}
	c.files["removed.yaml"] = &fstest.MapFile{Data: text}
	after := c.run("removed.yaml", string(held.Lock), released)
	broken := ofStable(c.breaks(held, after))
	if len(broken) != 1 || broken[0].Object != "Widget.Enabled" || broken[0].Message != "removed" {
		t.Errorf("breaks: %v", broken)
	}
	if len(after.Pending) != len(held.Pending)-1 {
		t.Errorf("pending: %v", after.Pending)
	}
}
