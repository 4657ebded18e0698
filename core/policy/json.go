package policy

import (
	"strconv"
	"unicode/utf8"

	"nearmiss/core"
)

// AppendReading appends what Read found as the JSON object that the extension
// works with, so that no other language reads policy by itself:
//
//	{"policy": {"ownDomains": ["works.example"], "failure": "send", …},
//	 "set": ["ownDomains"],
//	 "problems": [{"path": "actions[2]", "reason": "…"}]}
//
// policy has every key of Keys: text, words, addresses and secrets as strings
// ("" when there is none), on and off as booleans, durations as minutes, rules,
// channels and hosts as objects.
func AppendReading(to []byte, p *Policy, problems []Problem) []byte {
	to = append(to, `{"policy":{`...)
	for i := range Keys {
		to = appendName(to, i, Keys[i].Name)
		to = appendKept(to, Keys[i].kept(p))
	}
	to = append(to, `},"set":`...)
	to = appendKept(to, p.Set)
	to = append(to, `,"problems":`...)
	to = appendList(to, problems, func(to []byte, problem Problem) []byte {
		return appendTexts(to, "path", problem.Path, "reason", problem.Reason)
	})
	return append(to, '}')
}

func appendKept(to []byte, kept any) []byte {
	switch v := kept.(type) {
	case string:
		return appendString(to, v)
	case int:
		return strconv.AppendInt(to, int64(v), 10)
	case bool:
		return strconv.AppendBool(to, v)
	case []string:
		return appendList(to, v, appendString)
	case []core.Rule:
		return appendList(to, v, func(to []byte, r core.Rule) []byte {
			return appendTexts(to, "kind", string(r.Kind), "category", r.Category, "action", string(r.Action))
		})
	case []Channel:
		return appendList(to, v, func(to []byte, c Channel) []byte {
			return appendTexts(to, "name", c.Name, "scope", c.Scope, "url", c.URL, "root", c.Root)
		})
	case []WebmailHost:
		return appendList(to, v, func(to []byte, h WebmailHost) []byte {
			return appendTexts(to, "webmail", h.Webmail, "host", h.Host)
		})
	}
	panic("policy: no JSON for a value of this type")
}

func appendList[T any](to []byte, entries []T, appendEntry func([]byte, T) []byte) []byte {
	to = append(to, '[')
	for i, entry := range entries {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendEntry(to, entry)
	}
	return append(to, ']')
}

// appendTexts writes an object of name and text in turn.
func appendTexts(to []byte, namesAndTexts ...string) []byte {
	to = append(to, '{')
	for i := 0; i < len(namesAndTexts); i += 2 {
		to = appendName(to, i, namesAndTexts[i])
		to = appendString(to, namesAndTexts[i+1])
	}
	return append(to, '}')
}

func appendName(to []byte, before int, name string) []byte {
	if before > 0 {
		to = append(to, ',')
	}
	return append(appendString(to, name), ':')
}

// appendString writes a JSON string. It stands here because fastjson quotes as
// Go does ("\x00"), which is no JSON, and encoding/json is too heavy for the wasm program.
func appendString(to []byte, s string) []byte {
	const hex = "0123456789abcdef"
	to = append(to, '"')
	for _, r := range s { // bytes that are no UTF-8 become U+FFFD
		switch {
		case r == '"' || r == '\\':
			to = append(to, '\\', byte(r))
		case r < ' ':
			to = append(to, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			to = utf8.AppendRune(to, r)
		}
	}
	return append(to, '"')
}
