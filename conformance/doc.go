// Package conformance holds the tests that need the generated clients: programs
// as a user writes them, against servers on the loopback that check what arrives
// and answer what the API answers, its faults included. The module is one of its
// own, because the generator must never import what it generates. The packages
// below make inputs from schemas, call operations by name and read requests; with
// them, package proof goes through every operation there is.
//
// A test that fails here is a promise broken that a user would notice: what goes
// over the wire, what comes back as a value or an error, and what the README
// says.
package conformance
