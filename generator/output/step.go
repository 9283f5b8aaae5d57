package output

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// step is one change to a tree, small enough to be taken at once. Each can be
// taken again, or taken back, without knowing whether it was taken: what is in
// the staging folder tells.
type step struct {
	Do   string      // aside, prune, mkdir, place
	Path string      // in the tree
	Temp string      `json:",omitempty"` // aside, place: the name in the staging folder
	Mode fs.FileMode `json:",omitempty"` // prune: of the folder
	Size int64       `json:",omitempty"` // aside: what the file was when it was compared
	Time time.Time   `json:",omitzero"`
}

var (
	errInPlace = errors.New("something else is in its place")
	errChanged = errors.New("somebody changed it during the run")
	errRemoved = errors.New("somebody removed it during the run")
)

// steps are what brings a tree to where it is wanted. What is stale goes first: a
// folder may have to make way for a file, or a file for a folder. Files that wait
// in the staging folder are numbered from j.first.
func (j *job) steps(f folder) ([]step, error) {
	var list []step
	needed, emptied := map[string]bool{}, map[string]bool{}
	for i, file := range j.files {
		if file.State == Stale {
			list = append(list, aside(j.first+i, file))
			above(file.Path, emptied)
		} else {
			above(file.Path, needed)
		}
	}
	prunes, err := prune(f, emptied, needed)
	if err != nil {
		return nil, err
	}
	list = append(list, prunes...)
	made := map[string]bool{}
	for i, file := range j.files {
		switch file.State {
		case Differs:
			list = append(list, aside(j.first+i, file))
		case Missing:
			list = append(list, makeAbove(f, file.Path, made)...)
		default:
			continue
		}
		list = append(list, step{Do: "place", Path: file.Path, Temp: fresh(j.first + i)})
	}
	return list, nil
}

// fresh is where the new content of file number i waits.
func fresh(i int) string { return staged("new-" + strconv.Itoa(i)) }

// oldPrefix begins the names of files that were taken out of their places.
const oldPrefix = "old-"

// aside is the step that takes file number i out of its place.
func aside(i int, f File) step {
	return step{
		Do: "aside", Path: f.Path, Temp: staged(oldPrefix + strconv.Itoa(i)),
		Size: f.info.Size(), Time: f.info.ModTime(),
	}
}

// above adds the folders above p to dirs.
func above(p string, dirs map[string]bool) {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		dirs[dir] = true
	}
}

// prune removes the folders that may be empty once what is stale is gone, from
// the deepest up.
func prune(f folder, emptied, needed map[string]bool) ([]step, error) {
	var list []step
	for dir := range emptied {
		if needed[dir] {
			continue
		}
		info, err := f.Lstat(dir)
		if err != nil {
			return nil, err
		}
		list = append(list, step{Do: "prune", Path: dir, Mode: info.Mode().Perm()})
	}
	slices.SortFunc(list, func(a, b step) int { return strings.Compare(b.Path, a.Path) })
	return list, nil
}

// makeAbove makes the folders above p that are not there, from the top down.
func makeAbove(f folder, p string, made map[string]bool) []step {
	dir := path.Dir(p)
	if dir == "." || made[dir] {
		return nil
	}
	if info, err := f.Lstat(dir); err == nil && info.IsDir() {
		return nil
	}
	made[dir] = true
	return append(makeAbove(f, dir, made), step{Do: "mkdir", Path: dir})
}

// take takes a step, unless it was taken before.
func (s step) take(f folder) error {
	switch s.Do {
	case "aside":
		return s.putAside(f)
	case "place":
		return s.place(f)
	case "prune":
		return s.prune(f)
	case "mkdir":
		return s.mkdir(f)
	}
	return errors.New("unknown step " + strconv.Quote(s.Do))
}

// putAside moves an old file away, and looks at what was moved: somebody may have
// changed it since it was compared.
func (s step) putAside(f folder) error {
	done, err := f.exists(s.Temp)
	if err != nil {
		return err
	}
	if !done {
		// Passed over, it would look after an interruption as if the new file were it.
		if there, err := f.exists(s.Path); err != nil || !there {
			return because("replace", s.Path, cmp.Or(err, errRemoved))
		}
		if err := f.rename(s.Path, s.Temp); err != nil {
			return because("replace", s.Path, err)
		}
	}
	info, err := f.Lstat(s.Temp)
	if err != nil {
		return err
	}
	if info.Size() != s.Size || !info.ModTime().Equal(s.Time) {
		return because("replace", s.Path, errChanged)
	}
	return nil
}

func (s step) place(f folder) error {
	waits, err := f.exists(s.Temp)
	if err != nil || !waits {
		return err
	}
	if taken, err := f.exists(s.Path); err != nil || taken {
		return because("write", s.Path, cmp.Or(err, errInPlace))
	}
	if err := f.rename(s.Temp, s.Path); err != nil {
		return because("write", s.Path, err)
	}
	return nil
}

func (s step) prune(f folder) error {
	empty, err := f.empty(s.Path)
	if err != nil || !empty {
		return ifThere(err) // not empty: somebody else's files are in it
	}
	return f.remove(s.Path)
}

func (s step) mkdir(f folder) error {
	err := f.mkdir(s.Path)
	if info, statErr := f.Lstat(s.Path); errors.Is(err, fs.ErrExist) && statErr == nil && info.IsDir() {
		return nil
	}
	if err != nil {
		return because("mkdir", s.Path, err)
	}
	return nil
}

// back takes a step back, if it was taken.
func (s step) back(f folder) error {
	switch s.Do {
	case "aside":
		return s.bring(f)
	case "place":
		waits, err := f.exists(s.Temp)
		if err != nil || waits {
			return err
		}
		return ifThere(f.rename(s.Path, s.Temp))
	case "prune":
		return s.restore(f)
	case "mkdir":
		empty, err := f.empty(s.Path)
		if err != nil || !empty {
			return ifThere(err)
		}
		return f.remove(s.Path)
	}
	return errors.New("unknown step " + strconv.Quote(s.Do))
}

// bring moves an old file to its place again.
func (s step) bring(f folder) error {
	if there, err := f.exists(s.Temp); err != nil || !there {
		return err
	}
	if taken, err := f.exists(s.Path); err != nil || taken {
		return because("restore", s.Path, cmp.Or(err, errInPlace))
	}
	return f.rename(s.Temp, s.Path)
}

// restore makes a folder again, with the mode it had whatever the umask.
func (s step) restore(f folder) error {
	if there, err := f.exists(s.Path); err != nil || there {
		return err
	}
	if err := f.mkdir(s.Path); err != nil {
		return err
	}
	return f.Chmod(s.Path, s.Mode)
}

// ifThere is err, or nil where it says that nothing is there.
func ifThere(err error) error {
	if absent(err) {
		return nil
	}
	return err
}
