package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
)

// stageName is the folder of a tree in which a run keeps what is on its way to a
// place or away from one. It is there while a run writes, and after one was
// killed until the next one.
const stageName = ".strata-tmp"

// before is called with what is about to change on the disk, and prevents it
// by an error. Tests break runs in it.
var before = func(op, name string) error { return nil }

// folder is an open folder of a tree. All that changes the disk below it is here,
// and nothing outside of it can be reached.
type folder struct{ *os.Root }

func openFolder(dir string) (folder, error) {
	root, err := os.OpenRoot(dir)
	return folder{root}, err
}

func staged(name string) string { return path.Join(stageName, name) }

// exists reports whether there is a file or folder, or a link, whatever it is to.
func (f folder) exists(name string) (bool, error) {
	_, err := f.Lstat(name)
	if absent(err) {
		return false, nil
	}
	return err == nil, err
}

func (f folder) mkdir(name string) error {
	if err := before("mkdir", name); err != nil {
		return err
	}
	return f.Mkdir(name, 0o777)
}

func (f folder) rename(from, to string) error {
	if err := before("rename", from); err != nil {
		return err
	}
	return f.Rename(from, to)
}

func (f folder) remove(name string) error {
	if err := before("remove", name); err != nil {
		return err
	}
	return f.Remove(name)
}

func (f folder) removeAll(name string) error {
	if err := before("remove", name); err != nil {
		return err
	}
	return f.RemoveAll(name)
}

// write makes a new file, and returns when the device has it.
func (f folder) write(name string, data []byte) error {
	if err := before("write", name); err != nil {
		return err
	}
	file, err := f.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err = file.Write(data); err == nil {
		err = syncFile(file, name)
	}
	return errors.Join(err, file.Close())
}

// sync returns when the device has the names in a folder.
func (f folder) sync(dir string) error { return syncNames(f.Open, dir) }

// syncNames is sync for a folder that open opens.
func syncNames(open func(string) (*os.File, error), dir string) error {
	if runtime.GOOS == "windows" { // writes them in order, and does not sync folders
		return nil
	}
	d, err := open(dir)
	if err != nil {
		return err
	}
	return errors.Join(syncFile(d, dir), d.Close())
}

func syncFile(file *os.File, name string) error {
	if err := before("sync", name); err != nil {
		return err
	}
	return file.Sync()
}

// empty reports whether nothing is in a folder.
func (f folder) empty(dir string) (bool, error) {
	d, err := f.Open(dir)
	if err != nil {
		return false, err
	}
	defer d.Close() //nolint:errcheck // read only
	_, err = d.Readdirnames(1)
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	return false, err
}

// because is err as the reason why something could not be done to p, for files
// that a user does not know by the name they have on the way.
func because(op, p string, err error) error {
	var link *os.LinkError
	var inner *fs.PathError
	switch {
	case errors.As(err, &link):
		err = link.Err
	case errors.As(err, &inner):
		err = inner.Err
	}
	return &fs.PathError{Op: op, Path: p, Err: err}
}
