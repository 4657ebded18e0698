package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"nearmiss/core/namemodel"
)

// affixes counts how many labels begin and end with the same letters: cityof…,
// …cloud.
type affixes struct {
	labels       int
	heads, tails map[string]int
	words        map[string]bool
}

func newAffixes(words []string) *affixes {
	a := &affixes{heads: map[string]int{}, tails: map[string]int{}, words: map[string]bool{}}
	for _, word := range words {
		if len(word) >= shortestWord {
			a.words[word] = true
		}
	}
	return a
}

const (
	shortestAffix = 3
	shortestWord  = 4
	longestAffix  = 10
	// fewestOfAffix and leastGain: how often letters must stand there, and how
	// many bits shorter than letter by letter they must be told, to be kept.
	fewestOfAffix = 12
	fewestOfWord  = 3
	leastGain     = 3.5
)

func (a *affixes) add(label string) {
	a.labels++
	for n := shortestAffix; n <= longestAffix && n < len(label); n++ {
		a.heads[label[:n]]++
		a.tails[label[len(label)-n:]]++
	}
}

func (a *affixes) print(out *bytes.Buffer, table []byte) {
	for _, kind := range []struct {
		name, what string
		counts     map[string]int
		tail       bool
	}{
		{"headBits", "begins with", a.heads, false},
		{"tailBits", "ends in", a.tails, true},
	} {
		fmt.Fprintf(out, "\n// %s is how rare it is that a label %s these letters, where that is\n// commoner than the letters are; for textTable.\nconst %s = \"\" +\n", kind.name, kind.what, kind.name)
		records := newRecords(out)
		for _, letters := range slices.SortedFunc(maps.Keys(kind.counts), cmp.Compare[string]) {
			n := kind.counts[letters]
			if n < fewestOfAffix && (n < fewestOfWord || !a.words[letters]) {
				continue
			}
			bits := -math.Log2(float64(n) / float64(a.labels))
			if letterBits(letters, table, kind.tail)-bits < leastGain {
				continue
			}
			records.add(letters, 10*bits)
		}
		records.end()
	}
}

// letterBits is what the letters cost one by one.
func letterBits(letters string, table []byte, tail bool) (total float64) {
	a, b := namemodel.EdgeClass, namemodel.EdgeClass
	if tail {
		a, b = namemodel.ClassOf(letters[0]), namemodel.ClassOf(letters[1])
		total = 8 // two letters after unknown ones
		letters = letters[2:]
	}
	for i := range len(letters) {
		c := namemodel.ClassOf(letters[i])
		total += float64(table[(a*classes+b)*classes+c]-'A') / 2
		a, b = b, c
	}
	if tail {
		total += float64(table[(a*classes+b)*classes+namemodel.EdgeClass]-'A') / 2
	}
	return total
}

// records writes sorted lines of a key and a number, as a string constant: a map
// of as many would cost start-up time and code in WebAssembly.
type records struct {
	out   *bytes.Buffer
	lines []string
}

func newRecords(out *bytes.Buffer) *records { return &records{out: out} }

func (r *records) add(key string, number float64) {
	r.lines = append(r.lines, fmt.Sprintf("%s %.0f\n", key, number))
}

const recordsPerLine = 6

func (r *records) end() {
	for i := 0; i < len(r.lines); i += recordsPerLine {
		line := strings.Join(r.lines[i:min(len(r.lines), i+recordsPerLine)], "")
		fmt.Fprintf(r.out, "\t%q", line)
		if i+recordsPerLine < len(r.lines) {
			r.out.WriteString(" +")
		}
		r.out.WriteByte('\n')
	}
}
