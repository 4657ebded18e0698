package policyfiles

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"nearmiss/core/policy"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Descriptions()["policy.schema.json"]))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("policy.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("policy.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// The schema refuses nothing that the reader takes. It takes a little more,
// which is told apart below: what a schema cannot say.
func TestSchemaAgreesWithTheReader(t *testing.T) {
	text, err := os.ReadFile(root + "/core/policy/testdata/vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	lenient := map[string]bool{
		"a key twice": true, "too often": true, "two channels of one name": true, "an address of a machine": true,
		"a whole registry needs the star": true, "what leaves an organisation that is not named": true,
		"what leaves an organisation whose domains are not domains": true, "a mirror without a host": true, "hosts": true, "text with a line break": true,
	}
	schema := compiled(t)
	for _, block := range strings.Split(string(text), "\n--- ")[1:] {
		title, rest, _ := strings.Cut(block, "\n")
		input, problems, _ := strings.Cut(rest, "\n=>")
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(input))
		if err != nil {
			t.Fatalf("%s: %v", title, err)
		}
		err = schema.Validate(value)
		isRight := strings.TrimSpace(problems) == ""
		if isRight && err != nil {
			t.Errorf("%s: the schema refuses %s: %v", title, input, err)
		}
		if !isRight && err == nil && !lenient[title] {
			t.Errorf("%s: the schema takes %s", title, input)
		}
	}
}

func TestSchemaTakesTheExample(t *testing.T) {
	schema := compiled(t)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(Templates(Unpacked, Example())["policy.json"]))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
	for _, k := range policy.Keys {
		for _, wrong := range []string{`1`, `false`, `{}`, `[1]`, `""`, `[""]`} {
			text, _ := json.Marshal(map[string]any{"reportUrl": "https://works.example/", k.Name: json.RawMessage(wrong)})
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if schema.Validate(value) == nil {
				t.Errorf("the schema takes %s", text)
			}
		}
	}
}
