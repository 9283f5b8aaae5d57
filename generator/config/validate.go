package config

import (
	"go/token"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The ways a document tells its versions apart.
const (
	FromMediaType = "media-type" // by the media types of its contents
	FromNone      = "none"       // it has one version
)

// What the generated packages are.
const (
	LayoutModules  = "modules"  // each is a module of its own
	LayoutPackages = "packages" // all are part of the module around them
)

// VersionHole is what stands for the token in Versions.Pattern.
const VersionHole = "{version}"

// validate gives every rule that c breaks. Defaults are filled in.
func (c *Config) validate() Faults {
	v := validator{c: c}
	v.paths()
	v.naming()
	v.versions()
	v.servers()
	v.retryAfter()
	v.pagination()
	v.query()
	v.types()
	v.selectors()
	v.upstream()
	v.release()
	return v.faults
}

type validator struct {
	c      *Config
	faults Faults
}

// at is the path of a value; see [Config.At].
func at(path ...string) []string { return path }

func (v *validator) fault(path []string, format string, args ...any) {
	f := v.c.Faultf(path, format, args...)
	f.Text = dotted(path) + ": " + f.Text
	v.faults = append(v.faults, f)
}

// required faults an empty value.
func (v *validator) required(value string, path ...string) {
	if value == "" {
		v.fault(path, "must be set")
	}
}

// oneOf faults a value that is set and not among those allowed.
func (v *validator) oneOf(value string, allowed []string, path ...string) {
	if value != "" && !slices.Contains(allowed, value) {
		v.fault(path, "%q is not one of %s", value, strings.Join(allowed, ", "))
	}
}

// paths: a configuration means the same on every machine, so no path in it
// starts at the root of one.
func (v *validator) paths() {
	v.required(v.c.Spec, "spec")
	v.relative(v.c.Spec, "spec")
	v.relative(v.c.Out, "out")
	v.relative(v.c.Surfaces, "surfaces")
	for i, o := range v.c.Overlays {
		n := strconv.Itoa(i)
		v.required(o, "overlays", n)
		v.relative(o, "overlays", n)
		if slices.Contains(v.c.Overlays[:i], o) {
			v.fault(at("overlays", n), "%q is listed twice", o)
		}
	}
}

var drive = regexp.MustCompile(`^[A-Za-z]:`)

func (v *validator) relative(p string, path ...string) {
	if strings.HasPrefix(p, "/") || strings.Contains(p, `\`) || drive.MatchString(p) {
		v.fault(path, "%q must be relative to this file, with slashes", p)
	}
}

var (
	packageName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	modulePath  = regexp.MustCompile(`^[A-Za-z0-9_~][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$`)
)

// IsModulePath reports whether s can be a module path, as far as it matters
// before the go command reads it (go.dev/ref/mod, module paths).
func IsModulePath(s string) bool { return modulePath.MatchString(s) }

// IsPackageName reports whether s can be the name of a client.
func IsPackageName(s string) bool { return packageName.MatchString(s) }

func (v *validator) naming() {
	if n := v.c.Name; n != "" && !IsPackageName(n) {
		v.fault(at("name"), "%q must be lower-case letters and digits, as Go packages are named", n)
	}
	if m := v.c.Module; m != "" && !IsModulePath(m) {
		v.fault(at("module"), "%q is not a module path", m)
	}
	v.oneOf(v.c.Layout, []string{LayoutModules, LayoutPackages}, "layout")
	if v.c.Layout == LayoutPackages && v.c.Module == "" {
		v.fault(at("layout"), "packages needs module: the path of the module around them and the folder in it")
	}
	v.exported(v.c.Names.Operations, "operations")
	v.exported(v.c.Names.Services, "services")
	v.exported(v.c.Names.Types, "types")
}

// exported faults a name that Go cannot export.
func (v *validator) exported(names map[string]string, section string) {
	for _, key := range slices.Sorted(maps.Keys(names)) {
		if name := names[key]; !token.IsIdentifier(name) || !token.IsExported(name) {
			v.fault(at("names", section, key), "%q is not an exported Go identifier", name)
		}
	}
}

func (v *validator) versions() {
	ver := v.c.Versions
	v.oneOf(ver.From, []string{FromMediaType, FromNone}, "versions", "from")
	if p := ver.Pattern; p != "" {
		if strings.Count(p, VersionHole) != 1 {
			v.fault(at("versions", "pattern"), "%q must hold "+VersionHole+" once", p)
		}
		if ver.From != FromMediaType {
			v.fault(at("versions", "pattern"), "%q needs from: media-type", p)
		}
	}
	for i, token := range ver.Known {
		n := strconv.Itoa(i)
		v.token(token, "versions", "known", n)
		v.required(token, "versions", "known", n)
		if slices.Contains(ver.Known[:i], token) {
			v.fault(at("versions", "known", n), "%q is listed twice", token)
		}
	}
	for _, token := range slices.Sorted(maps.Keys(ver.Stability)) {
		v.token(token, "versions", "stability", token)
		v.required(ver.Stability[token], "versions", "stability", token)
		v.oneOf(ver.Stability[token], []string{"stable", "beta", "alpha"}, "versions", "stability", token)
	}
}

// versionToken is what may name a version: a word in a media type (RFC 6838,
// 4.2), a path, a package and a line of names.lock.
var versionToken = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func (v *validator) token(token string, path ...string) {
	if token != "" && !versionToken.MatchString(token) {
		v.fault(path, "%q cannot name a version: letters, digits, dots and dashes can", token)
	}
}

func (v *validator) servers() {
	for _, region := range slices.Sorted(maps.Keys(v.c.Servers)) {
		u, err := url.Parse(v.c.Servers[region])
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			v.fault(at("servers", region), "%q is not an http or https URL", v.c.Servers[region])
		}
	}
	if d := v.c.Default; d != "" {
		if _, ok := v.c.Servers[d]; !ok {
			v.fault(at("defaultServer"), "%q is not a key of servers", d)
		}
	}
}
