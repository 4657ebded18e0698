package core

import "strconv"

// Policy is what an organisation, or the person, decides beyond the lists.
// Domains are as in a list: "army.mil", or "*.mil" for every name below. The
// zero Policy changes nothing.
type Policy struct {
	Own       []string // the organisation's domains: targets, never warned about
	Protected []string // more targets, of category CategoryPolicy
	Allowed   []string // said to be right: never warned about
	Blocked   []string // no mail goes there, near miss or not; Allowed are exceptions
	// External is what follows from a recipient outside Own: ActionNotice or
	// ActionAsk; "" or ActionAllow for nothing. Without Own it does nothing.
	External Action

	// Rules are read in order; the first that fits a verdict gives its action.
	// Where none fits, a notice is shown and a warning asks.
	Rules []Rule
	// Strongest caps every action: a pilot group may get notices only. "" is
	// no cap.
	Strongest Action
}

// Rule gives an action to verdicts. An empty Kind or Category fits all.
//
// A verdict of LevelNotice is a guess, so a rule that does not name its Kind
// cannot make it hold mail: "everything near us-military: block" blocks army.ml
// and still only hints at an unlisted name. A rule that names the Kind is meant
// for it and is followed.
type Rule struct {
	Kind     Kind
	Category string
	Action   Action
}

// PolicyError is a domain of a policy that is none.
type PolicyError struct {
	Domain string
	Reason string
}

func (e *PolicyError) Error() string { return "policy: " + strconv.Quote(e.Domain) + ": " + e.Reason }

// CategoryPolicy is the category of the domains that a Policy protects.
const CategoryPolicy = "organisation"

// Words that stand for a category where a target comes from no protected list.
const (
	CategoryOwn     = "own"
	CategoryHistory = "history"
)

// Strength orders actions, the weakest first; -1 is no action.
func (a Action) Strength() int {
	for i, other := range Actions {
		if a == other.Word {
			return i
		}
	}
	return -1
}

// Ground is why an action follows from a verdict.
type Ground struct {
	Rule       int  // the index of the rule that decided; -1: none fits
	IsCapped   bool // Strongest allows no more
	IsExternal bool // the recipient is outside, and External asks for more
}

// action decides what follows from a verdict.
func (p *Policy) action(v *Verdict) Action {
	action, _ := p.decide(v)
	return action
}

func (p *Policy) decide(v *Verdict) (Action, Ground) {
	ground := Ground{Rule: -1}
	action := ActionAsk
	switch v.Level {
	case LevelNone:
		return ActionAllow, ground
	case LevelNotice:
		action = ActionNotice
	}
	if p == nil {
		return action, ground
	}
	switch v.Kind {
	case KindBlockedDomain:
		action = ActionBlock
	case KindExternalRecipient:
		action = p.External
	}
	for i, r := range p.Rules {
		if r.Kind != KindNone && r.Kind != v.Kind || r.Category != "" && r.Category != v.Category || r.Action == "" {
			continue
		}
		if v.Kind == KindExternalRecipient && r.Kind == KindNone {
			continue // meant for near misses: "* * block" would block all mail to others
		}
		action, ground.Rule = r.Action, i
		if v.Level == LevelNotice && r.Kind == KindNone && action.Strength() > ActionNotice.Strength() {
			action = ActionNotice
		}
		break
	}
	capped := p.capped(action)
	ground.IsCapped = capped != action
	return capped, ground
}

// Ground says why a verdict has its action.
func (p *Policy) Ground(v *Verdict) Ground {
	action, ground := p.decide(v)
	ground.IsExternal = v.Action.Strength() > action.Strength()
	return ground
}

// ofExternal returns the action for a recipient of whom nothing is to be said but that
// they are outside; "" for none.
func (p *Policy) ofExternal() Action {
	v := Verdict{Level: LevelWarn, Kind: KindExternalRecipient, Category: CategoryPolicy}
	if p.External == ActionNotice {
		v.Level = LevelNotice
	}
	if action := p.action(&v); action != ActionAllow {
		return action
	}
	return ""
}

func (p *Policy) capped(action Action) Action {
	if p.Strongest != "" && action.Strength() > p.Strongest.Strength() {
		return p.Strongest
	}
	return action
}
