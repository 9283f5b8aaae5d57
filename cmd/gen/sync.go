package main

// gen sync: flags -> fetch -> upstream.Run -> output -> print.

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/output"
	"github.com/stratagen/strata/generator/upstream"
	"github.com/stratagen/strata/generator/upstream/fetch"
)

const syncArgs = "[-config FILE] [-from SOURCE] [-dry-run] [-accept FILE] [-report FILE] [-json] …"

const syncAbout = `Fetches the newer document from SOURCE (default: upstream of the configuration),
checks it, says what changed, and writes document, generated code, names.lock,
spec.lock and surfaces, all of them or none. SOURCE is a URL, a file, -,
git:REF:PATH or redoc:URL. A change that breaks a stable version, or brings a version
that is not under versions.known, ends with exit code 1 and writes nothing until
accept.yaml, beside the configuration, says why it may come. An upstream that is
unchanged, or whose words alone changed, writes nothing. docs/sync.md has the rest.
`

// syncOptions are the flags of sync.
type syncOptions struct {
	options
	from, accept, report           string
	dry, asJSON, writeBlocked      bool
	prose                          bool
	allow                          upstream.Allow
	cfg                            *config.Config
	dir                            string   // of the configuration
	folders                        []string // that a run writes to
	specDir, specName, surfacesDir string
}

// synchronize brings the repository up to date with its upstream.
func synchronize(ctx context.Context, c *command, args []string, std streams) error {
	o, err := c.parseSync(args, std)
	if err != nil {
		return err
	}
	hub := newActions(os.Getenv)
	done, err := o.do(ctx, std, hub)
	if err != nil {
		hub.failed(std.err, err)
	}
	return errors.Join(err, hub.ended(done, err))
}

// do is sync without what a workflow is told of it in the end.
func (o *syncOptions) do(ctx context.Context, std streams, hub *actions) (outcome, error) {
	if err := o.configure(); err != nil {
		return outcome{}, err
	}
	src, err := o.source()
	if err != nil {
		return outcome{}, err
	}
	if src == nil {
		printLine(std.out, display(o.config)+": no upstream is configured, and -from names none: nothing to do")
		return outcome{result: "none"}, nil
	}
	return o.locked(ctx, *src, std, hub)
}

func (c *command) parseSync(args []string, std streams) (*syncOptions, error) {
	o := &syncOptions{}
	f := c.inputFlags(&o.options)
	f.StringVar(&o.from, "from", "", "the `source` of the newer document; default: upstream of the configuration")
	f.StringVar(&o.accept, "accept", "", "`file` of accepted changes; default: "+acceptName+" beside the configuration")
	f.StringVar(&o.report, "report", "", "write what changed to a `file`, as the body of a pull request; not if nothing did")
	f.BoolVar(&o.dry, "dry-run", false, "do everything but write")
	f.BoolVar(&o.asJSON, "json", false, "print JSON; the members are described in docs/sync.md")
	f.BoolVar(&o.prose, "prose", false, "write also where only words, their order or info.version changed")
	f.BoolVar(&o.writeBlocked, "write-blocked", false, "write what blocks too, for a draft to review, and end with exit code 1 all the same")
	f.BoolVar(&o.allow.Downgrade, "allow-downgrade", false, "take a document whose info.version went back")
	f.BoolVar(&o.allow.Shrink, "allow-shrink", false, "take a document that lost much of the API; what breaks still has to be accepted")
	f.BoolVar(&o.allow.Generator, "accept-generator-break", false, "take changes of Go that nothing in the document explains")
	if err := c.read(f, &o.options, syncAbout, args, std); err != nil {
		return nil, err
	}
	if o.spec != "" {
		return nil, c.usagef("%q is no flag; -from names the source", o.spec)
	}
	return o, nil
}

// configure reads the configuration. Files are named as seen from here from now
// on, as messages do.
func (o *syncOptions) configure() error {
	o.config = cmp.Or(o.config, lookup())
	if o.config == "" {
		return usagef("no %s or %s here: give -config", configName, filepath.Join("spec", configName))
	}
	text, err := os.ReadFile(o.config)
	if err != nil {
		return usageError{err}
	}
	if o.cfg, err = config.Parse(display(o.config), text); err != nil {
		return relocated{err, "", disk{}}
	}
	o.cfg.Lenient = o.lenient
	o.dir = filepath.Dir(o.config)
	at := func(name string) string { return display(filepath.Join(o.dir, filepath.FromSlash(name))) }
	o.out, o.surfacesDir = filepath.FromSlash(at(o.cfg.Out)), ""
	if o.cfg.Surfaces != "" {
		o.surfacesDir = filepath.FromSlash(at(o.cfg.Surfaces))
	}
	o.cfg.Spec = at(o.cfg.Spec)
	o.specDir, o.specName = filepath.Split(filepath.FromSlash(o.cfg.Spec))
	o.specDir = filepath.Clean(cmp.Or(o.specDir, "."))
	for i, name := range o.cfg.Overlays {
		o.cfg.Overlays[i] = at(name)
	}
	o.folders = []string{o.dir, o.specDir, o.out}
	if o.surfacesDir != "" {
		o.folders = append(o.folders, o.surfacesDir)
	}
	return nil
}

