//go:build race

package main

// underRace says that the detector needs memory of its own.
const underRace = true
