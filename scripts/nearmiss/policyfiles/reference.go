package policyfiles

import (
	"encoding/json"
	"fmt"
	"strings"

	"nearmiss/core/policy"
)

// reference is the documentation of every key.
func reference() []byte {
	var b strings.Builder
	b.WriteString(`<!-- Generated from core/policy by "nearmiss policy generate". Do not edit. -->

# Policy reference

Every value is a string or a list of strings, on every platform. Chrome drops a
value of another type without telling anyone; ` + "`nearmiss policy check FILE`" + `
tells you before, and the options page of the extension tells what reached a
computer. A wrong value never takes a right one with it.

| key | value | default | acts on |
| --- | --- | --- | --- |
`)
	for _, k := range policy.Keys {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", k.Name, strings.ToLower(k.Name), valueOf(k), code(k.Default), k.Part)
	}
	for _, k := range policy.Keys {
		fmt.Fprintf(&b, "\n## %s\n\n%s. %s\n\n", k.Name, k.Title, k.Doc())
		words(&b, "Word", k.Words)
		if k.Form == policy.FormRule {
			words(&b, "Kind", policy.Kinds)
			words(&b, "Action", policy.Actions)
		}
		var limits []string
		if k.IsList {
			limits = append(limits, fmt.Sprintf("at most %d entries", k.MaxEntries))
		}
		switch {
		case k.Form == policy.FormWord:
		case k.IsList:
			limits = append(limits, fmt.Sprintf("at most %d bytes each", k.MaxLength))
		default:
			limits = append(limits, fmt.Sprintf("at most %d bytes", k.MaxLength))
		}
		if len(limits) > 0 {
			fmt.Fprintf(&b, "Limits: %s. ", strings.Join(limits, ", "))
		}
		fmt.Fprintf(&b, "Since %s.\n\n```json\n%s\n```\n", k.Since, snippet(k))
	}
	return []byte(b.String())
}

func words(b *strings.Builder, head string, all []policy.Word) {
	if len(all) == 0 || all[0].Word == all[0].Means {
		return
	}
	fmt.Fprintf(b, "| %s | means |\n| --- | --- |\n", strings.ToLower(head))
	for _, word := range all {
		fmt.Fprintf(b, "| `%s` | %s |\n", word.Word, word.Means)
	}
	b.WriteString("\n")
}

func valueOf(k policy.Key) string {
	one := map[policy.Form]string{
		policy.FormText: "text", policy.FormWord: "word", policy.FormURL: "https address", policy.FormDuration: "duration",
		policy.FormDomains: "domain", policy.FormRule: "rule", policy.FormChannel: "channel", policy.FormHost: "webmail and host",
		policy.FormSecret: "secret",
	}[k.Form]
	if k.Form == policy.FormWord && len(k.Words) <= 4 {
		one = "`" + strings.Join(wordsOf(k.Words), "`, `") + "`"
	}
	if k.IsList {
		return "list: " + one
	}
	return one
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

func snippet(k policy.Key) string {
	text, err := json.Marshal(objectOf([]Setting{{k, k.Example}}))
	if err != nil {
		panic(err)
	}
	// One line of JSON with room to read.
	return strings.NewReplacer(`":`, `": `, `","`, `", "`).Replace(string(text))
}
