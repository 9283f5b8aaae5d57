package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"text/tabwriter"
)

const versionAbout = `Prints what this program was built of, a line each: its version, the commit where it was
built in a checkout, Go and the platform, and the libraries that decide what is generated.
"gen -version" is the same.
`

// showVersion prints how the program was built.
func showVersion(_ context.Context, c *command, args []string, std streams) error {
	o := &options{}
	if err := c.read(flag.NewFlagSet(c.name, flag.ContinueOnError), o, versionAbout, args, std); err != nil {
		return err
	}
	if o.spec != "" {
		return c.usagef("no argument, not %q", o.spec)
	}
	info, ok := debug.ReadBuildInfo()
	if !ok { // not built by the go command
		info = &debug.BuildInfo{GoVersion: runtime.Version()}
	}
	writeVersion(std.out, info)
	return nil
}

// libraries decide what is generated.
var libraries = []string{"github.com/pb33f/libopenapi", "github.com/dave/jennifer", "github.com/oapi-codegen/oapi-codegen/v2"}

func writeVersion(w io.Writer, info *debug.BuildInfo) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, value string) { printLine(t, name+"\t"+value) }
	line("gen", moduleVersion(&info.Main))
	if r := revision(info.Settings); r != "" {
		line("commit", r)
	}
	line("go", strings.TrimSpace(info.GoVersion+" "+platform(info.Settings)))
	for _, d := range info.Deps {
		if slices.Contains(libraries, d.Path) {
			line(d.Path, moduleVersion(d))
		}
	}
	_ = t.Flush() // nothing to be done about a closed terminal
}

// moduleVersion is the version that was built: a module may be replaced by another, or by
// a folder, which has none.
func moduleVersion(m *debug.Module) string {
	version := m.Version
	if version == "" {
		version = "(devel)" // as the go command has it
	}
	if m.Replace == nil {
		return version
	}
	return strings.TrimSpace(fmt.Sprintf("%s, replaced by %s %s", version, m.Replace.Path, m.Replace.Version))
}

// revision is the commit of a checkout, when that was, and whether there was more in
// it; empty: it was built elsewhere.
func revision(settings []debug.BuildSetting) string {
	commit := setting(settings, "vcs.revision")
	if commit == "" {
		return ""
	}
	if at := setting(settings, "vcs.time"); at != "" {
		commit += " of " + at
	}
	if setting(settings, "vcs.modified") == "true" {
		commit += ", modified"
	}
	return commit
}

// platform is what it was built for; where nobody says, what it runs on.
func platform(settings []debug.BuildSetting) string {
	system, processor := setting(settings, "GOOS"), setting(settings, "GOARCH")
	if system == "" || processor == "" {
		return runtime.GOOS + "/" + runtime.GOARCH
	}
	return system + "/" + processor
}

func setting(settings []debug.BuildSetting, key string) string {
	for _, s := range settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}
