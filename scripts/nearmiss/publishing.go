package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"nearmiss/core/list"
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
	{name: "status", args: "[--url URL]", short: "say what is staged and what expires when", run: runStatus},
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

func runKeygen(p *program, args []string) error {
	f := p.flags("list keygen", "FILE", `Makes an Ed25519 key: FILE, which is secret, and FILE.pub, which goes into the root.`)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return &usageError{"which file?"}
	}
	id, err := release.MakeKey(rest[0])
	if err != nil {
		return plainError(err)
	}
	fmt.Fprintf(p.out, "key %s\n%s is secret: keep it offline, on an encrypted medium\n%s%s is public\n",
		id, rest[0], rest[0], release.PublicSuffix)
	return nil
}

const rotateArgs = "[--root-key FILE…] [--targets-key FILE…] [--timestamp-key FILE]"

// files is a flag that can be given several times.
type files []string

func (f *files) String() string { return strings.Join(*f, " ") }

func (f *files) Set(path string) error {
	*f = append(*f, path)
	return nil
}

func runRotateRoot(p *program, args []string) error {
	f := p.publishFlags("rotate-root", rotateArgs, `Stages the next root: with the named public keys for the roles that some are named
for, and the keys of before for the others. Without any, it renews the root. The first
root needs keys for all roles. It must be signed by the keys of before and of now.`)
	var set release.KeySet
	var root, targets, timestamp files
	f.Var(&root, "root-key", "public key `FILE` that may sign roots; several times")
	f.Var(&targets, "targets-key", "public key `FILE` that may sign lists; several times")
	f.Var(&timestamp, "timestamp-key", "public key `FILE` of the online key")
	f.IntVar(&set.RootThreshold, "root-threshold", 2, "how many must sign a root")
	f.IntVar(&set.TargetsThreshold, "targets-threshold", 2, "how many must sign lists")
	scope := f.String("scope", "", "what the lists of an organisation's own channel may do: protect, allow or protect+allow")
	r, rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return &usageError{fmt.Sprintf("what is %q?", rest[0])}
	}
	if *scope != "" {
		if err := r.SetScope(verify.Scope(*scope)); err != nil {
			return plainError(err)
		}
	}
	set.Root, set.Targets, set.Timestamp = root, targets, timestamp
	version, err := r.StageRoot(set, p.now())
	if err != nil {
		return plainError(err)
	}
	fmt.Fprintf(p.out, "staged root %d\n", version)
	return p.printStaged(r)
}

