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
	r := reader{policy: &Policy{Strongest: core.ActionBlock, Failure: FailureSend, History: true}}
	r.policy.UpdateMinutes = mustFind("listUpdateInterval").DefaultMinutes()
	r.policy.Report.Minutes = mustFind("reportInterval").DefaultMinutes()
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
			r.report(pathOf(key), "is not a key of the policy"+nearestKey(key))
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

// nearestKey names the key that was probably meant.
func nearestKey(name string) string {
	names := make([]string, len(Keys))
	for i, key := range Keys {
		names[i] = key.Name
	}
	return nearest(name, names)
}

// nearest names the one of all that was probably meant; "" for none.
func nearest(name string, all []string) string {
	if len(name) > 64 {
		return ""
	}
	best, bestDistance := "", 4
	for _, known := range all {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(known)); d < bestDistance {
			best, bestDistance = known, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + quote(best) + "?"
}

func mustFind(name string) Key {
	k, ok := Find(name)
	if !ok {
		panic("policy: no key " + name)
	}
	return k
}
