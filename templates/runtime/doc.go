// Package runtime is what every generated client stands on: credentials,
// transport, retries, parameters, JSON, errors and paging. Its files are copied
// into the generated core package with only the package clause changed, so what
// is tested here is what is shipped.
//
// What is particular to one API is in dialect.go, which the generator replaces,
// and in version.go. Everything else is the same for every API and depends on
// nothing outside the standard library.
package runtime