func runStage(p *program, args []string) error {
	f := p.publishFlags("stage", "[--repository DIR]", `Lints and builds the sources and prepares their next version: list texts, deltas,
targets and snapshot metadata. Nobody has signed them yet.`)
	folder := f.String("lists", "", "folder of the sources (default: worker/lists of this repository)")
	large := f.Bool("allow-large", false, "waive the limit on how much a list may change at once")
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
	if err := p.lintForStage(texts, before, scope, *large); err != nil {
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
	version, changed, err := r.Stage(built, p.now())
	if err != nil {
		return plainError(err)
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

func (p *program) printChanges(r *release.Repository) error {
	before, err := r.Lists(0)
	if err != nil {
		return plainError(err)
	}
	after, err := r.StagedLists()
	if err != nil {
		return plainError(err)
	}
	if len(before) == 0 {
		for _, name := range sortedNames(after) {
			fmt.Fprintf(p.out, "%s (%s): a new list, %d entries\n", name, after[name].Role, after[name].Len())
		}
		return nil
	}
	if !printDiff(p.out, before, after) {
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

func runSign(p *program, args []string) error {
	f := p.publishFlags("sign", "--key FILE", `Shows what is staged, asks, and signs what this key may sign.`)
	key := f.String("key", "", "the secret key's `FILE`")
	yes := f.Bool("yes", false, "do not ask")
	r, rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if *key == "" || len(rest) > 0 {
		return &usageError{"--key says which key signs"}
	}
	if err := p.printChanges(r); err != nil {
		return err
	}
	if !*yes && !p.confirms("Sign this?") {
		return errors.New("not signed")
	}
	signed, err := r.Sign(*key, p.now())
	if err != nil {
		return plainError(err)
	}
	fmt.Fprintf(p.out, "signed %s\n", strings.Join(signed, ", "))
	return p.printStaged(r)
}

func (p *program) confirms(question string) bool {
	fmt.Fprintf(p.out, "%s [y/N] ", question)
	answer, _ := bufio.NewReader(p.in).ReadString('\n') // what cannot be read is no
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes"
}

func runRenew(p *program, args []string) error {
	f := p.publishFlags("renew", "--key FILE", `Makes the next timestamp with the online key: of what is staged, once it has its
signatures, or of what is published. Timestamps hold for seven days: renew them daily.`)
	key := f.String("key", "", "the online key's `FILE`")
	r, rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if *key == "" || len(rest) > 0 {
		return &usageError{"--key says which key signs"}
	}
	version, err := r.Renew(*key, p.now())
	if err != nil {
		return plainError(err)
	}
	fmt.Fprintf(p.out, "staged timestamp %d\n", version)
	return nil
}

func runVerify(p *program, args []string) error {
	f := p.publishFlags("verify", "[--repository DIR]", `Does with what is staged what clients will do: one that is new, one that has what is
published; and asks the Worker's own verifier too. Exits with 1 when one refuses.`)
	r, _, err := f.parse(args)
	if err != nil {
		return err
	}
	result, err := r.Verify(p.now())
	if err != nil {
		fmt.Fprintln(p.out, err)
		return errFindings
	}
	fmt.Fprintf(p.out, "version %d with %d lists would be believed until %s\n",
		result.Version, len(result.Lists), result.Expires.Format(time.RFC3339))
	return nil
}

// server reads the flag --url.
func server(flagged string) (*release.Server, error) {
	if flagged == "" {
		return nil, &usageError{"--url says where the Worker is"}
	}
	u, err := url.Parse(flagged)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, &usageError{fmt.Sprintf("%q is no URL of a Worker", flagged)}
	}
	return &release.Server{URL: strings.TrimSuffix(flagged, "/"), Client: &http.Client{Timeout: 2 * time.Minute}}, nil
}

func runPublish(p *program, args []string) error {
	f := p.publishFlags("publish", "--url URL", `Verifies what is staged as clients will, and brings it to the Worker: metadata that
the Worker verifies, the lists that it lacks, the timestamp last. Repeat it when it
was interrupted.`)
	to := f.String("url", "", "the Worker's `URL`")
	r, _, err := f.parse(args)
	if err != nil {
		return err
	}
	s, err := server(*to)
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

func runCheckServer(p *program, args []string) error {
	f := p.publishFlags("check", "--url URL", `Fetches everything from the Worker as a new client, verifies it and compares it with
what was published from here. Exits with 1 when they differ.`)
	from := f.String("url", "", "the Worker's `URL`")
	r, _, err := f.parse(args)
	if err != nil {
		return err
	}
	s, err := server(*from)
	if err != nil {
		return err
	}
	result, err := r.CheckServer(s, p.now())
	if err != nil {
		fmt.Fprintln(p.out, err)
		return errFindings
	}
	fmt.Fprintf(p.out, "%s serves version %d with %d lists, good until %s\n",
		s.URL, result.Version, len(result.Lists), result.Expires.Format(time.RFC3339))
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

func runStatus(p *program, args []string) error {
	f := p.publishFlags("status", "[--url URL]", `Says what is staged, and when the word of each role ends: of what is published from
here, or of what a Worker serves. Exits with 1 when somebody must act.`)
	from := f.String("url", "", "the Worker's `URL`")
	r, _, err := f.parse(args)
	if err != nil {
		return err
	}
	if err := p.printStaged(r); err != nil {
		return err
	}
	if _, err := r.CheckAudit(); err != nil {
		fmt.Fprintln(p.out, err)
		return errFindings
	}
	var expiries []release.Expiry
	if *from != "" {
		s, err := server(*from)
		if err != nil {
			return err
		}
		result, err := r.FetchAll(s, p.now())
		if err != nil {
			fmt.Fprintln(p.out, err)
			return errFindings
		}
		expiries, err = release.Expiries(result.State)
		if err != nil {
			return err
		}
	} else if expiries, err = r.PublishedExpiries(); err != nil {
		return plainError(err)
	}
	return p.printExpiries(expiries)
}

func (p *program) printExpiries(expiries []release.Expiry) error {
	if expiries == nil {
		fmt.Fprintln(p.out, "nothing has been published yet")
		return nil
	}
	due := false
	for _, e := range expiries {
		note := ""
		if e.IsDue(p.now()) {
			due, note = true, "  ← time to act"
		}
		days := e.Expires.Sub(p.now()).Hours() / 24
		fmt.Fprintf(p.out, "  %-24s ends %s, in %.1f days%s\n", e.File, e.Expires.Format(time.DateOnly), days, note)
	}
	if due {
		return errFindings
	}
	return nil
}
