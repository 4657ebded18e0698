//go:build unix

// Bench measures nearmiss scan against grep on a made log of Postfix of two million
// lines, and checks that every planted slip is found with its exact count:
//
//	npm run bench:scan [-- -lines N -runs N]
//
// Both read the same warm file in turns; the medians' ratio is what counts.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"
)

const pattern = `[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+`

func main() {
	lines := flag.Int("lines", 2_000_000, "lines of the log")
	runs := flag.Int("runs", 5, "alternating runs")
	flag.Parse()
	if err := run(*lines, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:scan:", err)
		os.Exit(1)
	}
}

func run(lines, runs int) error {
	dir, err := os.MkdirTemp("", "nearmiss-bench-scan-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program, log := filepath.Join(dir, "nearmiss"), filepath.Join(dir, "mail.log")
	if out, err := exec.Command("go", "build", "-o", program, "./scripts/nearmiss").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	planted, size, err := write(log, lines)
	if err != nil {
		return err
	}
	fmt.Printf("%d lines, %d MB, %d domains planted; %s, %d processors\n", lines, size>>20, len(planted), runtime.Version(), runtime.NumCPU())

	report, _, _, err := timed(program, "scan", "--quiet", "--hints", "--json", log)
	if err != nil {
		return err
	}
	if err := compare(report, planted); err != nil {
		return err
	}
	fmt.Println("every planted slip found with its exact count, delivered and bounced apart")

	var scans, greps []time.Duration
	var most int64
	for range runs {
		_, took, _, err := timed("sh", "-c", "LC_ALL=C grep -oE '"+pattern+"' "+log+" | wc -l")
		if err != nil {
			return err
		}
		greps = append(greps, took)
		_, took, memory, err := timed(program, "scan", "--quiet", log)
		if err != nil {
			return err
		}
		scans, most = append(scans, took), max(most, memory)
		fmt.Printf("grep %.2f s   scan %.2f s, %d MB\n", greps[len(greps)-1].Seconds(), took.Seconds(), memory>>20)
	}
	grep, scan := median(greps), median(scans)
	fmt.Printf("median of %d: grep %.2f s (%.2f–%.2f), scan %.2f s (%.2f–%.2f): %.1f times faster; at most %d MB\n", runs,
		grep.Seconds(), slices.Min(greps).Seconds(), slices.Max(greps).Seconds(),
		scan.Seconds(), slices.Min(scans).Seconds(), slices.Max(scans).Seconds(), grep.Seconds()/scan.Seconds(), most>>20)
	return nil
}

func median(times []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(times))[len(times)/2]
}

// timed runs a program and returns what it printed, how long it took and the most
// memory it had resident, in bytes. That it found something is no error.
func timed(name string, args ...string) (out []byte, took time.Duration, memory int64, err error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	started := time.Now()
	out, err = cmd.Output()
	took = time.Since(started)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		memory = usage.Maxrss << 10 // Linux counts in KiB
	}
	return out, took, memory, err
}

// outcomes of one wrong domain.
type outcomes struct{ Delivered, Bounced, Open int }

// write makes the log of an organisation: seven lines a mail, four of which name
// an address, to real providers, military hosts and 3,000 firms.
func write(path string, lines int) (planted map[string]outcomes, size int64, err error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	random := rand.New(rand.NewPCG(1, 2))
	slips := []string{"army.ml", "navy.ml", "us.af.ml", "amry.mil", "gmial.com", "gmail.con", "hotmial.com"}
	providers := []string{"gmail.com", "yahoo.com", "army.mil", "navy.mil", "outlook.com", "us.af.mil"}
	planted = map[string]outcomes{}
	for mail := 0; mail*7 < lines; mail++ {
		second := mail / 4
		stamp := fmt.Sprintf("Nov %2d %02d:%02d:%02d mx1", 1+second/86400%28, second/3600%24, second/60%60, second%60)
		id, user := fmt.Sprintf("%010X", 0x3000000000+mail*977), mail%500
		domain := fmt.Sprintf("firm%d.example.com", random.IntN(3000))
		status := "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F00AA)"
		switch n := random.IntN(2000); {
		case n < 4:
			domain = slips[random.IntN(len(slips))]
			o := planted[domain]
			switch random.IntN(3) {
			case 0:
				status = "dsn=5.1.1, status=bounced (host said: 550 5.1.1 no such user (in reply to RCPT TO command))"
				o.Bounced++
			case 1:
				status = "dsn=4.4.1, status=deferred (connect to host: Connection timed out)"
				o.Open++
			default:
				o.Delivered++
			}
			planted[domain] = o
		case n < 1000:
			domain = providers[random.IntN(len(providers))]
		}
		fmt.Fprintf(out, "%s postfix/submission/smtpd[%d]: connect from client%d.works.example[10.1.%d.7]\n", stamp, 1000+mail%90, user, user%250)
		fmt.Fprintf(out, "%s postfix/submission/smtpd[%d]: %s: client=client%d.works.example[10.1.%d.7], sasl_method=PLAIN, sasl_username=user%d\n", stamp, 1000+mail%90, id, user, user%250, user)
		fmt.Fprintf(out, "%s postfix/cleanup[200]: %s: message-id=<%d.abc@works.example>\n", stamp, id, mail)
		fmt.Fprintf(out, "%s postfix/qmgr[99]: %s: from=<user%d@works.example>, size=%d, nrcpt=1 (queue active)\n", stamp, id, user, 1000+random.IntN(90000))
		fmt.Fprintf(out, "%s postfix/smtp[%d]: %s: to=<someone%d@%s>, relay=mx.%s[203.0.113.%d]:25, delay=0.5, delays=0.1/0/0.2/0.2, %s\n", stamp, 300+mail%90, id, random.IntN(9999), domain, domain, user%250, status)
		fmt.Fprintf(out, "%s postfix/qmgr[99]: %s: removed\n", stamp, id)
		fmt.Fprintf(out, "%s postfix/submission/smtpd[%d]: disconnect from client%d.works.example[10.1.%d.7] ehlo=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=6\n", stamp, 1000+mail%90, user, user%250)
	}
	if err := out.Flush(); err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	return planted, info.Size(), err
}

func compare(report []byte, planted map[string]outcomes) error {
	var got struct {
		Wrong []struct {
			Domain string
			Mails  outcomes
		}
	}
	if err := json.Unmarshal(report, &got); err != nil {
		return err
	}
	for _, w := range got.Wrong {
		if planted[w.Domain] != w.Mails {
			return fmt.Errorf("%s: found %+v, planted %+v", w.Domain, w.Mails, planted[w.Domain])
		}
		delete(planted, w.Domain)
	}
	if len(planted) > 0 {
		return fmt.Errorf("not found: %v", planted)
	}
	return nil
}
