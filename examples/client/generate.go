// Package client holds the clients of Parcels, each in a folder below it.
// gen writes them from the document and gen.yaml.
package client

//go:generate go tool -modfile=../tools/go.mod gen generate -config ../gen.yaml
