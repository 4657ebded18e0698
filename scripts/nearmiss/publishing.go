package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/release"
	"nearmiss/wasm/update/verify"
)

var publishCommands = []command{
	{name: "keygen", args: "FILE", short: "make a signing key", run: runKeygen},
	{name: "rotate-root", args: rotateArgs, short: "stage a root with new keys, or the first one", run: runRotateRoot},
	{name: "stage", args: "[--repository DIR]", short: "prepare the next version of the lists", run: runStage},
	{name: "sign", args: "--key FILE", short: "show what is staged and sign it", run: runSign},
	{name: "renew", args: "--key FILE", short: "make the next timestamp, with the online key", run: runRenew},
	{name: "verify", args: "[--repository DIR]", short: "do what clients will do with what is staged", run: runVerify},
	{name: "publish", args: "--url URL", short: "bring what is staged to the Worker", run: runPublish},
	{name: "check", args: "--url URL", short: "fetch as a client and compare", run: runCheckServer},
	{name: "revert", args: "VERSION", short: "stage the lists of an older version under a new number", run: runRevert},
	{name: "status", args: "[--url URL] [--json]", short: "say what is staged and what expires when", run: runStatus},
}

// repositoryFolder is where what is published is kept, from the repository's top.
const repositoryFolder = "worker/release"

type publishFlags struct {
	*flag.FlagSet
	repository *string
}

func (p *program) publishFlags(name, args, about string) publishFlags {
	f := p.flags("list "+name, args, about)
	return publishFlags{f, f.String("repository", "", "`DIR` of what is published and staged (default: "+repositoryFolder+")")}
}

func (f publishFlags) parse(args []string) (*release.Repository, []string, error) {
	rest, err := parse(f.FlagSet, args)
	if err != nil {
		return nil, nil, err
	}
	folder := *f.repository
	if folder == "" {
		sources, ok := findSources()
		if !ok {
			return nil, nil, &usageError{"not in the repository: --repository says where to work"}
		}
		folder = filepath.Join(sources, "..", "..", filepath.FromSlash(repositoryFolder))
	}
	return &release.Repository{Dir: folder}, rest, nil
}

// parseWithKey parses the arguments of a command that takes only flags, and needs --key.
func (f publishFlags) parseWithKey(args []string, key *string) (*release.Repository, error) {
	r, rest, err := f.parse(args)
	if err == nil && (*key == "" || len(rest) > 0) {
		err = &usageError{"--key says which key signs"}
	}
	return r, err
}

// parseWithServer parses the arguments of a command that needs --url, the Worker's address.
func (f publishFlags) parseWithServer(args []string, url *string) (*release.Repository, *release.Server, error) {
	r, _, err := f.parse(args)
	if err != nil {
		return nil, nil, err
	}
	s, err := server(*url)
	return r, s, err
}

func runStage(p *program, args []string) error {
	f := p.publishFlags("stage", "[--repository DIR]", `Lints and builds the sources and prepares their next version: list texts, deltas,
descriptions of webmails, targets and snapshot metadata. Nobody has signed them yet.`)
	folder := f.String("lists", "", "folder of the sources (default: worker/lists of this repository)")
	webmails := f.String("webmails", "", webmailsUsage)
	large := f.Bool("allow-large", false, largeUsage)
	r, rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return &usageError{"takes no files: it stages all lists"}
	}
	texts, err := textsOf(nil, *folder)
	if err != nil {
		return err
	}
	before, err := r.Lists(0)
	if err != nil {
		return plainError(err)
	}
	scope, err := r.Scope()
	if err != nil {
		return err
	}
	in := lint.Input{Before: before, Reviewed: len(before) > 0, AllowLarge: *large, Roles: scope.Roles(), Whole: scope == verify.ScopePublic}
	var described []lint.Text
	if scope == verify.ScopePublic {
		if described, err = readWebmails(*webmails, *folder); err != nil {
			return err
		}
		if in.WebmailsBefore, err = publishedWebmails(r); err != nil {
			return err
		}
	}
	if err := p.lintForStage(in, texts, described); err != nil {
		return err
	}
	all, err := parseAll(texts)
	if err != nil {
		return err
	}
	var built []release.Text
	for _, l := range all {
		built = append(built, release.Text{Name: l.Name, Text: list.Format(l)})
	}
	builtWebmails, err := builtWebmails(described)
	if err != nil {
		return err
	}
	version, changed, err := r.Stage(built, builtWebmails, p.now())
	if err != nil {
		return plainError(err)
	}
	if changed {
		if err := r.StageMarks(marksOf(texts)); err != nil {
			return plainError(err)
		}
	}
	return p.afterStage(r, version, changed)
}

