package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Mark says why an entry is real that looks like a slip of another.
type Mark struct{ Name, Reason string }

// Marks are the marks of lists, by list and entry. Built lists do not have them.
type Marks map[string]map[string][]Mark

// StageMarks puts the marks of the staged lists beside them, for those who sign.
func (r *Repository) StageMarks(marks Marks) error {
	text, err := json.MarshalIndent(marks, "", " ")
	if err != nil {
		return err
	}
	return writeFile(r.marksPath(), append(text, '\n'))
}

// StagedMarks returns them; none when nothing is staged.
func (r *Repository) StagedMarks() (Marks, error) {
	text, err := os.ReadFile(r.marksPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var marks Marks
	if err := json.Unmarshal(text, &marks); err != nil {
		return nil, fmt.Errorf("%s: %w", r.marksPath(), err)
	}
	return marks, nil
}

func (r *Repository) marksPath() string { return filepath.Join(r.staged(), "marks.json") }
