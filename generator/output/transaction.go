package output

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// transaction changes several trees as one. Everything new is first written to a
// staging folder in the tree it is for, so that what remains is renames within one
// file system. Then a journal appears, by one rename, and its steps are taken; what
// is replaced or removed moves to the staging folder too. Until the journal
// appears the next run drops what was staged; from then on it takes the steps; and
// once the journal is called undo it takes them back. Called done, it says where
// there is something left to remove.
type transaction struct {
	lock  *Locked
	id    string
	parts []*part  // the first has the journal
	made  []string // folders of trees
}

// part is the share of one tree.
type part struct {
	folder
	dir   string
	steps []step
}

// run brings the trees to where they are wanted; after an error they are as they
// were.
func (l *Locked) run(jobs []*job) error {
	tx := &transaction{lock: l, id: rand.Text()}
	err := tx.stageAll(jobs)
	if err == nil {
		err = tx.commit()
	}
	if err != nil {
		err = errors.Join(err, tx.drop())
	} else if failed, back := tx.complete(); failed != nil {
		err = failed
		if back != nil {
			err = errors.Join(failed, fmt.Errorf("not all could be put back; the next run tries again: %w", back))
		} else {
			err = errors.Join(err, tx.unmake())
		}
	}
	return errors.Join(err, tx.close())
}

// stageAll begins with a tree that is not owned, if there is one: it gets the
// journal. An owned one somebody may remove in order to have it made anew.
func (tx *transaction) stageAll(jobs []*job) error {
	jobs = slices.Clone(jobs)
	slices.SortStableFunc(jobs, func(a, b *job) int {
		switch {
		case a.Owned == b.Owned:
			return 0
		case a.Owned:
			return 1
		}
		return -1
	})
	for _, j := range jobs {
		if report([]*job{j}).Clean() {
			continue
		}
		if err := tx.stage(j); err != nil {
			return inTree(j.Dir, err)
		}
	}
	return nil
}

// stage writes the files of j that are missing or differ beside their places.
func (tx *transaction) stage(j *job) error {
	p, err := tx.open(j.Dir)
	if err != nil {
		return err
	}
	for i, f := range j.files {
		if f.State != Missing && f.State != Differs {
			continue
		}
		if err := p.write(fresh(j.first+i), j.wanted[f.Path]); err != nil {
			return because("write", f.Path, err)
		}
	}
	steps, err := j.steps(p.folder)
	if err != nil {
		return err
	}
	p.steps = append(p.steps, steps...)
	return errors.Join(p.sync(stageName), p.sync("."))
}

// open makes the folder of a tree, where it is missing, and a staging folder in
// it.
func (tx *transaction) open(dir string) (*part, error) {
	if p := tx.opened(dir); p != nil {
		return p, nil
	}
	if tx.lock.absent[filepath.Clean(dir)] {
		if err := tx.makeAll(dir); err != nil {
			return nil, err
		}
		if err := tx.lock.take(dir); err != nil {
			return nil, err
		}
	}
	f, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	if err := f.mkdir(stageName); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	p := &part{folder: f, dir: dir}
	tx.parts = append(tx.parts, p)
	home, err := seen(dir, tx.parts[0].dir)
	if err != nil {
		return nil, err
	}
	if err := p.write(staged(ignoreName), []byte("*\n")); err != nil {
		return nil, err
	}
	return p, p.save(originName, origin{ID: tx.id, Home: home})
}

// opened is the part that is in dir, under whatever name.
func (tx *transaction) opened(dir string) *part {
	info, err := os.Stat(dir)
	for _, p := range tx.parts {
		if other, otherErr := p.Stat("."); err == nil && otherErr == nil && os.SameFile(info, other) {
			return p
		}
	}
	return nil
}

// makeAll makes dir and the folders above it, remembering which were not there.
// Should dir be there after all, another run has made it.
func (tx *transaction) makeAll(dir string) error {
	if parent := filepath.Dir(dir); parent != dir {
		if _, err := os.Stat(parent); errors.Is(err, fs.ErrNotExist) {
			if err := tx.makeAll(parent); err != nil {
				return err
			}
		}
	}
	err := before("mkdir", dir)
	if err == nil {
		err = os.Mkdir(dir, 0o777)
	}
	if _, statErr := os.Stat(dir); errors.Is(err, fs.ErrExist) && statErr == nil {
		return &BusyError{dir}
	}
	if err != nil {
		return err
	}
	tx.made = append(tx.made, dir)
	return syncNames(os.Open, filepath.Dir(dir))
}

