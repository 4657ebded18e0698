package gate

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"nearmiss/core"
)

// Request is one recipient of one mail, as the mail server tells it.
type Request struct {
	Client    string // the client's address; "" for a local program
	Login     string // the authenticated name, or ""
	Sender    string // the envelope sender; "" for the empty one
	Recipient string
	Mail      string // what the mail server's log calls the mail, or ""
	Protocol  string // "policy" or "milter"
}

// Decision is the answer. The zero Decision lets the recipient pass.
type Decision struct {
	Refuse bool
	Text   string // after "550 5.7.1 ": ASCII, one line
}

// Config is how a Gate decides.
type Config struct {
	Enforce      bool          // otherwise nothing is refused
	Wait         time.Duration // before this a second attempt confirms nothing: programs are quick
	Window       time.Duration // after this the first attempt is forgotten
	Remember     time.Duration // how long a confirmation holds
	NeverConfirm Matcher       // clients and senders that repeat by themselves
	Log          *slog.Logger
	Now          func() time.Time
}

// The times that a Config has unless flags say otherwise.
const (
	DefaultWait     = 15 * time.Second
	DefaultWindow   = time.Hour
	DefaultRemember = 30 * 24 * time.Hour
)

// Rules are what a Gate judges by. They are never changed, only replaced.
type Rules struct {
	Checker *core.Checker
	Contact string // whom a sender can ask, or ""
	Lists   string // for the health page: where the lists come from
	Label   string // the policy's
}

// Gate decides. It serves many goroutines.
type Gate struct {
	config Config
	rules  atomic.Pointer[Rules]
	pairs  *pairs
	counts counts
}

// New makes a Gate that lets everything through until it has Rules.
func New(config Config) *Gate {
	return &Gate{config: config, pairs: newPairs(config.Wait, config.Window, config.Remember)}
}

// Use replaces the rules.
func (g *Gate) Use(rules *Rules) { g.rules.Store(rules) }

// maxAddress is the longest address that is judged: 64 octets, "@" and 255 (RFC
// 5321). A longer one is refused by the server itself.
const maxAddress = 320

// Decide answers for one recipient. It never panics: our defect lets mail through.
func (g *Gate) Decide(r Request) (d Decision) {
	started := time.Now()
	defer func() {
		if fault := recover(); fault != nil {
			g.counts.add(outcomeError)
			g.config.Log.Error("defect: the recipient passes", "fault", fault, "protocol", r.Protocol)
			d = Decision{}
		}
		g.counts.observe(time.Since(started))
	}()
	rules := g.rules.Load()
	if rules == nil || !strings.Contains(r.Recipient, "@") || len(r.Recipient) > maxAddress {
		g.counts.add(outcomePassed)
		return Decision{}
	}
	v := rules.Checker.Check(r.Recipient, r.Sender)
	switch v.Action {
	case core.ActionNotice:
		g.pass(&r, &v, outcomeNoticed)
	case core.ActionAsk, core.ActionAskReason:
		switch {
		case v.Kind == core.KindExternalRecipient: // a rule asks for it by name
			g.pass(&r, &v, outcomeNoticed)
		case r.Sender == "": // a notification, which nobody could confirm
			g.pass(&r, &v, outcomeNoticed)
		case g.isConfirmed(&r, &v):
			g.counts.add(outcomeConfirmed)
		default:
			return g.refuse(&r, &v, rules, outcomeRefused)
		}
	case core.ActionBlock:
		return g.refuse(&r, &v, rules, outcomeBlocked)
	default:
		g.counts.add(outcomePassed)
	}
	return Decision{}
}

// isConfirmed asks for the pair of sender and recipient. In audit there is nobody
// who was told to confirm, so a second attempt would mean nothing.
func (g *Gate) isConfirmed(r *Request, v *core.Verdict) bool {
	if !g.config.Enforce {
		return false
	}
	who := r.Login
	if who == "" {
		who = r.Client + " " + r.Sender
	}
	state := g.pairs.attempt(who, r.Recipient, g.config.Now(), !g.config.NeverConfirm.matches(r))
	switch state {
	case justConfirmed:
		g.log(slog.LevelInfo, "confirmed", r, v)
	case confirmedBefore:
		g.log(slog.LevelInfo, "passes, confirmed before", r, v)
	}
	return state != unconfirmed
}

func (g *Gate) pass(r *Request, v *core.Verdict, o outcome) {
	g.counts.add(o)
	g.log(slog.LevelInfo, "passes", r, v)
}

func (g *Gate) refuse(r *Request, v *core.Verdict, rules *Rules, o outcome) Decision {
	if !g.config.Enforce {
		g.counts.add(outcomeWouldRefuse)
		g.log(slog.LevelWarn, "would refuse", r, v)
		return Decision{}
	}
	g.counts.add(o)
	g.log(slog.LevelWarn, "refused", r, v)
	never := o == outcomeBlocked || g.config.NeverConfirm.matches(r)
	text := replyText{r.Recipient, v, rules.Contact, g.config.Wait, g.config.Window, !never}
	return Decision{Refuse: true, Text: text.String()}
}

// log writes what was decided: domains, never the part before the "@" or the name
// of a login.
func (g *Gate) log(level slog.Level, what string, r *Request, v *core.Verdict) {
	g.config.Log.Log(context.Background(), level, what,
		"domain", v.Domain, "right", domainOf(v.Suggestion), "kind", string(v.Kind), "action", string(v.Action),
		"sender", domainOf(r.Sender), "authenticated", r.Login != "", "client", r.Client, "mail", r.Mail, "protocol", r.Protocol)
}

func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }
