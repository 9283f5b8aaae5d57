package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/stratagen/strata/spec"
)

const oasdiffModule = "github.com/oasdiff/oasdiff"

// diff compares gen diff with oasdiff breaking on the same two documents, which
// oasdiff reads without knowing of versions. Both print what they find.
func (b *bench) diff() error {
	old, now, pair, err := b.pair()
	if err != nil {
		return err
	}
	oasdiff, version, err := b.oasdiff()
	if err != nil {
		return err
	}
	dir, err := b.folder() // without a configuration
	if err != nil {
		return err
	}
	run := func(args ...string) side {
		return func() (sample, error) { return timed(command(dir, nil, append(args, old, now)...)) }
	}
	samples, err := interleave(2*b.pairs, run(b.gen, "diff"), run(oasdiff, "breaking"))
	if err != nil {
		return err
	}
	ours, theirs := samples[0], samples[1]
	if median(ours, peak) == 0 || median(theirs, peak) == 0 {
		return errors.New("the memory of the programs is not above that of this one: run -only diff")
	}
	what := fmt.Sprintf("gen diff of %s, to oasdiff breaking %s: ", pair, version)
	b.add(
		compare(what+"whole run", ours, theirs, inTime(0.5)),
		compare(what+"peak memory", ours, theirs, inMemory(0.8)),
	)
	return nil
}

// oasdiff builds the program of tools/oasdiff.
func (b *bench) oasdiff() (program, version string, err error) {
	dir, alone := filepath.Join(b.root, "tools", "oasdiff"), []string{"GOWORK=off"}
	program = filepath.Join(b.dir, "oasdiff")
	if err := quiet(command(dir, alone, "go", "build", "-o", program, oasdiffModule)); err != nil {
		return "", "", err
	}
	version, err = capture(command(dir, alone, "go", "list", "-m", "-f", "{{.Version}}", oasdiffModule))
	return program, version, err
}

// pair gives two documents to compare: two that Segment published one after the
// other, else the shipped one and an edit of it.
func (b *bench) pair() (old, now, what string, err error) {
	if specs := os.Getenv("STRATA_SPECS"); specs != "" {
		return filepath.Join(specs, "segment-32.0.2.yaml"), filepath.Join(specs, "segment-32.0.4.yaml"), "Segment 32.0.2 and 32.0.4", nil
	}
	doc, err := spec.FS.ReadFile(shipped)
	if err != nil {
		return "", "", "", err
	}
	edited, err := deprecate(doc)
	if err != nil {
		return "", "", "", err
	}
	old, now = filepath.Join(b.dir, "old.yaml"), filepath.Join(b.dir, "now.yaml")
	if err := os.WriteFile(old, doc, 0o644); err != nil {
		return "", "", "", err
	}
	return old, now, "spec/" + shipped + " and an edit of it", os.WriteFile(now, edited, 0o644)
}

// deprecate marks the first operation of a document: a change that neither program
// takes for a break, which would end gen diff with an error.
func deprecate(doc []byte) ([]byte, error) {
	const before = "operationId: "
	at := bytes.Index(doc, []byte(before))
	if at < 0 {
		return nil, errors.New("there is no operation to deprecate")
	}
	line := bytes.LastIndexByte(doc[:at], '\n') + 1
	return bytes.Replace(doc, doc[line:at+len(before)], fmt.Appendf(nil, "%sdeprecated: true\n%[1]s%s", doc[line:at], before), 1), nil
}
