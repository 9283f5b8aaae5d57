package scaffold

import (
	"fmt"
	"go/token"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// The tool, and the module that it is part of.
const (
	Tool       = "github.com/stratagen/strata/cmd/gen"
	ToolModule = "github.com/stratagen/strata"
)

// local is the version the go command gives a module that a folder replaces.
const local = "v0.0.0-00010101000000-000000000000"

// HasTool reports whether the go.mod of a tool module names the tool. The error is
// that of a file that is none, with its position.
func HasTool(name string, text []byte) (bool, error) {
	f, err := modfile.Parse(name, text, nil)
	if err != nil {
		return false, err
	}
	for _, t := range f.Tool {
		if t.Path == Tool {
			return true, nil
		}
	}
	return false, nil
}

// AddTool adds the tool to the go.mod of a tool module; text is nil where there is
// none yet, and modulePath then its path. The tool has a version or, if folder is
// not empty, stands in that folder; a relative one is relative to the user's own
// go.mod, since that is what -modfile replaces. What else the tool requires is for
// the go command to add.
func AddTool(name string, text []byte, modulePath, version, folder string) ([]byte, error) {
	f, err := modfile.Parse(name, text, nil)
	if err != nil {
		return nil, err
	}
	if f.Module == nil {
		if err := f.AddModuleStmt(modulePath); err != nil {
			return nil, err
		}
	}
	if f.Go == nil {
		// The first with tool directives; the go command raises it to what the tool needs.
		if err := f.AddGoStmt("1.24"); err != nil {
			return nil, err
		}
	}
	if err := f.AddTool(Tool); err != nil {
		return nil, err
	}
	if folder != "" {
		version = local
		if err := f.AddReplace(ToolModule, "", folder, ""); err != nil {
			return nil, err
		}
	} else if err := module.Check(ToolModule, version); err != nil {
		return nil, err
	}
	f.AddNewRequire(ToolModule, version, true)
	f.Cleanup()
	return f.Format()
}

// IsVersion reports whether s names a version of a module.
func IsVersion(s string) bool { return semver.IsValid(s) }

// GoMod is what init has to know of the user's go.mod.
type GoMod struct {
	Path string
	Go   string // language version; empty: not said
}

// ReadGoMod reads it. A newer go command's directives are no fault.
func ReadGoMod(name string, text []byte) (GoMod, error) {
	f, err := modfile.ParseLax(name, text, nil)
	if err != nil {
		return GoMod{}, err
	}
	if f.Module == nil {
		return GoMod{}, fmt.Errorf("%s: no module directive", name)
	}
	m := GoMod{Path: f.Module.Mod.Path}
	if f.Go != nil {
		m.Go = f.Go.Version
	}
	return m, nil
}

func keyword(name string) bool { return token.IsKeyword(name) }
