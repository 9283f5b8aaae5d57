// Package fake is what every generated fake stands on: it takes the calls of a
// client at the place of the network, reads them off the wire, and answers in the
// form of the API. Its files are copied into a generated package with only the
// package clause and the name of the runtime changed, so what is tested here is
// what is shipped.
//
// What is particular to one API is in dialect.go, which the generator replaces.
// What reads the wire shares no code with what writes it.
package fake
