// Bench measures what the gate costs a real Postfix: how long 2,000 mails take with
// and without it, in turns, and how long one decision takes.
//
//	npm run bench:gate [-- -mails N -pairs N -sessions N]
//
// Every mail has a connection of its own, as from clients. The medians of the pairs'
// ratios count; seconds depend on the machine.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"nearmiss/scripts/nearmiss/gate/mailtest"
)

func main() {
	b := bench{}
	flag.IntVar(&b.mails, "mails", 2000, "mails a run")
	flag.IntVar(&b.pairs, "pairs", 5, "runs with and without each protocol")
	flag.IntVar(&b.sessions, "sessions", 8, "SMTP sessions at a time")
	flag.Parse()
	if why := mailtest.Unavailable(); why != "" {
		fmt.Println("bench:gate: skipped:", why)
		return
	}
	if err := b.run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:gate:", err)
		os.Exit(1)
	}
}

type bench struct{ mails, pairs, sessions int }

func (b *bench) run() error {
	dir, err := os.MkdirTemp("", "nearmiss-bench-gate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	program := filepath.Join(dir, "nearmiss")
	if out, err := exec.Command("go", "build", "-o", program, "./scripts/nearmiss").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	policy, milter := "unix:"+filepath.Join(dir, "policy.socket"), "unix:"+filepath.Join(dir, "milter.socket")
	gate := exec.Command(program, "gate", "--enforce", "--socket-mode", "0666", "--policy-service", policy, "--milter", milter)
	log, err := os.Create(filepath.Join(dir, "gate.log"))
	if err != nil {
		return err
	}
	gate.Stderr = log
	if err := gate.Start(); err != nil {
		return err
	}
	defer func() {
		gate.Process.Signal(os.Interrupt)
		gate.Wait()
	}()
	sink, err := mailtest.NewSink(false)
	if err != nil {
		return err
	}
	defer sink.Close()

	servers := map[string]*mailtest.Postfix{}
	for name, settings := range map[string][]string{
		"none": {},
		// The settings of the guide.
		"policy": {"smtpd_recipient_restrictions = check_policy_service { " + policy + ", timeout=2s, default_action=DUNNO }, permit_mynetworks, reject"},
		"milter": {"smtpd_milters = " + milter, "milter_default_action = accept", "milter_connect_timeout = 2s", "milter_command_timeout = 2s", "milter_content_timeout = 2s"},
	} {
		p, err := mailtest.Start(filepath.Join(dir, name), sink.Address, settings...)
		if err != nil {
			return err
		}
		defer p.Stop()
		servers[name] = p
		if _, err := b.send(p, sink, 200); err != nil { // warm
			return err
		}
	}
	fmt.Printf("%d mails a run, %d sessions at a time, a connection each\n", b.mails, b.sessions)
	for _, name := range []string{"policy", "milter"} {
		if err := b.compare(name, servers, sink); err != nil {
			return err
		}
	}
	return b.decisions(policy)
}

// block is how many mails go to one server before it is the other's turn: what else
// the machine does meanwhile then weighs on both.
const block = 200

// compare sends to a server with the gate and to one without in turns.
func (b *bench) compare(name string, servers map[string]*mailtest.Postfix, sink *mailtest.Sink) error {
	var ratios, without, with []float64
	for i := range b.pairs {
		took := map[string]float64{}
		order := []string{"none", name}
		for sent := 0; sent < b.mails; sent += block {
			for _, which := range order {
				seconds, err := b.send(servers[which], sink, min(block, b.mails-sent))
				if err != nil {
					return err
				}
				took[which] += seconds
			}
			slices.Reverse(order)
		}
		without, with = append(without, took["none"]), append(with, took[name])
		ratios = append(ratios, took[name]/took["none"])
		fmt.Printf("%s: without %.2f s, with %.2f s, %.2f times\n", name, took["none"], took[name], ratios[i])
	}
	fmt.Printf("%s: median of %d pairs %.2f times (%.2f–%.2f); without %.2f s (%.2f–%.2f), with %.2f s (%.2f–%.2f)\n", name, b.pairs,
		median(ratios), slices.Min(ratios), slices.Max(ratios), median(without), slices.Min(without), slices.Max(without),
		median(with), slices.Min(with), slices.Max(with))
	return nil
}

func median(all []float64) float64 { return slices.Sorted(slices.Values(all))[len(all)/2] }

// send hands mails over and returns the seconds until the last was taken by Postfix.
// It waits until the sink has them all, so that the next run finds an empty queue.
func (b *bench) send(p *mailtest.Postfix, sink *mailtest.Sink, mails int) (seconds float64, err error) {
	before := len(sink.Mails())
	work := make(chan int)
	failed := make(chan error, b.sessions)
	var group sync.WaitGroup
	started := time.Now()
	for range b.sessions {
		group.Go(func() {
			for i := range work {
				refused, err := mailtest.Send(p.Address, mailtest.Client{}, "bob@works.example", fmt.Sprintf("kim%d@firm%d.example", i, i%500))
				if err == nil && len(refused) > 0 {
					err = fmt.Errorf("refused: %v", refused)
				}
				if err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		})
	}
	for i := range mails {
		work <- i
	}
	close(work)
	group.Wait()
	seconds = time.Since(started).Seconds()
	select {
	case err := <-failed:
		return 0, err
	default:
	}
	if got := len(sink.Wait(before+mails, 2*time.Minute)) - before; got != mails {
		return 0, fmt.Errorf("%d of %d mails were delivered", got, mails)
	}
	return seconds, nil
}

// decisions asks the policy service as Postfix does and measures each answer.
func (b *bench) decisions(address string) error {
	connection, err := net.Dial("unix", address[len("unix:"):])
	if err != nil {
		return err
	}
	defer connection.Close()
	in := bufio.NewReader(connection)
	for _, kind := range []struct{ name, domain string }{{"listed", "gmail.com"}, {"unlisted", "firm%d-unheard-of.example"}, {"wrong", "army.ml"}} {
		var times []time.Duration
		for i := range 5000 {
			domain := kind.domain
			if kind.name == "unlisted" {
				domain = fmt.Sprintf(domain, i)
			}
			request := fmt.Sprintf("request=smtpd_access_policy\nprotocol_state=RCPT\nprotocol_name=ESMTP\nclient_address=10.0.0.7\n"+
				"sender=bob@works.example\nrecipient=kim%d@%s\ninstance=1.%d\n\n", i, domain, i)
			started := time.Now()
			if _, err := io.WriteString(connection, request); err != nil {
				return err
			}
			for range 2 { // the action and an empty line
				if _, err := in.ReadString('\n'); err != nil {
					return err
				}
			}
			times = append(times, time.Since(started))
		}
		slices.Sort(times)
		fmt.Printf("one decision, %s: median %d µs, p99 %d µs\n", kind.name, times[len(times)/2].Microseconds(), times[len(times)*99/100].Microseconds())
	}
	return nil
}
