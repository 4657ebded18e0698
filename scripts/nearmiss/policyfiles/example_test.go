package policyfiles_test

import (
	"fmt"
	"maps"
	"slices"

	"nearmiss/scripts/nearmiss/policyfiles"
)

func ExampleTemplates() {
	settings, err := policyfiles.Settings([]byte(`{"ownDomains": ["works.example"]}`))
	if err != nil {
		panic(err)
	}
	files := policyfiles.Templates(policyfiles.Unpacked, settings)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Println(name)
	}
	// Output:
	// firefox/policies.json
	// google-admin/policy-for-extension.json
	// intune/windows-custom-profile.json
	// linux/nearmiss.json
	// macos/com.google.Chrome.extensions.edkbndcocicpccgigffbjmjhhbfhkndo.plist
	// macos/nearmiss.mobileconfig
	// policy.json
	// windows/en-US/nearmiss.adml
	// windows/nearmiss-chrome.reg
	// windows/nearmiss-edge.reg
	// windows/nearmiss-firefox.reg
	// windows/nearmiss.admx
}