// source is where the document comes from; nil: nobody said.
func (o *syncOptions) source() (*fetch.Source, error) {
	u := o.cfg.Upstream
	var src fetch.Source
	var err error
	switch {
	case o.from != "":
		src, err = fetch.ParseSource(o.from)
	case u.URL != "":
		src = fetch.URL(u.URL)
	case u.Redoc != "":
		src = fetch.Redoc(u.Redoc)
	case u.File != "":
		src = fetch.File(filepath.Join(o.dir, filepath.FromSlash(u.File)))
	case u.Git != "":
		src = fetch.Git(u.Git)
	default:
		return nil, nil
	}
	if err != nil {
		return nil, usageError{err}
	}
	return &src, nil
}

// locked runs while others are kept out of every folder that it writes to, from
// before the document is fetched: of two runs at once one has nothing to do.
func (o *syncOptions) locked(ctx context.Context, src fetch.Source, std streams, hub *actions) (outcome, error) {
	lock := output.Lock
	if o.dry {
		lock = output.RLock
	}
	l, err := lock(o.folders...)
	if err != nil {
		return outcome{}, err
	}
	done, err := o.run(ctx, l, src, std, hub)
	return done, errors.Join(err, l.Unlock())
}

func (o *syncOptions) run(ctx context.Context, l *output.Locked, src fetch.Source, std streams, hub *actions) (outcome, error) {
	in := upstream.Input{
		Config: o.cfg, Files: disk{o.dir}, Today: today(), Allow: o.allow, Prose: o.prose, Std: new(goapi.Standard),
	}
	var err error
	if in.Accept, err = acceptances(o.accept, o.dir); err != nil {
		return outcome{}, err
	}
	if in.Lock, err = upstream.ReadLock(in.Files, display(filepath.Join(o.dir, upstream.LockName))); err != nil {
		return outcome{}, relocated{err, "", in.Files}
	}
	res, err := o.fetched(ctx, src, &in, std)
	if err == nil && res == nil {
		res, err = untilInterrupted(ctx, func() (*upstream.Result, error) { return upstream.Run(ctx, in) })
	}
	if err != nil {
		return outcome{}, o.located(err)
	}
	notes(std, "", "warning", res.Notes)
	return o.end(l, res, std, hub)
}

// today is the day of the run, in UTC wherever that is: acceptances end by it.
func today() time.Time { return time.Now().UTC().Truncate(24 * time.Hour) }

// fetched gets the document. There is a result already where it has not changed.
func (o *syncOptions) fetched(ctx context.Context, src fetch.Source, in *upstream.Input, std streams) (*upstream.Result, error) {
	text, err := upstream.Document(o.cfg, in.Files)
	if err != nil {
		return nil, err
	}
	opt := fetch.Options{
		Stdin: os.Stdin, Hosts: o.cfg.Upstream.Hosts, HaveCopy: in.Lock.Holds(o.cfg, text), Limits: fetchLimits,
		Progress: func(text string) { printLine(std.err, model.OneLine(text)) },
	}
	if o.from == "" { // the credential is for the configured source, and ./ in a revision for its folder
		opt.TokenEnv = o.cfg.Upstream.TokenEnv
		if o.cfg.Upstream.Git != "" {
			opt.Dir = o.dir
		}
	}
	got, err := untilInterrupted(ctx, func() (*fetch.Result, error) { return fetch.Get(ctx, src, in.Lock.Stamp, opt) })
	if err != nil {
		return nil, err
	}
	for _, n := range got.Notes {
		printLine(std.err, model.OneLine(n))
	}
	in.From, in.Data, in.Stamp, in.Page = got.From, got.Data, got.Stamp, src.IsPage()
	if got.NotModified {
		return &upstream.Result{State: upstream.Unchanged, From: src.String(), Old: in.Lock.Revision, New: in.Lock.Revision}, nil
	}
	return nil, nil // no result yet, and nothing wrong
}

