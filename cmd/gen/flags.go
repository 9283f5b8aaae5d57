package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
)

// The targets.
const (
	targetNative = "native"
	targetOapi   = generator.OapiFolder
)

// options are the flags of the commands that generate.
type options struct {
	spec, config, out, module string
	target                    string // empty: the command has none
	lenient                   bool
	reads                     bool     // nothing is written, so -out is not needed
	several                   bool     // the command takes more than one document
	documents                 []string // more than one document
}

const runAbout = `With only SPEC the versions are detected, everything else is default, and
names.lock stands in the output folder. With neither SPEC nor a configuration the
document is the embedded one, and -out must be given.

With -target oapi-codegen each version becomes a module as oapi-codegen writes it,
in the folder oapi-codegen of the output folder unless -out is given, and below
oapi-codegen in the module path. Its names are oapi-codegen's: names.lock is neither
read nor written. The key oapi-codegen of the configuration is its own.
`

const runArgs = "[SPEC] [-config FILE] [-out DIR] [-module PATH] [-target native|oapi-codegen] [-lenient]"

// parse reads the flags of a command that generates.
func (c *command) parse(args []string, std streams) (options, error) {
	var o options
	f := c.inputFlags(&o)
	f.StringVar(&o.out, "out", "", "`folder` for the modules; default: as configured, else ./generated")
	f.StringVar(&o.module, "module", "", "module `path` of the folder; default: as configured, else example.com/NAME")
	f.StringVar(&o.target, "target", targetNative, "whose `shape` the clients have: "+targetNative+", or that of "+targetOapi)
	if err := c.read(f, &o, runAbout, args, std); err != nil {
		return o, err
	}
	switch {
	case o.target != targetNative && o.target != targetOapi:
		return o, c.usagef("-target %q is not %s or %s", o.target, targetNative, targetOapi)
	case o.module != "" && !config.IsModulePath(o.module):
		return o, c.usagef("-module %q is not a module path", o.module)
	}
	return o, nil
}

// flags makes the flag that every command has.
func (c *command) flags(o *options) *flag.FlagSet {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.StringVar(&o.config, "config", "", "configuration `file`; default ./gen.yaml, else ./spec/gen.yaml")
	return f
}

// inputFlags makes the flags of a command that reads a document for Go.
func (c *command) inputFlags(o *options) *flag.FlagSet {
	f := c.flags(o)
	f.BoolVar(&o.lenient, "lenient", false, "leave out, and list, operations with constructs that are not supported")
	return f
}

// read reads the flags and the one argument, the document, or several.
func (c *command) read(f *flag.FlagSet, o *options, about string, args []string, std streams) error {
	rest, err := interleaved(f, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.usage(f, about, std.out)
		return err
	case err != nil:
		return c.usagef("%w", err)
	case len(rest) > 1 && !o.several:
		return c.usagef("one document at a time, not %q", rest)
	}
	if name := empty(f, rest); name != "" {
		return c.usagef("%s is empty", name)
	}
	switch len(rest) {
	case 0:
	case 1:
		o.spec = rest[0]
	default:
		o.documents = rest
	}
	return nil
}

// empty names what was given as the empty string, as an unset variable of a
// script gives it: it asks for no default.
func empty(f *flag.FlagSet, rest []string) (name string) {
	if slices.Contains(rest, "") {
		return "SPEC"
	}
	f.Visit(func(given *flag.Flag) {
		if given.Value.String() == "" {
			name = "-" + given.Name
		}
	})
	return name
}

// interleaved parses flags before and after positional arguments, which package
// flag does not.
func interleaved(f *flag.FlagSet, args []string) (rest []string, err error) {
	f.SetOutput(io.Discard) // errors are printed once, by finish
	f.Usage = func() {}
	for {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		if f.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
}

func (c *command) usage(f *flag.FlagSet, about string, w io.Writer) {
	printLine(w, fmt.Sprintf("gen %s %s\n\n%s.\n", c.name, c.args, c.short))
	printLine(w, about)
	f.SetOutput(w)
	f.PrintDefaults()
}
