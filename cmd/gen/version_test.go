package main

import (
	"bytes"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// TestVersion: what a build says of itself, of a release and of a checkout.
func TestVersion(t *testing.T) {
	for _, c := range []struct {
		name string
		info debug.BuildInfo
		want string
	}{
		{"a release", debug.BuildInfo{
			GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.3"},
			Deps:     []*debug.Module{{Path: "github.com/pb33f/libopenapi", Version: "v0.38.7"}, {Path: "golang.org/x/net", Version: "v0.1.0"}},
			Settings: []debug.BuildSetting{{Key: "GOOS", Value: "plan9"}, {Key: "GOARCH", Value: "mips"}},
		}, "gen v1.2.3\ngo go1.26.8 plan9/mips\ngithub.com/pb33f/libopenapi v0.38.7\n"},
		{"a checkout", debug.BuildInfo{
			GoVersion: "go1.26.8", Main: debug.Module{},
			Deps:     []*debug.Module{{Path: "github.com/dave/jennifer", Version: "v1.7.1", Replace: &debug.Module{Path: "../jennifer"}}},
			Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.time", Value: "2026-01-02T03:04:05Z"}, {Key: "vcs.modified", Value: "true"}},
		}, "gen (devel)\ncommit abc of 2026-01-02T03:04:05Z, modified\ngo go1.26.8 " + runtime.GOOS + "/" + runtime.GOARCH + "\ngithub.com/dave/jennifer v1.7.1, replaced by ../jennifer\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			writeVersion(&b, &c.info)
			var lines strings.Builder
			for line := range strings.Lines(b.String()) {
				lines.WriteString(strings.Join(strings.Fields(line), " ") + "\n")
			}
			if lines.String() != c.want {
				t.Errorf("%s", lines.String())
			}
		})
	}
}