// fetchLimits are shorter in tests.
var fetchLimits fetch.Limits

// located makes an error whose positions can be shown.
func (o *syncOptions) located(err error) error {
	var r *upstream.Rejected
	if errors.As(err, &r) && r.Text != nil {
		return relocated{err, "", generator.Documents{{Name: r.From, Text: r.Text}}}
	}
	return relocated{err, "", disk{o.dir}}
}

// end writes what is to be written and says what came of it. All words are made
// before anything is written, so that nothing can fail behind that.
func (o *syncOptions) end(l *output.Locked, res *upstream.Result, std streams, hub *actions) (outcome, error) {
	done := outcome{result: string(res.State), from: res.Old, to: res.New, blocked: res.Blocked()}
	end := o.ending(res)
	var said, annotations bytes.Buffer
	if err := o.print(res, end, std, hub, &said, &annotations); err != nil {
		return outcome{}, err
	}
	if res.Writes() {
		var report bytes.Buffer
		if err := res.Markdown(&report, generator.MaxMarkdown, end); err != nil {
			return outcome{}, err
		}
		if err := o.write(l, res, end, report.Bytes()); err != nil {
			return outcome{}, err
		}
		done.title, done.report, done.markdown = res.Title(), o.report, report.Bytes()
		done.changed = end == upstream.Wrote || end == upstream.Draft
	}
	_, _ = annotations.WriteTo(std.err) // see printLine
	_, _ = said.WriteTo(std.out)
	if !done.blocked {
		return done, nil
	}
	for _, n := range res.NewToken {
		printLine(std.err, "gen: "+model.OneLine(n.String()))
	}
	return done, errBlocked
}

// ending decides what becomes of a result.
func (o *syncOptions) ending(res *upstream.Result) upstream.Ending {
	switch {
	case !res.Writes():
		return upstream.Nothing
	case o.dry:
		return upstream.Dry
	case res.Blocked() && !o.writeBlocked:
		return upstream.Held
	case res.Blocked():
		return upstream.Draft
	}
	return upstream.Wrote
}

// write writes -report, and the trees if that is the end. The report comes first,
// since a run that cannot write it is a run that failed; and it goes again if the
// trees cannot be written, since it says that they were.
func (o *syncOptions) write(l *output.Locked, res *upstream.Result, end upstream.Ending, report []byte) error {
	withdraw := func() error { return nil }
	if o.report != "" {
		f, err := os.Create(o.report)
		if err != nil {
			return err
		}
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			withdraw = func() error { return os.Remove(o.report) }
		}
		_, err = f.Write(report)
		if err = errors.Join(err, f.Close()); err != nil {
			return errors.Join(err, withdraw())
		}
	}
	if end != upstream.Wrote && end != upstream.Draft {
		return nil
	}
	if _, err := l.Write(o.trees(res)...); err != nil {
		return errors.Join(err, withdraw())
	}
	return nil
}

// trees are the folders that a run writes, in one transaction.
func (o *syncOptions) trees(res *upstream.Result) []output.Tree {
	in := &input{cfg: o.cfg, out: o.out, lock: o.dir}
	if same(in.out, in.lock) {
		in.lock = in.out
	}
	trees := append(in.trees(res.Generated),
		output.Tree{Dir: o.dir, Files: map[string][]byte{upstream.LockName: res.Lock.Format()}},
		output.Tree{Dir: o.specDir, Files: map[string][]byte{o.specName: res.Spec}})
	if o.surfacesDir != "" {
		trees = append(trees, output.Tree{Dir: o.surfacesDir, Files: res.Surfaces, Gone: res.Gone})
	}
	return trees
}

// print says into out what came of a run, and into annotations what a workflow
// shows beside lines.
func (o *syncOptions) print(res *upstream.Result, end upstream.Ending, std streams, hub *actions, out, annotations *bytes.Buffer) error {
	if hub.on() && res.Drift != nil && res.State == upstream.Changed {
		if err := res.Drift.Annotations(annotations); err != nil {
			return err
		}
	}
	if o.asJSON {
		return res.JSON(out, end)
	}
	return res.Text(out, coloured(std.out), end)
}

// disk is the disk, by names as seen from here, but for names.lock,
// release.lock and spec.lock, which stand beside the configuration.
type disk struct{ beside string }

// Open implements [fs.FS], with the exception that any name can be opened.
func (d disk) Open(name string) (fs.File, error) {
	if name == generator.LockName || name == generator.TagsName || name == upstream.LockName {
		return os.Open(filepath.Join(d.beside, name))
	}
	return os.Open(filepath.FromSlash(name))
}
