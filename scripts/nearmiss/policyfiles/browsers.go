package policyfiles

// browser is where one browser's managed storage for the extension lies.
type browser struct {
	name     string // of ids: "chrome"
	title    string
	registry string // below HKLM or HKCU
	plist    string // preference domain on macOS; "" when it is a part of the browser's own
}

func chrome(i Install) browser {
	return browser{"chrome", "Google Chrome", `Software\Policies\Google\Chrome\3rdparty\extensions\` + i.ChromiumID + `\policy`,
		"com.google.Chrome.extensions." + i.ChromiumID}
}

func edge(i Install) browser {
	return browser{"edge", "Microsoft Edge", `Software\Policies\Microsoft\Edge\3rdparty\extensions\` + i.ChromiumID + `\policy`,
		"com.microsoft.Edge.extensions." + i.ChromiumID}
}

func firefox(i Install) browser {
	return browser{"firefox", "Mozilla Firefox", `Software\Policies\Mozilla\Firefox\3rdparty\Extensions\` + i.FirefoxID, ""}
}

// extensionSettings force-installs the extension from the organisation's server.
// Without override_update_url Chromium installs from there and then never asks
// it for updates.
func extensionSettings(i Install) object {
	return object{{i.ChromiumID, object{
		{"installation_mode", "force_installed"},
		{"update_url", i.UpdateURL},
		{"override_update_url", true},
		{"toolbar_pin", "force_pinned"},
	}}}
}

// chromiumPolicy is a file of /etc/opt/chrome/policies/managed and its like.
func chromiumPolicy(i Install, settings []Setting) object {
	return object{
		{"ExtensionSettings", extensionSettings(i)},
		{"3rdparty", object{{"extensions", object{{i.ChromiumID, objectOf(settings)}}}}},
	}
}

// firefoxPolicy is /etc/firefox/policies/policies.json.
func firefoxPolicy(i Install, settings []Setting) object {
	return object{{"policies", object{
		{"ExtensionSettings", object{{i.FirefoxID, object{
			{"installation_mode", "force_installed"},
			{"install_url", i.FirefoxURL},
			{"updates_disabled", false},
			{"private_browsing", true},
		}}}},
		{"3rdparty", object{{"Extensions", object{{i.FirefoxID, objectOf(settings)}}}}},
	}}}
}

// googleAdmin is what the Admin console takes as "policy for extensions".
func googleAdmin(settings []Setting) object {
	var o object
	for _, s := range settings {
		o = append(o, member{s.Key.Name, object{{"Value", s.value()}}})
	}
	return o
}
