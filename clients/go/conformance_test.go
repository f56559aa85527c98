package mockwx

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// recorder is a test that may fail as part of another; what ends it is a panic with its text.
type recorder struct{ *testing.T }

type ended string

func (recorder) Fatalf(format string, args ...any) { panic(ended(fmt.Sprintf(format, args...))) }

type step map[string]json.RawMessage

type expectedFailure struct {
	Assertion, Error, Where string
	Status                  int
}

// impatient asks each time on a new connection: on one that was used before, net/http asks again by itself.
var impatient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func exchange(m *MockWx, code string) any {
	app := m.App()
	query := url.Values{"appid": {app.AppID}, "secret": {app.Secret}, "js_code": {code}, "grant_type": {"authorization_code"}}
	response, err := impatient.Get(m.URL + "/sns/jscode2session?" + query.Encode())
	if err != nil {
		return "lost"
	}
	defer response.Body.Close()
	var answer any
	if json.NewDecoder(response.Body).Decode(&answer) != nil {
		return "lost"
	}
	return answer
}

// without takes the words away that are arguments of their own.
func without(args Map, names ...string) Map {
	rest := Map{}
	for name, value := range args {
		rest[name] = value
	}
	for _, name := range names {
		delete(rest, name)
	}
	return rest
}

func play(m *MockWx, method string, args Map) any {
	text := func(name string) string { value, _ := args[name].(string); return value }
	calls := func() (which Calls) {
		m.must(convert(Map{"User": args["user"], "App": args["app"], "Errcode": args["errcode"], "Count": args["count"], "Timeout": args["timeout"]}, &which))
		return which
	}
	switch method {
	case "exchange":
		return exchange(m, text("code"))
	case "login":
		return m.Login(text("user"))
	case "openid":
		return m.User(text("user")).OpenID()
	case "unionid":
		return m.User(text("user")).UnionID()
	case "check_session":
		return m.User(text("user")).CheckSession()
	case "get_phone_number":
		return m.User(text("user")).GetPhoneNumber()
	case "get_user_info":
		return m.User(text("user")).GetUserInfo()
	case "rotate_session_key":
		m.User(text("user")).RotateSessionKey()
	case "clock":
		return m.Clock()
	case "advance":
		return m.Advance(text("by"))
	case "set_clock":
		return m.SetClock(text("at"))
	case "freeze":
		m.Freeze()
	case "flow":
		m.Flow()
	case "rule":
		rule := Rule{More: Map{}}
		words := without(args, "api")
		m.must(convert(words, &rule))
		var known Map
		m.must(convert(Rule{Name: "x", Times: 1, Call: 1, Errcode: 1, Net: "x", Commit: true}, &known))
		for word, value := range words {
			if _, ok := known[word]; !ok {
				rule.More[word] = value
			}
		}
		return m.Rule(text("api"), rule)
	case "refuse":
		times, _ := args["times"].(float64)
		return m.Refuse(text("api"), int(args["errcode"].(float64)), int(times))
	case "remove_rule":
		m.RemoveRule(text("name"))
	case "rules":
		return m.Rules()
	case "calls":
		return m.Calls(text("api"), calls())
	case "journal":
		return m.Journal()
	case "wait":
		return m.Wait(text("api"), calls())
	case "verify":
		m.Verify(text("api"), calls())
	case "do":
		return m.Do(text("verb"), without(args, "verb"))
	case "app":
		return m.App()
	case "load":
		m.Load(args["scenario"])
	case "close":
		// A world goes with its test; the list wants it gone before.
		_ = m.Call("DELETE", "worlds/"+m.Name, nil, nil, nil)
	case "reset":
		m.Reset()
	case "url_for":
		return m.URLFor(text("host"))
	case "hosts":
		return m.Hosts()
	default:
		m.t.Fatalf("nobody knows %s", method)
	}
	return nil
}

// filled is the value with what $NAME stands for.
func filled(value any, kept Map) any {
	switch value := value.(type) {
	case Map:
		whole := Map{}
		for key, part := range value {
			whole[key] = filled(part, kept)
		}
		return whole
	case []any:
		whole := []any{}
		for _, part := range value {
			whole = append(whole, filled(part, kept))
		}
		return whole
	case string:
		if name, ok := strings.CutPrefix(value, "$"); ok {
			return kept[name]
		}
	}
	return value
}

func isAs(t *testing.T, shown, answer any) {
	t.Helper()
	switch shown := shown.(type) {
	case Map:
		whole, _ := answer.(Map)
		for key, part := range shown {
			isAs(t, part, whole[key])
		}
	case []any:
		whole, _ := answer.([]any)
		if len(whole) != len(shown) {
			t.Fatalf("%v is not as %v", answer, shown)
		}
		for index, part := range shown {
			isAs(t, part, whole[index])
		}
	case string:
		parts := strings.Split(shown, "…")
		for index, part := range parts {
			parts[index] = regexp.QuoteMeta(part)
		}
		if text, ok := answer.(string); !ok || !regexp.MustCompile("(?s)^"+strings.Join(parts, ".*")+"$").MatchString(text) {
			t.Fatalf("%v is not as %q", answer, shown)
		}
	default:
		if !reflect.DeepEqual(shown, answer) {
			t.Fatalf("%v is not %v", answer, shown)
		}
	}
}

func isFailure(t *testing.T, shown expectedFailure, m *MockWx, method string, args Map) {
	t.Helper()
	defer func() {
		t.Helper()
		text, ok := recover().(ended)
		if !ok {
			t.Fatalf("%s did not end the test", method)
		}
		isAs(t, shown.Assertion+shown.Error, string(text))
	}()
	play(m, method, args)
}

func TestConformance(t *testing.T) {
	text, err := os.ReadFile("../conformance.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Case  string
		Steps []step
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Case, func(t *testing.T) {
			t.Parallel()
			m, kept := New(recorder{t}), Map{}
			for _, s := range c.Steps {
				playStep(t, m, s, kept)
			}
		})
	}
}

func playStep(t *testing.T, m *MockWx, s step, kept Map) {
	t.Helper()
	var as string
	var gives any
	var fails *expectedFailure
	var method string
	var args any
	for name, text := range s {
		var into any
		switch name {
		case "as":
			into = &as
		case "gives":
			into = &gives
		case "fails":
			into = &fails
		default:
			method, into = name, &args
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	words := filled(args, kept).(Map)
	if fails != nil {
		isFailure(t, *fails, m, method, words)
		return
	}
	var answer any
	m.must(convert(play(m, method, words), &answer))
	if as != "" {
		kept[as] = answer
	}
	if _, ok := s["gives"]; ok {
		isAs(t, filled(gives, kept), answer)
	}
}
