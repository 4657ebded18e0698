package policyfiles

import (
	"fmt"
	"strings"

	"nearmiss/core/policy"
)

// managedSchema is the extension's storage.managed_schema. It is loose on
// purpose: Chromium drops a value that does not fit without a word, so words
// and forms are judged by the extension, which says what is wrong.
func managedSchema() object {
	var properties object
	for _, k := range policy.Keys {
		p := object{{"title", k.Title}, {"description", k.Doc()}, {"type", "string"}}
		if k.IsList {
			p = object{{"title", k.Title}, {"description", k.Doc()}, {"type", "array"}, {"items", object{{"type", "string"}}}}
		}
		properties = append(properties, member{k.Name, p})
	}
	return object{{"type", "object"}, {"properties", properties}}
}

// jsonSchema is for editors and pipelines: as strict as a schema can be. What
// it cannot say (names twice, bounds of durations) `nearmiss policy check` does.
func jsonSchema() object {
	var properties object
	for _, k := range policy.Keys {
		one := object{{"type", "string"}, {"minLength", 1}, {"maxLength", k.MaxLength}}
		switch k.Form {
		case policy.FormWord:
			one = object{{"type", "string"}, {"enum", wordsOf(k.Words)}}
		case policy.FormURL:
			one = append(one, member{"pattern", `^(https://|http://(127\.0\.0\.1|localhost)[:/])[^\s@?#]+$`})
		case policy.FormDuration:
			one = append(one, member{"pattern", `^[1-9][0-9]*[mhd]$`})
		case policy.FormDomains:
			one = append(one, member{"pattern", `^(\*\.)?[^\s@/:*]+$`})
		case policy.FormRule:
			one = append(one, member{"pattern", rulePattern()})
		case policy.FormChannel:
			one = append(one, member{"pattern", `^[a-z0-9-]+ +(protect|allow|protect\+allow) +\S+ +[0-9a-fA-F]{64}$`})
		case policy.FormHost:
			one = append(one, member{"pattern", "^(" + strings.Join(webmails(), "|") + `) +[^\s@/:*]+\.[^\s@/:*]+$`})
		case policy.FormSecret:
			one = append(one, member{"pattern", `^[!-~]+$`})
		}
		description := k.Doc()
		if k.Default != "" {
			description += fmt.Sprintf(" Default: %s.", k.Default)
		}
		p := object{{"title", k.Title}, {"description", description}}
		if k.IsList {
			p = append(p, member{"type", "array"}, member{"minItems", 1}, member{"maxItems", k.MaxEntries}, member{"items", one},
				member{"examples", [][]string{k.Example}})
		} else {
			p = append(append(p, one...), member{"examples", k.Example})
		}
		properties = append(properties, member{k.Name, p})
	}
	return object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "Nearmiss managed policy"},
		{"type", "object"},
		{"additionalProperties", false},
		{"properties", properties},
		{"dependentRequired", object{
			{"reportToken", []string{"reportUrl"}},
			{"reportInterval", []string{"reportUrl"}},
			{"reportTypedDomains", []string{"reportUrl"}},
		}},
	}
}

func rulePattern() string {
	pattern := `^(\*`
	for _, kind := range policy.Kinds {
		pattern += "|" + kind.Word
	}
	pattern += `) +(\*|[a-z0-9-]+) +(`
	for i, action := range policy.Actions {
		if i > 0 {
			pattern += "|"
		}
		pattern += action.Word
	}
	return pattern + ")$"
}

func wordsOf(words []policy.Word) []string {
	var all []string
	for _, word := range words {
		all = append(all, word.Word)
	}
	return all
}