// commit makes the journal appear. Everything that it speaks of is on the device.
func (tx *transaction) commit() error {
	home := tx.parts[0]
	j := journal{ID: tx.id}
	for _, p := range tx.parts {
		dir, err := seen(home.dir, p.dir)
		if err != nil {
			return err
		}
		j.Trees = append(j.Trees, journalTree{Dir: dir, Steps: p.steps})
	}
	const prepared = journalName + ".new"
	if err := home.save(prepared, j); err != nil {
		return inTree(home.dir, err)
	}
	if err := home.rename(staged(prepared), staged(journalName)); err != nil {
		return inTree(home.dir, err)
	}
	if err := home.sync(stageName); err != nil {
		return inTree(home.dir, err)
	}
	return nil
}

// complete takes the steps of the journal, or, if one fails, takes them back: then
// failed says why, and back what kept it from doing so.
func (tx *transaction) complete() (failed, back error) {
	if err := tx.forward(); err != nil {
		return err, tx.revert()
	}
	// The trees are as wanted. Of what cannot be removed now the next run takes care.
	_ = tx.finish(journalName)
	return nil, nil
}

func (tx *transaction) forward() error {
	for _, p := range tx.parts {
		for _, s := range p.steps {
			if err := s.take(p.folder); err != nil {
				return inTree(p.dir, err)
			}
		}
		if err := p.syncChanged(); err != nil {
			return inTree(p.dir, err)
		}
	}
	return nil
}

// revert takes back all steps, the last first.
func (tx *transaction) revert() error {
	home := tx.parts[0]
	there, err := home.exists(staged(undoName))
	if err == nil && !there {
		err = home.rename(staged(journalName), staged(undoName))
	}
	if err != nil {
		return inTree(home.dir, err)
	}
	if err := home.sync(stageName); err != nil {
		return inTree(home.dir, err)
	}
	for _, p := range slices.Backward(tx.parts) {
		for _, s := range slices.Backward(p.steps) {
			if err := s.back(p.folder); err != nil {
				return inTree(p.dir, err)
			}
		}
		if err := p.syncChanged(); err != nil {
			return inTree(p.dir, err)
		}
	}
	return tx.finish(undoName)
}

// syncChanged returns when the device has the new names in the folders that steps
// changed.
func (p *part) syncChanged() error {
	dirs := map[string]bool{}
	for _, s := range p.steps {
		dirs[path.Dir(s.Path)] = true
	}
	for dir := range dirs {
		if err := p.sync(dir); err != nil && !absent(err) {
			return err
		}
	}
	return nil
}

// finish ends the journal, and then removes, as no step is needed any more, the
// staging folders and what was replaced.
func (tx *transaction) finish(journal string) error {
	home := tx.parts[0]
	if err := home.rename(staged(journal), staged(doneName)); err != nil {
		return inTree(home.dir, err)
	}
	if err := home.sync(stageName); err != nil {
		return inTree(home.dir, err)
	}
	return tx.clear()
}

// clear removes the staging folders: the one that had the journal last, and not
// before the others are gone. See discard.
func (tx *transaction) clear() error {
	var errs []error
	for i, p := range slices.Backward(tx.parts) {
		if i == 0 && errs != nil {
			break
		}
		if err := p.removeAll(stageName); err != nil {
			errs = append(errs, inTree(p.dir, err))
		}
	}
	return errors.Join(errs...)
}

// drop ends a run before its first step.
func (tx *transaction) drop() error {
	if len(tx.parts) > 0 {
		// It is there if nothing failed but to make sure of it.
		if err := ifThere(tx.parts[0].remove(staged(journalName))); err != nil {
			return err
		}
	}
	return errors.Join(tx.clear(), tx.unmake())
}

// unmake removes the folders that the run made, unless something is in them by now.
func (tx *transaction) unmake() error {
	var errs []error
	for _, dir := range slices.Backward(tx.made) {
		list, err := os.ReadDir(dir)
		if err == nil && len(list) == 0 {
			err = os.Remove(dir)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (tx *transaction) close() error {
	var errs []error
	for _, p := range tx.parts {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// inTree says which tree an error is about.
func inTree(dir string, err error) error {
	var busy *BusyError
	if errors.As(err, &busy) {
		return err // it does
	}
	return fmt.Errorf("%s: %w", dir, err)
}
