package output

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The files in a staging folder, beside the staged and the replaced ones.
const (
	originName  = "origin"     // whose staging folder this is
	ignoreName  = ".gitignore" // what a killed run has left is nothing to check in
	journalName = "journal"    // the steps of a run that has staged everything: they are to be taken
	undoName    = "undo"       // the same of a run that failed: they are to be taken back
	doneName    = "done"       // either has happened; what is staged is to be removed
)

// origin ties a staging folder to the journal of its run. Only with it are steps
// taken: a journal alone moves nothing in a folder that has no part in its run.
type origin struct {
	ID   string // of the run
	Home string // the tree with the journal, as seen from this one
}

// journal is what one run does to all of its trees. It is in the staging folder
// of one of them, so that one rename decides for all, whichever file systems
// they are on.
type journal struct {
	ID    string
	Trees []journalTree
}

type journalTree struct {
	Dir   string // as seen from the tree with the journal
	Steps []step
}

// readOrigin gives the zero value where the run did not get as far as to write it.
func (f folder) readOrigin() (origin, error) {
	var o origin
	return o, f.read(originName, &o)
}

// readJournal gives the journal of a run and the name under which it was found,
// which says what is to be done with it. No name: there is none of this run.
func (f folder) readJournal(id string) (journal, string, error) {
	for _, name := range []string{journalName, undoName, doneName} {
		var j journal
		if err := f.read(name, &j); err != nil {
			return j, "", err
		}
		if j.ID != "" && j.ID == id {
			return j, name, nil
		}
	}
	return journal{}, "", nil
}

// read fills v from a file of the staging folder. A file that is missing, or was
// being written when the run ended, leaves it as it is.
func (f folder) read(name string, v any) error {
	data, err := f.ReadFile(staged(name))
	if absent(err) {
		return nil
	}
	var broken *json.SyntaxError
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if errors.As(err, &broken) {
		return nil
	}
	return err
}

// save writes v to a file of the staging folder.
func (f folder) save(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return f.write(staged(name), data)
}

// unfinished reports whether a run has left something in the folder of a tree.
func unfinished(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, stageName))
	return err == nil
}

// recover completes what runs that were killed have left in dirs.
func (l *Locked) recover(dirs []string) error {
	for _, dir := range dirs {
		if !unfinished(dir) {
			continue
		}
		if err := l.resume(dir); err != nil {
			return because("complete an interrupted run in", dir, err)
		}
	}
	return nil
}

// resume completes the run that has left something in dir: it takes the steps if
// everything was staged, else removes what was.
func (l *Locked) resume(dir string) error {
	f, err := openFolder(dir)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // nothing is written through it that is not synced
	o, err := f.readOrigin()
	if err != nil {
		return err
	}
	home, err := seenFrom(dir, o.Home)
	if err != nil {
		return err
	}
	tx, name, err := l.load(home, o.ID)
	if err != nil {
		return err
	}
	if name == "" {
		return f.discard(home, o.ID)
	}
	return errors.Join(tx.resume(name), tx.close())
}

// resume does what is left to do of a run whose journal has this name.
func (tx *transaction) resume(name string) error {
	switch name {
	case undoName:
		return tx.revert()
	case doneName:
		return tx.clear()
	}
	// Where the steps cannot be taken any more they have been taken back: the tree
	// is as before the run, and what is in the way is for the next comparison to say.
	failed, back := tx.complete()
	if back != nil {
		return errors.Join(failed, back)
	}
	return nil
}

// discard removes what a run without a journal has left in a tree: it moved
// nothing. Only home can tell; where that is gone, an old file may be nowhere but
// here.
func (f folder) discard(home, id string) error {
	known, err := takesPart(home, id)
	if err != nil {
		return err
	}
	old, err := fs.Glob(f.FS(), staged(oldPrefix+"*"))
	if err != nil {
		return err
	}
	if !known && len(old) > 0 {
		return fmt.Errorf("its journal was in %s and is not there now; bring it back, or remove %s with the files that were replaced",
			home, filepath.Join(f.Name(), stageName))
	}
	return f.removeAll(stageName)
}

// takesPart reports whether a run has its staging folder in dir.
func takesPart(dir, id string) (bool, error) {
	f, err := openFolder(dir)
	if absent(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	o, err := f.readOrigin()
	return o.ID == id, errors.Join(err, f.Close())
}

// load gives the run whose journal is in home, and the name of the journal.
func (l *Locked) load(home, id string) (*transaction, string, error) {
	f, err := openFolder(home)
	if absent(err) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	defer f.Close() //nolint:errcheck // read only
	j, name, err := f.readJournal(id)
	if err != nil || name == "" {
		return nil, "", err
	}
	tx := &transaction{lock: l, id: id}
	for _, t := range j.Trees {
		dir, err := seenFrom(home, t.Dir)
		if err == nil {
			err = tx.join(dir, t.Steps)
		}
		if err != nil {
			return nil, "", errors.Join(err, tx.close())
		}
	}
	if len(tx.parts) == 0 {
		return nil, "", nil
	}
	return tx, name, nil
}

// join adds a tree of a journal, if it still has a part in the run.
func (tx *transaction) join(dir string, steps []step) error {
	err := tx.lock.take(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	f, err := openFolder(dir)
	if err != nil {
		return err
	}
	o, err := f.readOrigin()
	if err != nil || o.ID != tx.id {
		return errors.Join(err, f.Close())
	}
	tx.parts = append(tx.parts, &part{folder: f, dir: dir, steps: steps})
	return nil
}

// seenFrom is the folder that rel names for who stands in dir, which may be a link.
func seenFrom(dir, rel string) (string, error) {
	switch {
	case filepath.IsAbs(rel):
		return rel, nil
	case rel == "" || rel == ".":
		return dir, nil
	}
	dir, err := resolved(dir)
	return filepath.Join(dir, rel), err
}

// seen is to for who stands in from: relative, so that trees that moved together
// still find each other.
func seen(from, to string) (string, error) {
	from, err := resolved(from)
	if err != nil {
		return "", err
	}
	if to, err = resolved(to); err != nil {
		return "", err
	}
	rel, err := filepath.Rel(from, to)
	if err != nil {
		return to, nil //nolint:nilerr // another volume: there is no way but from the top
	}
	return rel, nil
}

func resolved(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}
