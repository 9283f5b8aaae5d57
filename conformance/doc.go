// Package conformance holds the tests that need the generated clients: programs
// as a user writes them, against servers on the loopback that check what arrives
// and answer what the API answers, its faults included. It has no code of its
// own and is a module of its own, because the generator must never import what
// it generates.
//
// A test that fails here is a promise broken that a user would notice: what goes
// over the wire, what comes back as a value or an error, and what the README
// says.
package conformance
