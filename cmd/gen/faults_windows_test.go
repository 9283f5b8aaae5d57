package main

// The scripts that need these are for systems with users and limits.
func limited() { panic("BUG: not on this system") }
func nobody()  { panic("BUG: not on this system") }
