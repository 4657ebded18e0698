package packages

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
)

// Zip packs files sorted by name, with one time and mode for all.
func Zip(files map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate}
		// 1 January 1980, the first day a zip can name. The field Modified would
		// add the packer's time zone.
		header.ModifiedDate = 1<<5 | 1 //lint:ignore SA1019 Modified writes a time zone
		header.SetMode(0o644)
		f, err := w.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func packed(files map[string][]byte, m manifest) ([]byte, error) {
	text, err := m.bytes()
	if err != nil {
		return nil, err
	}
	all := maps.Clone(files)
	all[manifestName] = text
	return Zip(all)
}
