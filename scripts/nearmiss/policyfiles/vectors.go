package policyfiles

import (
	"encoding/json"
	"fmt"
	"strings"

	"nearmiss/core/policy"
)

// vectors tests the reader of policies with every key: its example, each other
// JSON type, too long, too many. They are made of the description alone, so the
// reader and the description cannot part.
func vectors() []byte {
	var b strings.Builder
	b.WriteString("Generated from core/policy by \"nearmiss policy generate\"; do not edit. The form\nis that of vectors.txt.\n")
	write := func(title, text string, problems ...string) {
		fmt.Fprintf(&b, "\n--- %s\n%s\n=>\n", title, text)
		for _, problem := range problems {
			b.WriteString(problem + "\n")
		}
	}
	for _, k := range policy.Keys {
		one := func(value any) string {
			o := object{{k.Name, value}}
			if k.Part == policy.PartReport && k.Name != "reportUrl" {
				o = append(object{{"reportUrl", mustFind("reportUrl").Example[0]}}, o...)
			}
			if k.Name == "externalRecipients" {
				o = append(object{{"ownDomains", mustFind("ownDomains").Example}}, o...)
			}
			text, err := json.Marshal(o)
			if err != nil {
				panic(err)
			}
			return string(text)
		}
		path, wantedOne := k.Name, fmt.Sprintf("wanted a string, such as %q", k.Example[0])
		wrap := func(value any) any { return value }
		write(k.Name+": its example", one(Setting{k, k.Example}.value()))
		if k.IsList {
			write(k.Name+": one string instead of a list", one(k.Example[0]),
				fmt.Sprintf("%s: is a string; wanted a list of strings, such as [%q]", k.Name, k.Example[0]))
			many := make([]string, k.MaxEntries+1)
			for i := range many {
				many[i] = k.Example[0]
			}
			if k.Form == policy.FormWord { // others are too long to be read here
				write(k.Name+": too many", one(many), fmt.Sprintf("%s: has %d entries; the first %d count", k.Name, len(many), k.MaxEntries))
			}
			path += "[0]"
			wrap = func(value any) any { return []any{value} }
		} else {
			write(k.Name+": a list instead of one string", one(k.Example), k.Name+": is a list; "+wantedOne)
		}
		for _, c := range []struct {
			value any
			is    string
		}{{1, "a number"}, {true, "true without quotes"}, {nil, "null"}, {object{}, "an object"}} {
			write(k.Name+": "+c.is, one(wrap(c.value)), path+": is "+c.is+"; "+wantedOne)
		}
		long := strings.Repeat("a", k.MaxLength+1)
		write(k.Name+": too long", one(wrap(long)), fmt.Sprintf("%s: is %d bytes long; %d are the most", path, len(long), k.MaxLength))
		if k.Form == policy.FormDuration {
			write(k.Name+": too seldom", one(fmt.Sprintf("%dd", k.MaxMinutes/1440+1)),
				fmt.Sprintf("%s: is \"%dd\"; wanted %s to %dd", k.Name, k.MaxMinutes/1440+1, shortest(k.MinMinutes), k.MaxMinutes/1440))
		}
	}
	last := len(policy.Webmails) - 1
	write("webmailHosts: a webmail that nobody ships", `{"webmailHosts": ["squirrelmail mail.works.example"]}`,
		fmt.Sprintf("webmailHosts[0]: webmail \"squirrelmail\" is unknown; there are %s and %s",
			strings.Join(policy.Webmails[:last], ", "), policy.Webmails[last]))
	return []byte(b.String())
}

func shortest(minutes int) string {
	if minutes%60 == 0 {
		return fmt.Sprintf("%dh", minutes/60)
	}
	return fmt.Sprintf("%dm", minutes)
}
