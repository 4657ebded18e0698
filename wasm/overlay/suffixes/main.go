// Command suffixes answers what golang.org/x/net/publicsuffix says of the domains
// on standard input, one in a line: the public suffix, whether ICANN manages it,
// and the registrable domain ("-" when there is none). Built for the host and as
// the browser's programs are, it shows that what stands in for other packages there
// changes no answer.
package main

import (
	"bufio"
	"os"
	"strconv"

	"golang.org/x/net/publicsuffix"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for in.Scan() {
		domain := in.Text()
		suffix, icann := publicsuffix.PublicSuffix(domain)
		registrable, err := publicsuffix.EffectiveTLDPlusOne(domain)
		if err != nil {
			registrable = "-"
		}
		out.WriteString(domain + " " + suffix + " " + strconv.FormatBool(icann) + " " + registrable + "\n")
	}
	if in.Err() != nil || out.Flush() != nil {
		os.Exit(1)
	}
}
