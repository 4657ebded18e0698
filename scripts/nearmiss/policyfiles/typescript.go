package policyfiles

import (
	"fmt"
	"strings"

	"nearmiss/core/policy"
)

// typescript declares what policy.AppendReading gives the extension.
func typescript() []byte {
	var b strings.Builder
	b.WriteString(`/**
 * Generated from core/policy by "nearmiss policy generate". Do not edit.
 *
 * What the core has read of managed policy: values are checked, defaults filled
 * in, durations are minutes.
 */
import type { PolicyChannel, PolicyHost, PolicyRule } from './policyvalues.ts';

`)
	var names []string
	for _, k := range policy.Keys {
		names = append(names, "'"+k.Name+"'")
	}
	b.WriteString(union("PolicyKey", names) + "\n\n")
	b.WriteString("/** What the core says of a recipient. */\n" + union("Kind", append([]string{"''"}, quotedWords(policy.Kinds)...)) + "\n\n")
	b.WriteString("/** What follows from it. */\n" + union("Action", quotedWords(policy.Actions)) + "\n\n")
	b.WriteString(`/** A setting that people may not change. */
` + union("PolicyLock", quoted(mustFind("locked"))) + `

/** Every key, with its default where the organisation gave none. */
export interface Policy {
`)
	for _, k := range policy.Keys {
		fmt.Fprintf(&b, "  /** %s. */\n  readonly %s: %s;\n", describeType(k), k.Name, typeOf(k))
	}
	b.WriteString(`}

/** A key as options shows it. */
export interface PolicyKeyTitle {
  readonly key: PolicyKey;
  readonly title: string;
  /** Never shown, only that it is there. */
  readonly isSecret: boolean;
}

/** In the order of the reference. */
export const POLICY_KEYS: readonly PolicyKeyTitle[] = [
`)
	for _, k := range policy.Keys {
		fmt.Fprintf(&b, "  { key: '%s', title: '%s', isSecret: %t },\n", k.Name, strings.ReplaceAll(k.Title, "'", `\'`), k.Form == policy.FormSecret)
	}
	b.WriteString("];\n\n/** What counts while nothing is known of a policy. */\nexport const NO_POLICY: Policy = {\n")
	for _, k := range policy.Keys {
		fmt.Fprintf(&b, "  %s: %s,\n", k.Name, defaultOf(k))
	}
	b.WriteString("};\n")
	return []byte(b.String())
}

func describeType(k policy.Key) string {
	switch {
	case k.Form == policy.FormDuration:
		return k.Title + ", in minutes"
	case k.Form == policy.FormURL && k.Name == "listMirror":
		return k.Title + "; ends in '/', '' for the built-in server"
	}
	return k.Title
}

func isOnOff(k policy.Key) bool {
	return len(k.Words) == 2 && k.Words[0].Word == "on" && k.Words[1].Word == "off"
}

func typeOf(k policy.Key) string {
	one := "string"
	switch k.Form {
	case policy.FormDuration:
		one = "number"
	case policy.FormRule:
		one = "PolicyRule"
	case policy.FormChannel:
		one = "PolicyChannel"
	case policy.FormHost:
		one = "PolicyHost"
	case policy.FormWord:
		if isOnOff(k) {
			one = "boolean"
			break
		}
		one = strings.Join(quoted(k), " | ")
		if k.IsList {
			one = "PolicyLock"
		}
	}
	if k.IsList {
		return "readonly " + one + "[]"
	}
	return one
}

// union declares a type as the formatter of the extension's sources likes it.
func union(name string, members []string) string {
	if line := "export type " + name + " = " + strings.Join(members, " | ") + ";"; len(line) <= 120 {
		return line
	}
	return "export type " + name + " =\n  | " + strings.Join(members, "\n  | ") + ";"
}

func quoted(k policy.Key) []string { return quotedWords(k.Words) }

func quotedWords(words []policy.Word) (all []string) {
	for _, word := range words {
		all = append(all, "'"+word.Word+"'")
	}
	return all
}

func mustFind(name string) policy.Key {
	k, ok := policy.Find(name)
	if !ok {
		panic("policyfiles: no key " + name)
	}
	return k
}

func defaultOf(k policy.Key) string {
	switch {
	case k.IsList:
		return "[]"
	case isOnOff(k):
		return fmt.Sprint(k.Default == "on")
	case k.Form == policy.FormDuration:
		return fmt.Sprint(k.DefaultMinutes())
	}
	return "'" + k.Default + "'"
}
