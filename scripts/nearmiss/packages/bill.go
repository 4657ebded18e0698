package packages

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// Component is one thing of others in the extension.
type Component struct {
	Kind    string // "library" or "data"
	Name    string
	Version string // "" for data without one
	Licence string // SPDX expression
	PURL    string // "" for data
	SHA256  string // hexadecimal, of data
	SHA512  string // hexadecimal, of npm packages
}

// bill is the software bill of materials. It has no time and no random serial
// number: the serial number follows from what is in it.
func bill(version string, components []Component) ([]byte, error) {
	sorted := slices.Clone(components)
	slices.SortFunc(sorted, func(a, b Component) int {
		return strings.Compare(a.Kind+"\x00"+a.Name, b.Kind+"\x00"+b.Name)
	})
	self := "nearmiss@" + version
	var all []cdx.Component
	depends := []string{}
	for _, c := range sorted {
		if c.Licence == "" {
			return nil, fmt.Errorf("%s has no licence", c.Name)
		}
		ref := c.PURL
		if ref == "" {
			ref = c.Kind + ":" + c.Name
		}
		component := cdx.Component{
			BOMRef: ref, Type: cdx.ComponentType(c.Kind), Name: c.Name, Version: c.Version, PackageURL: c.PURL,
			Licenses: &cdx.Licenses{{Expression: c.Licence}},
		}
		var hashes []cdx.Hash
		if c.SHA256 != "" {
			hashes = append(hashes, cdx.Hash{Algorithm: cdx.HashAlgoSHA256, Value: c.SHA256})
		}
		if c.SHA512 != "" {
			hashes = append(hashes, cdx.Hash{Algorithm: cdx.HashAlgoSHA512, Value: c.SHA512})
		}
		if len(hashes) > 0 {
			component.Hashes = &hashes
		}
		all = append(all, component)
		depends = append(depends, ref)
	}
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Component: &cdx.Component{
		BOMRef: self, Type: cdx.ComponentTypeApplication, Name: "nearmiss", Version: version,
		Licenses: &cdx.Licenses{{Expression: "Apache-2.0"}},
	}}
	bom.Components = &all
	bom.Dependencies = &[]cdx.Dependency{{Ref: self, Dependencies: &depends}}
	content, err := encodeBill(bom)
	if err != nil {
		return nil, err
	}
	h := sha256.Sum256(content)
	h[6] = h[6]&0x0f | 0x80 // RFC 9562: version 8, made of a hash
	h[8] = h[8]&0x3f | 0x80
	bom.SerialNumber = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
	return encodeBill(bom)
}

func encodeBill(bom *cdx.BOM) ([]byte, error) {
	var b bytes.Buffer
	err := cdx.NewBOMEncoder(&b, cdx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false).EncodeVersion(bom, cdx.SpecVersion1_6)
	return b.Bytes(), err
}
