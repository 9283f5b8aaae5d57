package config

// What a value may be, by its key. validate holds values to this table, and the
// JSON Schema and docs/configuration.md are made from it, so that none of the three
// can say something else. Rules about several keys at once stand beside validate.

import (
	"go/token"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// rule says what the value of a key may be. An empty text counts as none.
type rule struct {
	required bool     // not empty; of a mapping: with a key at least
	oneOf    []string // one of these
	form     *form    // of a text
	names    *form    // of the keys of a mapping
	unique   bool     // of a list: nothing twice
	fallback string   // the default, where it is the same in every configuration
}

// form is what a text has to look like.
type form struct {
	// match and unless are regular expressions that Go and ECMA-262 read alike. They
	// refuse nothing that judge takes. unless may be nil.
	match, unless *regexp.Regexp
	judge         func(text string) bool // nil: match and unless decide
	fault         string                 // what is said of another text, which %q shows
	says          string                 // what it is, for people
}

// fits reports whether text has the form.
func (f *form) fits(text string) bool {
	if f.judge != nil {
		return f.judge(text)
	}
	return f.match.MatchString(text) && (f.unless == nil || !f.unless.MatchString(text))
}

// rules has a line for every key whose value is not any text. "*" stands for the
// items of a list and for the keys of a mapping that its author chooses.
var rules = map[string]rule{
	"spec":                 {required: true, form: relative},
	"overlays":             {unique: true},
	"overlays.*":           {required: true, form: relative},
	"out":                  {form: relative, fallback: "generated"},
	"module":               {form: moduleForm},
	"layout":               {oneOf: []string{LayoutModules, LayoutPackages}, fallback: LayoutModules},
	"name":                 {form: packageForm},
	"versions.from":        {oneOf: []string{FromMediaType, FromNone}},
	"versions.pattern":     {form: hole},
	"versions.known":       {unique: true},
	"versions.known.*":     {required: true, form: versionToken},
	"versions.stability":   {names: versionToken},
	"versions.stability.*": {required: true, oneOf: []string{"stable", "beta", "alpha"}},
	"servers.*":            {required: true, form: server},
	"retryAfter.*.unit":    {oneOf: []string{"ms", "s"}, fallback: "s"},
	"retryAfter.*.format":  {oneOf: []string{"seconds", "rfc5322", "unix"}},
	"pagination.*.cursor":  {required: true}, // without it there is nothing to send
	"pagination.*.next":    {required: true}, // without it nothing to send it from; a count is the server's to offer
	"query.object":         {oneOf: []string{"brackets", "dots"}, fallback: "brackets"},
	"query.array":          {oneOf: []string{"repeat", "index", "dots", "comma"}, fallback: "repeat"},
	"query.scalar":         {oneOf: []string{"form"}, fallback: "form"},
	"types.*":              {required: true, oneOf: []string{"string"}},
	"names.operations.*":   {required: true, form: exported},
	"names.services.*":     {required: true, form: exported},
	"names.types.*":        {required: true, form: exported},
	"selectors.*.union":    {required: true},
	"selectors.*.property": {required: true},
	"selectors.*.values":   {required: true},
	"selectors.*.values.*": {required: true},

	"selectors.*.otherwise":     {oneOf: []string{"raw", "shape"}},
	"surfaces":                  {form: relative},
	"fakes":                     {fallback: "true"},
	"release.retract.*.module":  {required: true, form: folder},
	"release.retract.*.version": {required: true, form: version},
	"release.retract.*.reason":  {required: true, form: line},
	"upstream.redoc":            {form: address},
	"upstream.url":              {form: address},
	"upstream.file":             {form: relative},
	"upstream.git":              {form: revision},
	"upstream.words":            {oneOf: []string{WordsOurs, WordsTheirs}},
	"upstream.hosts":            {unique: true},
	"upstream.hosts.*":          {required: true, form: host},
	"upstream.tokenEnv":         {form: environment},
}

// acceptRules are those of accept.yaml, whose messages are its own.
var acceptRules = map[string]rule{
	"*.fingerprint": {required: true, form: fingerprint},
	"*.reason":      {required: true, form: &form{match: regexp.MustCompile(`\S`), says: "not blank"}},
	"*.until":       {form: day},
}

// VersionHole is what stands for the token in Versions.Pattern.
const VersionHole = "{version}"

var (
	// relative: a configuration means the same on every machine, so no path in it
	// starts at the root of one.
	relative = &form{
		match: regexp.MustCompile(`^([^/\\A-Za-z][^\\]*|[A-Za-z]([^:\\][^\\]*)?)$`),
		fault: "%q must be relative to this file, with slashes",
		says:  "a path relative to this file, with slashes",
	}
	packageForm = &form{
		match: regexp.MustCompile(`^[a-z][a-z0-9]*$`),
		fault: "%q must be lower-case letters and digits, as Go packages are named",
		says:  "lower-case letters and digits, as Go packages are named",
	}
	moduleForm = &form{
		match: regexp.MustCompile(`^[A-Za-z0-9_~][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$`),
		fault: "%q is not a module path",
		says:  "a module path",
	}
	hole = &form{
		match:  regexp.MustCompile(`\{version\}`),
		unless: regexp.MustCompile(`\{version\}[^}]*(\}[^}]*)*\{version\}`),
		fault:  "%q must hold " + VersionHole + " once",
		says:   "a media type with " + VersionHole + " once in it",
	}
	// versionToken is what may name a version: a word in a media type (RFC 6838,
	// 4.2), a path, a package and a line of names.lock.
	versionToken = &form{
		match: regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`),
		fault: "%q cannot name a version: letters, digits, dots and dashes can",
		says:  "letters, digits, dots, dashes and underscores",
	}
	server = &form{
		match: regexp.MustCompile(`^[Hh][Tt][Tt][Pp][Ss]?://[^/?#]`),
		judge: isServer,
		fault: "%q is not an http or https URL",
		says:  "an http or https URL",
	}
	exported = &form{
		match: regexp.MustCompile(`^\p{Lu}[\p{L}\p{Nd}_]*$`),
		judge: func(name string) bool { return token.IsIdentifier(name) && token.IsExported(name) },
		fault: "%q is not an exported Go identifier",
		says:  "an exported Go identifier",
	}
	// address has judge and faults in validate_upstream.go.
	address = &form{
		match: regexp.MustCompile(`^([Hh][Tt][Tt][Pp][Ss]://[^/?#@]+|[Hh][Tt][Tt][Pp]://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]*)?)([/?#]|$)`),
		says:  "an https URL without user and password; http on this machine only",
	}
	revision = &form{
		match: regexp.MustCompile(`^[^:-][^:]*:.`),
		judge: isRevision,
		fault: "%q must be REF:PATH",
		says:  "REF:PATH",
	}
	host = &form{
		match: regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`),
		fault: "%q must be the name of a host in lower case, or a name and a port",
		says:  "the name of a host in lower case, or a name and a port",
	}
	environment = &form{
		match: regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`),
		fault: "must be the name of an environment variable", // not shown: it may be the credential
		says:  "the name of an environment variable",
	}
	// folder and version are what a line of release.lock holds: a version has no
	// pre-release and no build (semver.org).
	folder = &form{
		match: regexp.MustCompile(`^[a-z][a-z0-9]*$`),
		fault: "%q is no folder of a module below out",
		says:  "the folder of a module below out",
	}
	version = &form{
		match: regexp.MustCompile(`^v(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`),
		fault: "%q is not a version as v1.2.3",
		says:  "a version as v1.2.3",
	}
	// line: go.mod is made of it, in which a line is a line.
	line = &form{
		match: regexp.MustCompile(`^[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$`),
		fault: "must be one line",
		says:  "one line",
	}
	// fingerprint is what generator/drift makes.
	fingerprint = &form{
		match: regexp.MustCompile(`^[0-9a-f]{12}$`),
		fault: "%q is no fingerprint: want 12 digits of 0-9 and a-f",
		says:  "12 digits of 0-9 and a-f",
	}
	day = &form{
		match: regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`),
		says:  "a day in the form 2006-01-02 (RFC 3339, full-date)",
	}
)

// IsModulePath reports whether s can be a module path, as far as it matters
// before the go command reads it (go.dev/ref/mod, module paths).
func IsModulePath(s string) bool { return moduleForm.fits(s) }

// IsPackageName reports whether s can be the name of a client.
func IsPackageName(s string) bool { return packageForm.fits(s) }

func isServer(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && slices.Contains([]string{"https", "http"}, u.Scheme)
}

func isRevision(text string) bool {
	ref, path, _ := strings.Cut(text, ":")
	return ref != "" && path != "" && ref[0] != '-'
}
