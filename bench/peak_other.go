//go:build !unix

package main

import "os"

// Peak memory is only known where getrusage is.
func peakOf(*os.ProcessState) int64 { return 0 }
func ownPeak() int64                { return 0 }
