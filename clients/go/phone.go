package mockwx

import (
	"errors"
	"net/url"
	"strings"
)

// Phone is one user's WeChat. Every method answers as wx.* does, for the first mini program; Do names another app.
type Phone struct {
	m *MockWx
	// Name is the user's.
	Name string
}

// Do is any verb of a phone's: Do("chooseAvatar", nil); also wechat.* about this user.
func (p *Phone) Do(verb string, args Map) Map {
	p.m.t.Helper()
	words := Map{"user": p.Name}
	for name, value := range args {
		words[name] = value
	}
	if !strings.Contains(verb, ".") {
		verb = "phone." + verb
	}
	return p.m.Do(verb, words)
}

// Login is a fresh code: what wx.login gives the mini program.
func (p *Phone) Login() string { p.m.t.Helper(); return p.Do("login", nil)["code"].(string) }

// CheckSession tells whether wx.checkSession passes.
func (p *Phone) CheckSession() bool {
	p.m.t.Helper()
	return p.Do("checkSession", nil)["errMsg"] == "checkSession:ok"
}

// GetUserInfo is wx.getUserInfo; after a login with encryptedData and iv.
func (p *Phone) GetUserInfo() Map { p.m.t.Helper(); return p.Do("getUserInfo", nil) }

// GetUserProfile is wx.getUserProfile, with what the mini program says that it is for.
func (p *Phone) GetUserProfile(desc string) Map {
	p.m.t.Helper()
	return p.Do("getUserProfile", Map{"desc": desc})
}

// GetPhoneNumber has the code for getuserphonenumber; after a login also encryptedData and iv.
func (p *Phone) GetPhoneNumber() Map { p.m.t.Helper(); return p.Do("getPhoneNumber", nil) }

// RotateSessionKey: WeChat makes a new key on its own; the backend's is stale from now on.
func (p *Phone) RotateSessionKey() { p.m.t.Helper(); p.Do("wechat.rotate_session_key", nil) }

// OpenID is what the user is called in the first app.
func (p *Phone) OpenID() string { p.m.t.Helper(); return p.OpenIDIn(p.m.App().Name) }

// OpenIDIn is the same for an app by name or appid.
func (p *Phone) OpenIDIn(app string) string {
	p.m.t.Helper()
	return p.account().OpenIDs[p.m.AppNamed(app).Name]
}

// UnionID is empty where the first app has no owner.
func (p *Phone) UnionID() string {
	p.m.t.Helper()
	return p.account().UnionIDs[p.m.App().Owner]
}

type account struct {
	OpenIDs  map[string]string `json:"openids"`
	UnionIDs map[string]string `json:"unionids"`
}

func (p *Phone) account() account {
	p.m.t.Helper()
	path := "users/" + url.PathEscape(p.Name)
	var found account
	err := p.m.Call("GET", path, nil, nil, &found)
	var refused *Error
	if errors.As(err, &refused) && refused.Status == 404 {
		err = p.m.Call("PUT", path, nil, Map{}, &found)
	}
	p.m.must(err)
	return found
}
