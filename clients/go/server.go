package mockwx

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// start finds the server of this process, or starts it; all tests of a process share it.
var start = sync.OnceValues(func() (string, error) {
	if running := os.Getenv("MOCKWX_URL"); running != "" {
		server, _, _ := strings.Cut(running, "/~")
		return server, nil
	}
	command := os.Getenv("MOCKWX_COMMAND")
	if command == "" {
		command = "mockwx"
	}
	return launch(command)
})

const missing = "no mockwx: there is no command `%[1]s`; install it (pipx install mockwx), or start one elsewhere, such as in " +
	"a container, and name it in MOCKWX_URL | 没有 mockwx：找不到命令 `%[1]s`；请安装（pipx install mockwx），" +
	"或在别处（例如容器里）启动，并在 MOCKWX_URL 写明地址"

func launch(command string) (string, error) {
	words := strings.Fields(command)
	program, err := exec.LookPath(words[0])
	if err != nil {
		return "", fmt.Errorf(missing, command)
	}
	process := exec.Command(program, append(words[1:], "serve", "--port", "0", "--quiet", "--stop-with-stdin")...)
	// It ends when its standard input does, which is when this process does: go test gives no moment for more.
	stdin, err := process.StdinPipe()
	if err != nil {
		return "", err
	}
	stdout, err := process.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := process.Start(); err != nil {
		return "", err
	}
	lines := bufio.NewReader(stdout)
	line, _ := lines.ReadString('\n')
	_, url, ok := strings.Cut(strings.TrimSpace(line), "mockwx listening on ")
	if !ok {
		_ = process.Process.Kill()
		return "", fmt.Errorf("`%s serve` did not start | `%s serve` 没有启动: %s", command, command, line)
	}
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		_ = process.Wait()
	}()
	held = stdin
	return url, nil
}

// held keeps the server's standard input open: a pipe that nobody refers to would be closed.
var held io.Closer
