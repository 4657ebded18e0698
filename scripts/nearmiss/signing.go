package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"nearmiss/scripts/nearmiss/release"
	"nearmiss/wasm/update/verify"
)

func runKeygen(p *program, args []string) error {
	f := p.flags("list keygen", "FILE", `Makes an Ed25519 key: FILE, which is secret, and FILE.pub, which goes into the root.
The guide, worker/release/README.md, says where each role's key is kept.`)
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
	fmt.Fprintf(p.out, "key %s\n%s is secret: of root and list keys each on an encrypted medium that is plugged in to sign,\n"+
		"the online key with the job that renews the timestamp\n%s%s is public\n", id, rest[0], rest[0], release.PublicSuffix)
	return nil
}

const rotateArgs = "[--root-key FILE…] [--targets-key FILE…] [--timestamp-key FILE]"

func runRotateRoot(p *program, args []string) error {
	f := p.publishFlags("rotate-root", rotateArgs, `Stages the next root: with the named public keys for the roles that some are named
for, and the keys of before for the others. Without any, it renews the root. The first
root needs keys for all roles. It must be signed by the keys of before and of now.
Who takes away as many list keys as can sign names a new timestamp key too.`)
	var set release.KeySet
	f.Func("root-key", "public key `FILE` that may sign roots; several times", appendTo(&set.Root))
	f.Func("targets-key", "public key `FILE` that may sign lists; several times", appendTo(&set.Targets))
	f.Func("timestamp-key", "public key `FILE` of the online key", appendTo(&set.Timestamp))
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
	version, err := r.StageRoot(set, p.now())
	if err != nil {
		return plainError(err)
	}
	fmt.Fprintf(p.out, "staged root %d\n", version)
	if err := p.printRoot(r); err != nil {
		return err
	}
	return p.printStaged(r)
}

func runSign(p *program, args []string) error {
	f := p.publishFlags("sign", "--key FILE", `Shows what is staged, asks, and signs what this key may sign. A root is signed after
an answer on a terminal, or with --expect and the sha256 that was shown.`)
	key := f.String("key", "", "the secret key's `FILE`")
	yes := f.Bool("yes", false, "do not ask about lists")
	expect := f.String("expect", "", "the `SHA256` that was shown of the staged root")
	r, err := f.parseWithKey(args, key)
	if err != nil {
		return err
	}
	root, err := r.StagedRoot()
	if err != nil {
		return plainError(err)
	}
	switch {
	case *expect == "":
	case root == nil:
		return errors.New("no root is staged, and --expect names one: not signed")
	case *expect != root.SHA256:
		return fmt.Errorf("the staged root %d is not the one that --expect names: not signed", root.Version)
	}
	if err := p.printRoot(r); err != nil {
		return err
	}
	if err := p.printChanges(r); err != nil {
		return err
	}
	if err := p.printSuspects(r); err != nil {
		return err
	}
	if !*yes { // somebody reads it
		if err := p.printPlayedOf(r); err != nil {
			return err
		}
	}
	isExpected := false // the root, and by name
	if root != nil {
		may, err := r.MaySignRoot(*key)
		switch {
		case err != nil:
			return plainError(err)
		case may && *expect != "":
			isExpected = true
		case may && !p.isTerminal():
			return fmt.Errorf("a root is signed by somebody who has read it: on a terminal, or with --expect %s", root.SHA256)
		case may:
			*yes = false
		}
	}
	if !*yes && !isExpected && !p.confirms("Sign this?") {
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

// isTerminal reports whether a person can answer. Not every device is a terminal:
// /dev/null is none.
func (p *program) isTerminal() bool {
	file, ok := p.in.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// printRoot shows a staged root as what it is:
//
//	root 2, after root 1, ends 2027-11-30, scope public
//	  root: 2 of 3 keys
//	      91a0…  root-ann
//	    + 77fe…  root-dan
//	    - 5c02…  root-bob
//	  sha256 of what is signed: …
func (p *program) printRoot(r *release.Repository) error {
	root, err := r.StagedRoot()
	if err != nil || root == nil {
		return plainError(err)
	}
	after := "the first one"
	if root.Before > 0 {
		after = fmt.Sprintf("after root %d", root.Before)
	}
	fmt.Fprintf(p.out, "root %d, %s, ends %s, scope %s\n", root.Version, after, root.Expires.Format(time.DateOnly), root.Scope)
	for _, role := range root.Roles {
		was := ""
		if root.Before > 0 && role.ThresholdBefore != role.Threshold {
			was = fmt.Sprintf(" (before: %d of %d)", role.ThresholdBefore, len(role.Kept)+len(role.Removed))
		}
		fmt.Fprintf(p.out, "  %s: %d of %d keys%s\n", strings.Join(role.Names, ", "), role.Threshold, len(role.Kept)+len(role.Added), was)
		for _, part := range []struct {
			sign string
			keys []release.NamedKey
		}{{" ", role.Kept}, {"+", role.Added}, {"-", role.Removed}} {
			for _, key := range part.keys {
				fmt.Fprintf(p.out, "    %s %s  %s\n", part.sign, key.ID, cmp.Or(key.File, "(file not known)"))
			}
		}
	}
	fmt.Fprintf(p.out, "  sha256 of what is signed: %s\n", root.SHA256)
	return nil
}

func runRenew(p *program, args []string) error {
	f := p.publishFlags("renew", "--key FILE", `Makes the next timestamp with the online key: of what is staged, once it has its
signatures, or of what is published. Timestamps hold for seven days: renew them daily.`)
	key := f.String("key", "", "the online key's `FILE`")
	r, err := f.parseWithKey(args, key)
	if err != nil {
		return err
	}
	version, err := r.Renew(*key, p.now())
	if err != nil {
		return plainError(err)
	}
	fmt.Fprintf(p.out, "staged timestamp %d\n", version)
	return nil
}
