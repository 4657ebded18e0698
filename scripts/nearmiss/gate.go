package main

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"nearmiss/scripts/nearmiss/gate"
)

var gateCommand = command{
	name: "gate", args: gateArgs,
	short: "answer a mail server: policy service and milter", run: runGate,
}

const gateArgs = "[--policy-service ADDRESS] [--milter unix:PATH] [--health ADDRESS] [flags]"

const gateAbout = `Answers a mail server whether a recipient is a near miss of a protected domain, as
a Postfix policy service, a milter, or both. An ADDRESS is unix:PATH or
inet:127.0.0.1:PORT. Unless --enforce is given it refuses nothing and logs what it
would refuse. It logs JSON lines to standard error, reads policy and lists again on
SIGHUP, and ends on SIGTERM. scripts/nearmiss/gate/README.md is its guide.`

func runGate(p *program, args []string) error {
	f := p.flags("gate", gateArgs, gateAbout)
	var lists checkFlags
	lists.listFlags(f)
	o := gate.Options{Config: gate.Config{Now: p.now, Log: slog.New(slog.NewJSONHandler(p.err, nil))}}
	f.StringVar(&o.Policy, "policy-service", "", "serve Postfix's policy protocol at `ADDRESS`")
	f.StringVar(&o.Milter, "milter", "", "serve the milter protocol at `ADDRESS`, unix:PATH")
	f.StringVar(&o.Health, "health", "", "serve /health and /metrics at `ADDRESS`")
	mode := f.String("socket-mode", "0660", "permissions of Unix sockets, `OCTAL`")
	f.BoolVar(&o.Config.Enforce, "enforce", false, "refuse; without it only the log says what would be refused")
	f.DurationVar(&o.Config.Wait, "wait", gate.DefaultWait, "a second attempt confirms after this `TIME`, not before")
	f.DurationVar(&o.Config.Window, "window", gate.DefaultWindow, "a second attempt confirms within this `TIME`")
	f.DurationVar(&o.Config.Remember, "remember", gate.DefaultRemember, "a confirmation holds for this `TIME`")
	f.Func("never-confirm", "`WHO` repeats by itself and never confirms: address, network, login, sender or @domain; may be repeated", o.Config.NeverConfirm.Add)
	f.StringVar(&o.Sources.Dir, "state", "", "`DIR` for confirmations and fetched lists")
	f.StringVar(&o.Sources.Server, "server", "", "fetch signed lists from this `URL`; needs --root and --state")
	f.StringVar(&o.Sources.Root, "root", "", "`FILE` with the root metadata that the lists are trusted by")
	if err := parseFlags(f, args); err != nil {
		return err
	}
	permissions, err := strconv.ParseUint(*mode, 8, 9)
	switch {
	case o.Policy == "" && o.Milter == "":
		return &usageError{"--policy-service, --milter or both"}
	case o.Milter != "" && !strings.HasPrefix(o.Milter, "unix:"):
		return &usageError{"--milter takes unix:PATH: over TCP every mail would take three times as long"}
	case err != nil:
		return &usageError{"--socket-mode is octal, such as 0660"}
	case o.Config.Wait < 0 || o.Config.Window <= o.Config.Wait || o.Config.Remember < 0:
		return &usageError{"--window is longer than --wait, and no time is negative"}
	case (o.Sources.Server == "") != (o.Sources.Root == "") || o.Sources.Server != "" && o.Sources.Dir == "":
		return &usageError{"--server, --root and --state belong together"}
	}
	o.SocketMode = fs.FileMode(permissions)
	o.Sources.Policy, o.Sources.Lists = lists.policy, lists.lists
	if o.Sources.Server != "" {
		s, err := server(o.Sources.Server)
		if err != nil {
			return err
		}
		o.Sources.Server = s.URL
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	defer signal.Stop(reload)
	o.Reload, o.Ready = reload, func() { gate.Notify(o.Config.Log) }
	return gate.Run(ctx, o)
}
