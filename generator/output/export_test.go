package output

// Before calls f before every change to the disk until restore is called. The
// change is not made if f gives an error.
func Before(f func(op, name string) error) (restore func()) {
	old := before
	before = f
	return func() { before = old }
}

// StageName is where a run keeps what is on its way.
const StageName = stageName

// LockFile and Guards are how a folder is locked, and what tells whether the lock
// is on the folder of that name.
var LockFile, Guards = lockFile, guards
