package tuf

// Canonical is the signed part of a file in the form that is signed, "" if it
// cannot be read.
func Canonical(text []byte) string {
	file, err := parse(text)
	if err != nil {
		return ""
	}
	return string(appendCanonical(nil, file["signed"]))
}
