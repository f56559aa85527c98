package mockwx

import "net/url"

// Rule is what WeChat does wrong, and when: the words of a scenario's rule side by side. What is zero is not said.
type Rule struct {
	Name    string   `json:"name,omitempty"`
	Times   int      `json:"times,omitempty"` // fires at most so often
	App     string   `json:"app,omitempty"`
	User    string   `json:"user,omitempty"`
	Call    any      `json:"call,omitempty"`     // which calls, from 1: 2, "1..3", "4..", "every 5"
	CountBy string   `json:"count_by,omitempty"` // rule, user, app or code
	Chance  float64  `json:"chance,omitempty"`   // 0 to 1, drawn from the world's seed
	Between []string `json:"between,omitempty"`  // two times since the world's start

	Errcode any    `json:"errcode,omitempty"` // a number or a name
	Errmsg  string `json:"errmsg,omitempty"`
	HTTP    int    `json:"http,omitempty"`
	Net     string `json:"net,omitempty"`  // hang, reset, empty, refused or tls
	Body    any    `json:"body,omitempty"` // Map{"truncate": 40}, …
	Do      []any  `json:"do,omitempty"`   // "wechat.rotate_session_key", …
	Latency any    `json:"latency,omitempty"`
	Hold    any    `json:"hold,omitempty"`
	Commit  bool   `json:"commit,omitempty"` // WeChat did its work (the code is spent), then the answer failed

	// More has words that this client does not know.
	More Map `json:"-"`
}

// RuleState is a rule of the world with the calls it has seen and its hits.
type RuleState struct {
	Name string `json:"name"`
	When Map    `json:"when"`
	Then Map    `json:"then"`
	Seen int    `json:"seen"`
	Hits int    `json:"hits"`
}

var when = map[string]bool{
	"app": true, "user": true, "call": true, "count_by": true, "chance": true, "between": true,
}

// Rule adds a rule for calls of api; its name is returned.
func (m *MockWx) Rule(api string, rule Rule) string {
	m.t.Helper()
	words := Map{}
	m.must(convert(rule, &words))
	for word, value := range rule.More {
		words[word] = value
	}
	document, whens, thens := Map{}, Map{"api": api}, Map{}
	for word, value := range words {
		switch {
		case word == "name" || word == "times":
			document[word] = value
		case when[word]:
			whens[word] = value
		default:
			thens[word] = value
		}
	}
	document["when"], document["then"] = whens, thens
	var added RuleState
	m.must(m.Call("POST", "rules", nil, document, &added))
	return added.Name
}

// Refuse answers api with errcode, so many times; 0: for good. The rule's name is returned.
func (m *MockWx) Refuse(api string, errcode, times int) string {
	m.t.Helper()
	return m.Rule(api, Rule{Errcode: errcode, Times: times})
}

// RemoveRule takes the rule away.
func (m *MockWx) RemoveRule(name string) {
	m.t.Helper()
	m.must(m.Call("DELETE", "rules/"+url.PathEscape(name), nil, nil, nil))
}

// Rules are all, each with the calls it has seen and its hits.
func (m *MockWx) Rules() []RuleState {
	m.t.Helper()
	var answer struct{ Rules []RuleState }
	m.must(m.Call("GET", "rules", nil, nil, &answer))
	return answer.Rules
}
