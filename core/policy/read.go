package policy

import (
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/valyala/fastjson"

	"nearmiss/core"
)

// maxProblems bounds what one text can cause to be written about it.
const maxProblems = 100

// Read reads a policy as it reached a browser: what is right counts, and what
// is not is told. The policy is never nil; when the text is no JSON object it
// holds the defaults alone. Text of no bytes, or "null", is no policy: defaults
// and no problem.
func Read(text []byte) (*Policy, []Problem) {
	r := reader{policy: defaults()}
	if strings.TrimSpace(string(text)) == "" {
		return r.policy, nil
	}
	if len(text) > MaxBytes {
		r.report("", "is longer than "+strconv.Itoa(MaxBytes)+" bytes")
		return r.policy, r.problems
	}
	// The parser alone lets control characters and broken escapes through.
	if err := fastjson.ValidateBytes(text); err != nil {
		r.report("", whyNotJSON(err))
		return r.policy, r.problems
	}
	value, err := fastjson.ParseBytes(text)
	if err != nil {
		r.report("", whyNotJSON(err))
		return r.policy, r.problems
	}
	if value.Type() == fastjson.TypeNull {
		return r.policy, nil
	}
	object, err := value.Object()
	if err != nil {
		r.report("", "is "+describe(value)+"; a JSON object is wanted")
		return r.policy, r.problems
	}
	r.object(object)
	return r.policy, r.problems
}

// defaults is the policy of an organisation that has fixed nothing.
func defaults() *Policy {
	p := new(Policy)
	for i := range Keys {
		if k := &Keys[i]; k.Default != "" {
			k.take(p, k.Default)
		}
	}
	return p
}

// whyNotJSON leaves out the text that fastjson puts behind its reason: a token
// may stand in it.
func whyNotJSON(err error) string {
	reason, _, _ := strings.Cut(err.Error(), "; unparsed tail")
	return "is not JSON: " + strings.TrimPrefix(reason, "cannot parse JSON: ")
}

type reader struct {
	policy   *Policy
	problems []Problem
}

func (r *reader) report(path, reason string) {
	switch {
	case len(r.problems) < maxProblems:
		r.problems = append(r.problems, Problem{path, reason})
	case len(r.problems) == maxProblems:
		r.problems = append(r.problems, Problem{"", "has more problems than are shown"})
	}
}

// object takes the keys in the order of Keys, so that problems and Set do not
// depend on how the text or a browser orders them.
func (r *reader) object(object *fastjson.Object) {
	given := make(map[string]*fastjson.Value, object.Len())
	object.Visit(func(name []byte, value *fastjson.Value) {
		key := string(name)
		if _, isKnown := Find(key); !isKnown {
			r.report(pathOf(key), "is not a key of the policy"+nearest(key))
			return
		}
		if _, twice := given[key]; twice {
			r.report(key, "stands twice; the first counts")
			return
		}
		given[key] = value
	})
	for i := range Keys {
		value, isGiven := given[Keys[i].Name]
		if isGiven && r.key(&Keys[i], value) {
			r.policy.Set = append(r.policy.Set, Keys[i].Name)
		}
	}
	if p := r.policy; p.External.Strength() > core.ActionAllow.Strength() && len(p.Own) == 0 {
		r.report("externalRecipients", "does nothing without ownDomains: nobody can tell what is outside")
	}
	if p := r.policy; p.Report.URL == "" {
		for _, name := range []string{"reportToken", "reportInterval", "reportTypedDomains"} {
			if _, isGiven := given[name]; isGiven && given["reportUrl"] == nil {
				r.report(name, "does nothing without reportUrl")
			}
		}
	}
}

// key reports whether a value, or an entry of it, counts.
func (r *reader) key(k *Key, value *fastjson.Value) bool {
	if !k.IsList {
		return r.string(k, k.Name, value)
	}
	entries, err := value.Array()
	if err != nil {
		r.report(k.Name, "is "+describe(value)+"; wanted a list of strings, such as ["+strconv.Quote(k.Example[0])+"]")
		return false
	}
	if len(entries) > k.MaxEntries {
		r.report(k.Name, "has "+strconv.Itoa(len(entries))+" entries; the first "+strconv.Itoa(k.MaxEntries)+" count")
		entries = entries[:k.MaxEntries]
	}
	if len(entries) == 0 {
		r.report(k.Name, "is empty; leave the key out instead")
	}
	counts := false
	for i, entry := range entries {
		if r.string(k, k.Name+"["+strconv.Itoa(i)+"]", entry) {
			counts = true
		}
		if len(r.policy.Rules) > len(r.policy.RuleAt) {
			r.policy.RuleAt = append(r.policy.RuleAt, i)
		}
	}
	return counts
}

func (r *reader) string(k *Key, path string, value *fastjson.Value) bool {
	bytes, err := value.StringBytes()
	if err != nil {
		r.report(path, "is "+describe(value)+"; wanted a string, such as "+strconv.Quote(k.Example[0]))
		return false
	}
	text := string(bytes)
	reason := k.whyNotForm(text)
	if reason == "" {
		reason = k.take(r.policy, text)
	}
	if reason != "" {
		r.report(path, reason)
	}
	return reason == ""
}

func describe(v *fastjson.Value) string {
	switch v.Type() {
	case fastjson.TypeObject:
		return "an object"
	case fastjson.TypeArray:
		return "a list"
	case fastjson.TypeString:
		return "a string"
	case fastjson.TypeNumber:
		return "a number"
	case fastjson.TypeTrue:
		return "true without quotes"
	case fastjson.TypeFalse:
		return "false without quotes"
	default:
		return "null"
	}
}

// pathOf keeps a key of the text readable as a path, however odd it is.
func pathOf(key string) string {
	if key != "" && len(key) <= 64 && !strings.ContainsFunc(key, func(c rune) bool { return c <= ' ' || c > '~' || c == '"' }) {
		return key
	}
	return "[" + quote(key) + "]"
}

// nearest names the key that was probably meant.
func nearest(name string) string {
	names := make([]string, len(Keys))
	for i := range Keys {
		names[i] = Keys[i].Name
	}
	return didYouMean(name, names, 3)
}

// nearestWord names the word of a few that was probably meant.
func nearestWord(text string, words []Word) string {
	names := make([]string, len(words))
	for i := range words {
		names[i] = words[i].Word
	}
	return didYouMean(text, names, max(1, min(3, len(text)/3)))
}

// didYouMean is "" where no name is within the distance.
func didYouMean(text string, names []string, most int) string {
	if len(text) > 64 {
		return ""
	}
	best, bestDistance := "", most+1
	for _, name := range names {
		if d := edits(strings.ToLower(text), strings.ToLower(name)); d < bestDistance {
			best, bestDistance = name, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + quote(best) + "?"
}

// edits is the distance of two words; two letters that changed places count once.
func edits(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	if d != 2 || len(a) != len(b) {
		return d
	}
	i := 0
	for a[i] == b[i] {
		i++
	}
	if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
		return 1
	}
	return d
}
