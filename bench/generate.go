package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/stratagen/strata/generator"
)

const benchModule = "example.com/bench"

// generate compares whole runs with those of the yardstick, each into an empty
// folder.
func (b *bench) generate() error {
	lock, err := b.firstLock(b.document)
	if err != nil {
		return err
	}
	samples, err := interleave(b.pairs, b.ours(b.document, nil), b.ours(b.document, lock), b.theirSide())
	if err != nil {
		return err
	}
	theirs := samples[2]
	b.add(
		compare("whole run, first names", samples[0], theirs, inTime(0.6)),
		compare("whole run, names from names.lock", samples[1], theirs, inTime(0.6)),
	)
	for i, what := range []string{"peak memory, first names", "peak memory, names from names.lock"} {
		if median(samples[i], peak) == 0 || median(theirs, peak) == 0 {
			return errors.New("this system does not tell the peak memory of a program")
		}
		b.add(compare(what, samples[i], theirs, inMemory(1)))
	}
	return nil
}

// ours is a run of gen generate on a document. lock is the names.lock before it,
// nil for none.
func (b *bench) ours(document string, lock []byte) side {
	return func() (sample, error) {
		out, err := b.folder()
		if err != nil {
			return sample{}, err
		}
		defer os.RemoveAll(out) //nolint:errcheck // goes with the scratch folder
		if lock != nil {
			if err := os.WriteFile(filepath.Join(out, generator.LockName), lock, 0o644); err != nil {
				return sample{}, err
			}
		}
		return timed(command("", nil, b.genArgs("generate", document, out, benchModule)...))
	}
}

func (b *bench) theirSide() side {
	return func() (sample, error) {
		out, err := b.folder()
		if err != nil {
			return sample{}, err
		}
		defer os.RemoveAll(out) //nolint:errcheck // goes with the scratch folder
		return timed(command("", nil, b.peerArgs(b.document, out)...))
	}
}

// firstLock gives the names that a first run on a document writes.
func (b *bench) firstLock(document string) ([]byte, error) {
	out, err := b.generated(document)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(out) //nolint:errcheck // goes with the scratch folder
	return os.ReadFile(filepath.Join(out, generator.LockName))
}

// generated gives a folder with the output for a document.
func (b *bench) generated(document string) (string, error) {
	out, err := b.folder()
	if err != nil {
		return "", err
	}
	return out, quiet(command("", nil, b.genArgs("generate", document, out, benchModule)...))
}

// check compares gen check with gen generate, which it should not outlast.
func (b *bench) check() error {
	out, err := b.generated(b.document)
	if err != nil {
		return err
	}
	again := func(sub string) side {
		return func() (sample, error) {
			return timed(command("", nil, b.genArgs(sub, b.document, out, benchModule)...))
		}
	}
	samples, err := interleave(b.pairs, again("check"), b.ours(b.document, nil), again("generate"))
	if err != nil {
		return err
	}
	b.add(
		compare("gen check, to gen generate into an empty folder", samples[0], samples[1], inTime(1)),
		compare("gen check, to gen generate over the same files", samples[0], samples[2], inTime(1)),
	)
	return nil
}
