package policyfiles

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"nearmiss/core/policy"
)

// parts are the folders of the Group Policy editor, in this order.
var parts = []struct {
	part  policy.Part
	title string
}{
	{policy.PartCore, "Domains and actions"},
	{policy.PartWarning, "Warnings"},
	{policy.PartLists, "Lists"},
	{policy.PartWebmail, "Webmail"},
	{policy.PartReport, "Near-miss report"},
	{policy.PartOptions, "Options"},
}

func browsersOf(i Install) []browser { return []browser{chrome(i), edge(i), firefox(i)} }

// registry is a file for regedit: one browser on one machine, for a trial.
func registry(b browser, settings []Setting) []byte {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\r\n", args...) }
	root := `HKEY_LOCAL_MACHINE\` + b.registry
	line("Windows Registry Editor Version 5.00")
	line("")
	// What an earlier trial left would be read as well.
	line("[-%s]", root)
	line("")
	line("[%s]", root)
	for _, s := range settings {
		if !s.Key.IsList {
			line("%s=%s", regString(s.Key.Name), regString(s.Values[0]))
		}
	}
	for _, s := range settings {
		if !s.Key.IsList {
			continue
		}
		line("")
		line(`[%s\%s]`, root, s.Key.Name)
		for i, value := range s.Values {
			line("%s=%s", regString(strconv.Itoa(i+1)), regString(value))
		}
	}
	return []byte(text.String())
}

// regString writes a REG_SZ; what is not ASCII as its UTF-16 bytes, because
// regedit reads a file without byte order mark in the machine's old code page.
func regString(s string) string {
	isASCII := strings.IndexFunc(s, func(r rune) bool { return r > '~' }) < 0
	if isASCII {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	var bytes []string
	for _, unit := range append(utf16.Encode([]rune(s)), 0) {
		bytes = append(bytes, fmt.Sprintf("%02x,%02x", byte(unit), byte(unit>>8)))
	}
	return "hex(1):" + strings.Join(bytes, ",")
}

// intune is a custom configuration profile as Microsoft Graph takes it: the
// template first, then one row for each setting and browser.
func intune(install Install, settings []Setting) object {
	row := func(name, uri, value string) object {
		return object{
			{"@odata.type", "#microsoft.graph.omaSettingString"},
			{"displayName", name},
			{"omaUri", uri},
			{"value", value},
		}
	}
	rows := []object{row("Nearmiss template", "./Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/Nearmiss/Policy/Nearmiss", string(admx(install)))}
	for _, browser := range browsersOf(install) {
		for _, s := range settings {
			uri := fmt.Sprintf("./Device/Vendor/MSFT/Policy/Config/Nearmiss~Policy~nearmiss~%[1]s~%[1]s_%[2]s/%[1]s_%[3]s", browser.name, s.Key.Part, s.Key.Name)
			rows = append(rows, row(browser.title+": "+s.Key.Title, uri, intuneValue(s)))
		}
	}
	return object{
		{"@odata.type", "#microsoft.graph.windows10CustomConfiguration"},
		{"displayName", "Nearmiss"},
		{"description", "Settings of the Nearmiss browser extension for Chrome, Edge and Firefox"},
		{"omaSettings", rows},
	}
}

// intuneValue is the row's SyncML: entries of a list are number and text in
// turn, parted by U+F000.
func intuneValue(s Setting) string {
	value := escapeAttribute(s.Values[0])
	if s.Key.IsList {
		var pieces []string
		for i, entry := range s.Values {
			pieces = append(pieces, strconv.Itoa(i+1), escapeAttribute(entry))
		}
		value = strings.Join(pieces, "&#xF000;")
	}
	return fmt.Sprintf(`<enabled/><data id="%s" value="%s"/>`, s.Key.Name, value)
}

func escapeAttribute(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
