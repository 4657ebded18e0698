package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"nearmiss/scripts/nearmiss/release"
	"nearmiss/wasm/update/verify"
)

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
