package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/spec"
)

const configName = "gen.yaml"

// input is what a run reads and where it writes.
type input struct {
	cfg    *config.Config
	files  fs.FS
	folder string // of the configuration, for positions; empty: positions have no folder
	out    string // on disk
	lock   string // folder of names.lock, on disk
	target string
}

// input reads the flags of a command that generates, and finds what they mean.
func (c *command) input(args []string, std streams) (*input, error) {
	o, err := c.parse(args, std)
	if err != nil {
		return nil, err
	}
	return find(o)
}

// find gives the input of a run: a configuration, only a document, or neither.
func find(o options) (*input, error) {
	in, err := choose(o)
	if err != nil {
		return nil, err
	}
	if o.module != "" {
		in.cfg.Module = o.module
	}
	in.cfg.Lenient = o.lenient
	if in.target = o.target; in.target == targetOapi {
		if o.out == "" {
			in.out = filepath.Join(in.out, targetOapi)
		}
		in.lock = in.out // names.lock is not written, and its folder not kept from others
	}
	// One folder has one name: in it, names.lock is one of the files of the modules.
	if same(in.out, in.lock) {
		in.lock = in.out
	}
	return in, in.present()
}

func choose(o options) (*input, error) {
	if o.spec != "" {
		if why := unreadable(folder{}, filepath.ToSlash(o.spec)); why != "" {
			return nil, &config.Fault{Place: config.Place{File: o.spec}, Text: why}
		}
	}
	found := lookup()
	switch {
	case o.config != "":
		return configured(o, o.config)
	case o.spec != "" && o.out == "" && found != "" && !o.reads:
		// Defaults would write another client over the configured one.
		return nil, usagef("%s is not used when a document is named; give -config %[1]s to use it, or -out", found)
	case o.spec != "":
		return onlySpec(o)
	case found != "":
		return configured(o, found)
	case o.out != "" || o.reads:
		return embedded(o)
	}
	return nil, usagef("no %s or %s here: name a document, or give -out for the client of the embedded one", configName, filepath.Join("spec", configName))
}

// lookup finds the configuration that nobody named.
func lookup() string {
	for _, name := range []string{configName, filepath.Join("spec", configName)} {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			return name
		}
	}
	return ""
}

func configured(o options, name string) (*input, error) {
	cfg, err := readConfig(name)
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(name)
	files := folder{dir: dir, lock: dir}
	if o.spec != "" {
		if cfg.Spec, err = relative(dir, o.spec); err != nil {
			return nil, usageError{err}
		}
	}
	out := o.out
	if out == "" {
		out = filepath.Join(dir, filepath.FromSlash(cfg.Out))
	}
	return &input{cfg: cfg, files: files, folder: display(dir), out: out, lock: dir}, nil
}

func onlySpec(o options) (*input, error) {
	dir := filepath.Dir(o.spec)
	cfg := config.Default(filepath.ToSlash(o.spec))
	out := o.out
	if out == "" {
		out = filepath.FromSlash(cfg.Out)
	}
	return &input{cfg: cfg, files: folder{dir: dir, lock: out}, folder: display(dir), out: out, lock: out}, nil
}

// embedded takes the names of an earlier run from the output folder, else the
// embedded ones.
func embedded(o options) (*input, error) {
	data, err := spec.FS.ReadFile(configName)
	if err != nil {
		return nil, err
	}
	cfg, err := config.Parse(configName, data)
	if err != nil {
		return nil, err
	}
	var files fs.FS = spec.FS
	if o.out != "" {
		files = relocked{FS: spec.FS, lock: o.out}
	}
	return &input{cfg: cfg, files: files, out: o.out, lock: o.out}, nil
}

// untilInterrupted runs f, which changes nothing and so can be left where it is
// when the context ends: it may be reading a pipe in which nothing comes.
func untilInterrupted[T any](ctx context.Context, f func() (T, error)) (T, error) {
	var res T
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		res, err = f()
	}()
	select {
	case <-done:
		if err == nil {
			err = ctx.Err()
		}
		return res, err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// present reports the files of the configuration that are not there. The
// positions are those of the lines that name them.
func (in *input) present() error {
	var faults config.Faults
	named := func(name string, path ...string) {
		if why := unreadable(in.files, name); why != "" {
			faults = append(faults, in.cfg.Faultf(path, "%s: %s", name, why))
		}
	}
	named(in.cfg.Spec, "spec")
	for i, o := range in.cfg.Overlays {
		named(o, "overlays", strconv.Itoa(i))
	}
	if len(faults) == 0 {
		return nil
	}
	return relocated{faults, in.folder, in.files}
}
