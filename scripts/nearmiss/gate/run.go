package gate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"time"
)

// Options are what a running gate is made of.
type Options struct {
	Config     Config
	Sources    Sources
	Policy     string // address of the policy service, or ""
	Milter     string // of the milter, a Unix socket, or ""
	Health     string // of the health page, or ""
	SocketMode fs.FileMode
	Reload     <-chan os.Signal // reads policy and lists again
	Ready      func()           // called when everything listens
}

// saveInterval is how often confirmations are written to the state folder.
const saveInterval = 5 * time.Second

// Run serves until ctx is done. An error at the start is one of the configuration;
// later ones are logged and shown on the health page, and mail passes.
func Run(ctx context.Context, o Options) error {
	log := o.Config.Log
	g := New(o.Config)
	if dir := o.Sources.Dir; dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if err := g.pairs.load(dir); err != nil {
			log.Error("confirmations are lost", "error", err)
		}
	}
	loader := NewLoader(o.Sources, g, o.Config.Now)
	if err := loader.Load(); err != nil {
		return err
	}
	stop, err := g.listenAll(o, loader)
	if err != nil {
		return err
	}
	defer stop()
	mode := "audit: nothing is refused"
	if o.Config.Enforce {
		mode = "enforce"
	}
	log.Info("started", "mode", mode, "lists", loader.Status().Lists, "policy", loader.Status().Policy)
	if o.Ready != nil {
		o.Ready()
	}
	g.keepUp(ctx, o, loader)
	log.Info("stopped")
	return g.save(o.Sources.Dir)
}

// listenAll opens every address and serves it. stop closes them.
func (g *Gate) listenAll(o Options, loader *Loader) (stop func(), err error) {
	var listeners []net.Listener
	stop = func() {
		for _, l := range listeners {
			l.Close()
		}
	}
	pages := &http.Server{Handler: g.Health(loader), ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	for _, one := range []struct {
		what, address string
		serve         func(net.Listener) error
	}{
		{"policy service", o.Policy, g.ServePolicy}, {"milter", o.Milter, g.ServeMilter}, {"health page", o.Health, pages.Serve},
	} {
		if one.address == "" {
			continue
		}
		l, err := listen(one.address, o.SocketMode)
		if err != nil {
			stop()
			return nil, fmt.Errorf("%s: %w", one.what, err)
		}
		listeners = append(listeners, l)
		go func() {
			if err := one.serve(l); err != nil && !errors.Is(err, net.ErrClosed) {
				o.Config.Log.Error("no longer served: mail passes", "what", one.what, "error", err)
			}
		}()
	}
	return stop, nil
}

// keepUp reloads, asks channels for news and saves, until ctx is done.
func (g *Gate) keepUp(ctx context.Context, o Options, loader *Loader) {
	log := o.Config.Log
	save := time.NewTicker(saveInterval)
	defer save.Stop()
	news := time.NewTimer(0)
	defer news.Stop()
	refreshed := make(chan error, 1)
	for {
		select {
		case <-ctx.Done():
			return
		case <-o.Reload:
			if err := loader.Load(); err != nil {
				log.Error("reload came to nothing: the old rules stay", "error", err)
				continue
			}
			log.Info("reloaded", "lists", loader.Status().Lists, "policy", loader.Status().Policy)
			news.Reset(0)
		case <-news.C:
			if loader.Interval() > 0 {
				go func() { refreshed <- loader.Refresh() }()
			}
		case err := <-refreshed:
			if err != nil {
				log.Error("no news of the lists: the old ones stay", "error", err)
			}
			news.Reset(spread(loader.Interval()))
		case <-save.C:
			if err := g.save(o.Sources.Dir); err != nil {
				log.Error("confirmations are not saved", "error", err)
			}
		}
	}
}

func (g *Gate) save(dir string) error {
	if dir == "" {
		return nil
	}
	return g.pairs.save(dir)
}

// spread keeps many gates from asking at the same moment.
func spread(interval time.Duration) time.Duration {
	return interval + rand.N(interval/10+1)
}

// Notify tells systemd that the service is ready (sd_notify); elsewhere it does
// nothing.
func Notify(log *slog.Logger) {
	path := os.Getenv("NOTIFY_SOCKET")
	if path == "" {
		return
	}
	connection, err := net.Dial("unixgram", path)
	if err == nil {
		_, err = connection.Write([]byte("READY=1"))
		connection.Close()
	}
	if err != nil {
		log.Warn("systemd is not told", "error", err)
	}
}
