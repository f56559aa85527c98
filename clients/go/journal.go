package mockwx

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Calls says which calls are meant; what is zero does not count.
type Calls struct {
	User    string
	App     string
	Errcode any    // a number; of Verify also how many of each: Map{"0": 1, "40163": "0..3"}
	Count   any    // 2, "1..3", "2.."; by default at least one
	Timeout string // of Wait: "10s" by default
}

// Entry is one exchange in the journal; secrets are masked.
type Entry struct {
	Number   int      `json:"number"`
	At       string   `json:"at"`
	API      string   `json:"api"`
	App      string   `json:"app"`
	User     string   `json:"user"`
	Errcode  *int     `json:"errcode"` // nil where a fault kept the call from having one
	Rule     string   `json:"rule"`
	Reason   string   `json:"reason"`
	Trace    []string `json:"trace"`
	Line     string   `json:"line"`
	Request  Map      `json:"request"`
	Response Map      `json:"response"`
}

type entries struct{ Entries []Entry }

func (c Calls) words(api string) Map {
	words := Map{"api": api}
	said := Map{"user": c.User, "app": c.App, "errcode": c.Errcode, "count": c.Count, "timeout": c.Timeout}
	for name, value := range said {
		if value != nil && value != "" {
			words[name] = value
		}
	}
	return words
}

// Calls are the journal's entries, oldest first; api may be empty.
func (m *MockWx) Calls(api string, which ...Calls) []Entry {
	m.t.Helper()
	var answer entries
	query := query(api, which)
	query.Set("limit", "1000000000")
	m.must(m.Call("GET", "journal", query, nil, &answer))
	return answer.Entries
}

// Journal is the journal as text, a line per call, and under it why rules fired or did not.
func (m *MockWx) Journal() string {
	m.t.Helper()
	var lines []string
	for _, entry := range m.Calls("") {
		lines = append(append(lines, entry.Line), entry.Trace...)
	}
	return strings.Join(lines, "\n")
}

// Wait waits in real time until there are so many calls, or ends the test.
func (m *MockWx) Wait(api string, which ...Calls) []Entry {
	m.t.Helper()
	var answer entries
	err := m.Call("GET", "journal/wait", query(api, which), nil, &answer)
	var refused *Error
	if errors.As(err, &refused) && refused.Status == 408 {
		m.t.Fatalf("%v\n%s", err, m.Journal())
	}
	m.must(err)
	return answer.Entries
}

// Verify ends the test with mockwx's explanation where there were no such calls.
func (m *MockWx) Verify(api string, which Calls) {
	m.t.Helper()
	err := m.Call("POST", "verify", nil, Map{"calls": []Map{which.words(api)}}, nil)
	var refused *Error
	if errors.As(err, &refused) && refused.Status == 409 {
		m.t.Fatalf("%s", refused.What)
	}
	m.must(err)
}

func query(api string, which []Calls) url.Values {
	values := url.Values{}
	for _, calls := range append([]Calls{{}}, which...) {
		for name, value := range calls.words(api) {
			if value != "" {
				values.Set(name, fmt.Sprint(value))
			}
		}
	}
	return values
}
