package mockwx

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const hardCoded = "https://api.weixin.qq.com/sns/jscode2session?appid=x"

func read(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	response, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func isInvalidAppid(t *testing.T, text string) {
	t.Helper()
	if !strings.HasPrefix(text, `{"errcode":40013,`) {
		t.Fatal(text)
	}
}

func TestEightWorldsAtOnceDoNotMeet(t *testing.T) {
	for number := 1; number <= 8; number++ {
		t.Run(fmt.Sprint(number), func(t *testing.T) {
			t.Parallel()
			m := New(t)
			m.Refuse("code2session", 45011, number)
			for range number {
				read(t, http.DefaultClient, m.URL+"/sns/jscode2session")
			}
			m.Verify("code2session", Calls{Errcode: 45011, Count: number})
			if got := len(m.Calls("")); got != number {
				t.Fatal(got)
			}
		})
	}
}

func TestHardCodedHostsLeadToTheWorld(t *testing.T) {
	m := New(t)
	t.Run("in this process and in programs that it starts", func(t *testing.T) {
		m.Intercept(t)
		isInvalidAppid(t, read(t, &http.Client{}, hardCoded))
		said, err := exec.Command("curl", "-sS", hardCoded).Output()
		if err != nil {
			t.Fatal(err)
		}
		isInvalidAppid(t, string(said))
	})
	t.Run("by a transport of its own", func(t *testing.T) {
		isInvalidAppid(t, read(t, &http.Client{Transport: m.Interception(t).Transport()}, hardCoded))
	})
	m.Verify("code2session", Calls{Count: 3})
}

func TestAWorldGoesWithItsTest(t *testing.T) {
	var gone *MockWx
	t.Run("a test", func(t *testing.T) { gone = New(t) })
	err := gone.Call("GET", "health", nil, nil, nil)
	var refused *Error
	if !errors.As(err, &refused) {
		t.Fatal(err)
	}
}

func TestAScenarioFileIsTheWorld(t *testing.T) {
	m := New(t, Scenario("testdata/throttled.yaml"))
	if text := read(t, http.DefaultClient, m.URL+"/sns/jscode2session"); !strings.HasPrefix(text, `{"errcode":45011,`) {
		t.Fatal(text)
	}
}

// TestChild is what TestAStartedServerEndsWithTheProcess runs in a process of its own.
func TestChild(t *testing.T) {
	if os.Getenv("MOCKWX_TEST_CHILD") == "" {
		t.Skip("only for another test")
	}
	fmt.Println("url:", New(t).URL)
}

func TestAStartedServerEndsWithTheProcess(t *testing.T) {
	child := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.v")
	child.Env = append(os.Environ(), "MOCKWX_TEST_CHILD=1", "MOCKWX_URL=")
	said, err := child.Output()
	if err != nil {
		t.Fatal(err, string(said))
	}
	_, rest, _ := strings.Cut(string(said), "url: ")
	server, _, _ := strings.Cut(rest, "/~")
	for {
		response, err := http.Get(server)
		if err != nil {
			return
		}
		response.Body.Close()
	}
}

func TestWhatIsNoMockwxIsTold(t *testing.T) {
	for path, says := range map[string]string{"/html": "<h1>hello</h1>", "/json": "[]", "/refusal": `{"message": "no route"}`, "/other": "{}"} {
		stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if path == "/refusal" {
				w.WriteHeader(http.StatusNotFound)
			}
			fmt.Fprint(w, says)
		}))
		func() {
			defer stranger.Close()
			defer func() {
				if text, _ := recover().(ended); !strings.Contains(string(text), "that is no mockwx: HTTP ") {
					t.Fatalf("%s: %q", path, text)
				}
			}()
			New(recorder{t}, Server(stranger.URL))
		}()
	}
}

func TestWhoHasNoMockwxIsToldWhatToDo(t *testing.T) {
	_, err := find("no-such-mockwx")
	if err == nil || !strings.Contains(err.Error(), "`no-such-mockwx`; install it") {
		t.Fatal(err)
	}
}