func (p *program) afterStage(r *release.Repository, version int64, changed bool) error {
	if !changed {
		fmt.Fprintf(p.out, "version %d is published already with these lists\n", version)
		return nil
	}
	fmt.Fprintf(p.out, "staged version %d\n", version)
	if err := p.printChanges(r); err != nil {
		return err
	}
	return p.printStaged(r)
}

// stagedLists returns the lists as people have them, and as they are staged.
func stagedLists(r *release.Repository) (before, after map[string]*list.List, err error) {
	if before, err = r.Lists(0); err != nil {
		return nil, nil, plainError(err)
	}
	after, err = r.StagedLists()
	return before, after, plainError(err)
}

func (p *program) printChanges(r *release.Repository) error {
	before, after, err := stagedLists(r)
	if err != nil {
		return err
	}
	webmailsBefore, webmailsAfter, err := stagedWebmails(r)
	if err != nil {
		return err
	}
	changed := false
	if len(before) == 0 {
		for _, name := range slices.Sorted(maps.Keys(after)) {
			fmt.Fprintf(p.out, "%s (%s): a new list, %d entries\n", name, after[name].Role, after[name].Len())
			changed = true
		}
	} else {
		changed = printDiff(p.out, before, after)
	}
	if !printWebmailDiff(p.out, webmailsBefore, webmailsAfter) && !changed {
		fmt.Fprintln(p.out, "the lists stay as they are")
	}
	return nil
}

func (p *program) printStaged(r *release.Repository) error {
	staged, err := r.Staged()
	if err != nil {
		return plainError(err)
	}
	for _, s := range staged {
		fmt.Fprintf(p.out, "  %-36s %d of %d signatures\n", s.File, s.Have, s.Need)
	}
	return nil
}

func runPublish(p *program, args []string) error {
	f := p.publishFlags("publish", "--url URL", `Verifies what is staged as clients will, and brings it to the Worker: metadata that
the Worker verifies, the lists that it lacks, the timestamp last. Repeat it when it
was interrupted.`)
	to := f.String("url", "", "the Worker's `URL`")
	r, s, err := f.parseWithServer(args, to)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := r.Publish(ctx, s, p.now(), func(line string) { fmt.Fprintln(p.out, line) }); err != nil {
		return plainError(err)
	}
	fmt.Fprintf(p.out, "published to %s\n", s.URL)
	return nil
}

func runRevert(p *program, args []string) error {
	f := p.publishFlags("revert", "VERSION", `Stages the lists of an older version under a new number: clients never go back to a
lower one. Sign, renew and publish it like any other; put the sources right afterwards.`)
	r, rest, err := f.parse(args)
	if err != nil {
		return err
	}
	var version int64
	if len(rest) != 1 {
		return &usageError{"which version?"}
	}
	if _, err := fmt.Sscan(rest[0], &version); err != nil || version < 1 {
		return &usageError{fmt.Sprintf("%q is no version", rest[0])}
	}
	staged, changed, err := r.StageAgain(version, p.now())
	if err != nil {
		return plainError(err)
	}
	return p.afterStage(r, staged, changed)
}
