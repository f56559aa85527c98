// Package mockwx gives each test a world of WeChat's of its own, over mockwx's HTTP control plane.
//
//	func TestLogin(t *testing.T) {
//		m := mockwx.New(t)
//		code := m.Login("alice")
//		…
//	}
//
// The server is the one that the environment variable MOCKWX_URL names, or one that is started and ends with the
// process, with the mockwx on the PATH (MOCKWX_COMMAND: another command), or with docker from the image mockwx
// (MOCKWX_IMAGE: another image). What cannot be done ends the test with mockwx's own words.
package mockwx

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
)

// TB is what a test is for this package; *testing.T, *testing.B and *testing.F are.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Map is a JSON object.
type Map = map[string]any

// MockWx is one world of WeChat's: what a test holds. Two of them never meet, so tests may be parallel.
type MockWx struct {
	t      TB
	server string
	// Name is the world's.
	Name string
	// URL is what a backend uses in place of https://api.weixin.qq.com; without a slash at the end.
	URL string
}

// App is anything with an appid and a secret.
type App struct {
	Name   string `json:"name"`
	AppID  string `json:"appid"`
	Secret string `json:"secret"`
	Owner  string `json:"owner"`
}

// Clock is the world's time.
type Clock struct {
	At   string  `json:"at"`   // ISO 8601, in Beijing time
	Unix float64 `json:"unix"` // seconds since 1970
	Mode string  `json:"mode"` // frozen or flowing
}

var hosts = []string{
	"api.weixin.qq.com", "qyapi.weixin.qq.com", "open.weixin.qq.com", "mp.weixin.qq.com",
	"long.open.weixin.qq.com", "open.work.weixin.qq.com", "login.work.weixin.qq.com",
}

// Option says what the world of a test begins with.
type Option func(*options)

type options struct {
	scenario any
	server   string
}

// Scenario is what the world begins with: a file's name that ends in .yaml, .yml or .json, a ready scenario's name, or
// a Map of the same shape. By default there are the mini program shop and the users alice and bob.
func Scenario(scenario any) Option { return func(o *options) { o.scenario = scenario } }

// Server is the URL of a running mockwx; by default the one of this process.
func Server(url string) Option { return func(o *options) { o.server = url } }

// New makes a world, which goes at the end of the test.
func New(t TB, opts ...Option) *MockWx {
	t.Helper()
	var o options
	for _, option := range opts {
		option(&o)
	}
	if o.server == "" {
		var err error
		if o.server, err = start(); err != nil {
			t.Fatalf("%v", err)
		}
	}
	m := &MockWx{t: t, server: strings.TrimRight(o.server, "/")}
	m.URL = m.server
	// Its own, never one that another process had before: a backend of that one may still be calling.
	unique := make([]byte, 6)
	_, err := rand.Read(unique)
	m.must(err)
	body := Map{"name": fmt.Sprintf("t-%x", unique)}
	if o.scenario != nil {
		body["scenario"] = m.document(o.scenario)
	}
	var world struct{ Name string }
	m.must(m.Call("POST", "worlds", nil, body, &world))
	if world.Name == "" {
		m.must(noMockwx(200, nil))
	}
	m.Name = world.Name
	m.URL = m.server + "/~" + m.Name
	t.Cleanup(func() { _ = m.Call("DELETE", "worlds/"+url.PathEscape(m.Name), nil, nil, nil) })
	return m
}

// URLFor is what a backend uses in place of https://HOST.
func (m *MockWx) URLFor(host string) string { return m.URL + "/" + host }

// Hosts is the same for each of WeChat's hosts that a login backend calls.
func (m *MockWx) Hosts() map[string]string {
	urls := map[string]string{}
	for _, host := range hosts {
		urls[host] = m.URLFor(host)
	}
	return urls
}

// App is the first app.
func (m *MockWx) App() App {
	m.t.Helper()
	// In the scenario's order, which a map does not keep.
	var apps ordered
	m.must(m.Call("GET", "apps", nil, nil, &apps))
	if len(apps) == 0 {
		m.t.Fatalf("the world has no app | world 里没有 app")
	}
	return apps[0]
}

// AppNamed is an app by name or appid.
func (m *MockWx) AppNamed(name string) App {
	m.t.Helper()
	var app App
	m.must(m.Call("GET", "apps/"+url.PathEscape(name), nil, nil, &app))
	return app
}

// User is the user's phone; a user that nobody declared is made.
func (m *MockWx) User(name string) *Phone { return &Phone{m, name} }

// Login is a fresh code: what wx.login gives the mini program.
func (m *MockWx) Login(user string) string {
	m.t.Helper()
	return m.User(user).Login()
}

// Clock is the world's time.
func (m *MockWx) Clock() Clock {
	m.t.Helper()
	var clock Clock
	m.must(m.Call("GET", "clock", nil, nil, &clock))
	return clock
}

// Advance lets time go on at once, by "5m1s"; nobody sleeps.
func (m *MockWx) Advance(by string) Clock { m.t.Helper(); return m.clock("advance", Map{"by": by}) }

// SetClock says what time it is: an ISO 8601 instant with its zone.
func (m *MockWx) SetClock(at string) Clock { m.t.Helper(); return m.clock("set", Map{"at": at}) }

// Freeze lets time stand still until it is advanced or flows again.
func (m *MockWx) Freeze() { m.t.Helper(); m.clock("freeze", Map{}) }

// Flow lets time go on by itself.
func (m *MockWx) Flow() { m.t.Helper(); m.clock("flow", Map{}) }

func (m *MockWx) clock(verb string, args Map) Clock {
	m.t.Helper()
	var clock Clock
	m.must(m.Call("POST", "clock/"+verb, nil, args, &clock))
	return clock
}

// Load begins the world anew: with a scenario as in [Scenario].
func (m *MockWx) Load(scenario any) {
	m.t.Helper()
	m.must(m.Call("PUT", "scenario", nil, m.document(scenario), nil))
}

// Reset goes back to the scenario's first state.
func (m *MockWx) Reset() { m.t.Helper(); m.must(m.Call("POST", "reset", nil, nil, nil)) }

// Do is any verb, in the words of a scenario's steps: Do("wechat.block_user", Map{"user": "alice"}).
func (m *MockWx) Do(verb string, args Map) Map {
	m.t.Helper()
	answer := Map{}
	m.must(m.Call("POST", strings.Replace(verb, ".", "/", 1), nil, args, &answer))
	return answer
}

// document reads a file here, for the server may be another machine; a Map need not say the language's version.
func (m *MockWx) document(scenario any) any {
	m.t.Helper()
	switch scenario := scenario.(type) {
	case Map:
		complete := Map{"mockwx": 1}
		for key, value := range scenario {
			complete[key] = value
		}
		return complete
	case string:
		for _, end := range []string{".yaml", ".yml", ".json"} {
			if strings.HasSuffix(scenario, end) {
				text, err := os.ReadFile(scenario)
				m.must(err)
				return string(text)
			}
		}
		return scenario
	}
	m.must(fmt.Errorf("a scenario is a string or a Map, not %T | 场景应为 string 或 Map，而不是 %T", scenario, scenario))
	return nil
}

func (m *MockWx) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatalf("%v", err)
	}
}
