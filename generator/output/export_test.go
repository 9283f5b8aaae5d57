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
