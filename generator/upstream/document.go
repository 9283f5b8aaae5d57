package upstream

// The newer document: from the bytes that came to what will stand beside the
// configuration.

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/generator/upstream/words"
)

// read reads the document that is there, and brings the newer one into the form in
// which it would be kept.
func (r *run) read() error {
	var err error
	if r.ours, err = Document(r.Config, r.Files); err != nil {
		return err
	}
	r.theirs = r.Data
	if r.Page { // in which it is one line of a script
		var b bytes.Buffer
		if err := json.Indent(&b, r.Data, "", "  "); err != nil {
			return r.rejectedf("not JSON: %v", err)
		}
		b.WriteByte('\n')
		r.theirs = b.Bytes()
	}
	r.digest = digest(r.theirs)
	return nil
}

// Document gives the text of the document of cfg; nil: there is none yet.
func Document(cfg *config.Config, files fs.FS) ([]byte, error) {
	data, err := fs.ReadFile(files, cfg.Spec)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// Intact reports whether what the last run took is still there: a document in
// their words is compared with what came, one in ours people edit.
func (r *run) Intact() bool { return r.Input.Lock.Holds(r.Config, r.ours) }

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// merge gives the newer document the words that the configuration asks for.
func (r *run) merge(ctx context.Context) error {
	text := r.theirs
	if r.Config.Upstream.Words == config.WordsOurs && r.ours != nil {
		if err := r.readable(ctx); err != nil {
			return err
		}
		merged, err := words.Merge(words.Document{Name: r.Config.Spec, Text: r.ours}, words.Document{Name: r.From, Text: r.theirs}, words.Options{})
		if err != nil {
			return r.blame(err)
		}
		text, r.res.Missing, r.res.Lost = merged.Text, merged.Missing, merged.Lost
	} else if err := r.form(); err != nil {
		return err
	}
	r.res.Spec = text
	r.files = replaced{r.Files, r.Config.Spec, text}
	return nil
}

// form checks that a document can be kept under the name that is configured: all
// JSON is YAML, but not the other way round.
func (r *run) form() error {
	if path.Ext(r.Config.Spec) != ".json" || json.Valid(bytes.TrimPrefix(r.theirs, []byte("\ufeff"))) {
		return nil
	}
	return config.Faults{r.Config.Faultf([]string{"spec"}, "%s is YAML, so %s needs another name: one that ends in .yaml", r.From, r.Config.Spec)}
}

// readable reads the newer document by itself, since what is wrong with it should
// be told of its own lines. If overlays are what makes it whole it is whole.
func (r *run) readable(ctx context.Context) error {
	files := replaced{r.Files, r.Config.Spec, r.theirs}
	alone := *r.Config
	alone.Overlays = nil
	_, err := generator.Surface(ctx, &alone, files)
	if err == nil {
		return nil
	}
	if _, with := generator.Surface(ctx, r.Config, files); with == nil {
		return nil
	}
	return r.blame(err)
}

// load reads what will be kept as it will be read. What is wrong in it is
// upstream's; an overlay that does not fit any more is ours.
func (r *run) load(ctx context.Context) error {
	list, err := generator.Surface(ctx, r.Config, r.files)
	if err = r.blame(err); err != nil {
		return r.withoutOverlays(ctx, err)
	}
	if count := operations(list); count == 0 {
		return r.rejectedf("there is no operation in it; %s has %d", r.Config.Spec, r.had(ctx))
	}
	r.res.Surfaces = map[string][]byte{}
	for _, v := range list {
		r.res.Surfaces[surfaceName(v)] = v.Text()
	}
	return nil
}

// withoutOverlays looks what is behind an overlay that does not fit any more: where
// most of an API is gone the overlay is not what is wrong.
func (r *run) withoutOverlays(ctx context.Context, err error) error {
	var rejected *Rejected
	if errors.As(err, &rejected) || len(r.Config.Overlays) == 0 || r.ours == nil {
		return err
	}
	cfg := *r.Config
	cfg.Overlays = nil
	d, bad := generator.Diff(ctx, generator.Side{Config: &cfg, Files: r.Files}, generator.Side{Config: &cfg, Files: r.files}, generator.Taken{Shrink: r.Allow.Shrink, Whole: true})
	if bad != nil {
		return err
	}
	r.res.Drift, r.res.Old, r.res.New = d, d.Old.Version, d.New.Version
	if refused := r.guard(ctx); refused != nil {
		return refused
	}
	return errors.Join(err, fmt.Errorf("what overlays correct is not in %s as it was: bring them up to date, then run gen sync again", r.From))
}

func surfaceName(v *surface.Version) string { return cmp.Or(v.Token, "all") + ".txt" }

// diff tells what changed.
func (r *run) diff(ctx context.Context) error {
	if r.ours == nil {
		return r.first(ctx)
	}
	released, err := generator.Released(r.Files)
	if err != nil {
		return err
	}
	taken := generator.Taken{Released: released, Accept: r.Accept, Today: r.Today, Announced: r.Input.Lock.announced(r.Today), Shrink: r.Allow.Shrink, Whole: true}
	d, err := generator.Diff(ctx, generator.Side{Config: r.Config, Files: r.Files}, generator.Side{Config: r.Config, Files: r.files}, taken)
	if err != nil {
		return err
	}
	r.res.Drift, r.res.Notes, r.now = d, d.Notes, d.After
	r.res.Old, r.res.New = d.Old.Version, d.New.Version
	d.Report.New.Name = r.From
	r.res.Gone = gone(d.Before, d.After)
	r.res.NewToken = r.newTokens()
	if sameText(d.Before, d.After) && !r.Prose {
		if err := r.downgraded(); err != nil {
			return err
		}
		r.res.State = Cosmetic
		r.res.Spec, r.res.Surfaces = nil, nil
	}
	return nil
}

// first is diff where there is nothing before: what is in the document is no news.
func (r *run) first(ctx context.Context) error {
	side := generator.Side{Config: r.Config, Files: r.files}
	d, err := generator.Diff(ctx, side, side, generator.Taken{Whole: true})
	if err != nil {
		return err
	}
	r.res.First, r.res.New, r.now = true, d.New.Version, d.After
	return nil
}

func sameText(a, b []*surface.Version) bool {
	return slices.EqualFunc(a, b, func(x, y *surface.Version) bool {
		return x.Token == y.Token && bytes.Equal(x.Text(), y.Text())
	})
}

// gone lists the files of versions that are not offered any more.
func gone(before, after []*surface.Version) []string {
	var list []string
	for _, v := range before {
		if !slices.ContainsFunc(after, func(w *surface.Version) bool { return w.Token == v.Token }) {
			list = append(list, surfaceName(v))
		}
	}
	return list
}

// blame turns what is wrong in the newer document into its rejection, with the
// positions as upstream has them, and leaves what is wrong elsewhere as it is.
func (r *run) blame(err error) error {
	var unreadable model.UnreadableVersions
	if errors.As(err, &unreadable) {
		return model.UnreadableVersions{Faults: r.relocate(unreadable.Faults)}
	}
	var faults model.Faults
	if !errors.As(err, &faults) {
		return err
	}
	theirs := func(f *model.Fault) bool { return f.Pos.File == r.Config.Spec || f.Pos.File == r.From }
	if !slices.ContainsFunc(faults, theirs) {
		return err
	}
	return &Rejected{From: r.From, List: []error{r.relocate(faults)}, Text: r.theirs}
}

// relocate names upstream's document by where it is from, and says the pointer
// too: it may be one long line.
func (r *run) relocate(faults model.Faults) model.Faults {
	var list model.Faults
	for _, f := range faults {
		g := *f
		if g.Pos.File == r.Config.Spec {
			g.Pos.File = r.From
		}
		if p := g.Pos.Pointer; p != "" && !strings.Contains(g.Text, p) {
			g.Text += " (at " + model.OneLine(p) + ")"
		}
		list = append(list, &g)
	}
	return list
}
