package mockwx

import (
	"bufio"
	"fmt"
	"io"
	"net"
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
	if command != "" {
		return find(command)
	}
	if _, err := exec.LookPath("mockwx"); err != nil {
		if _, err := exec.LookPath("docker"); err == nil {
			return launchContainer(os.Getenv("MOCKWX_IMAGE"))
		}
	}
	return find("mockwx")
})

const missing = "no mockwx: there is no command `%[1]s`; install it (pipx install CHECKOUT), or start one elsewhere, such " +
	"as in a container, and name it in MOCKWX_URL | 没有 mockwx：找不到命令 `%[1]s`；请安装（pipx install 源码目录），" +
	"或在别处（例如容器里）启动，并在 MOCKWX_URL 写明地址"

const silent = "`%[1]s` did not start%[2]s | `%[1]s` 没有启动%[3]s: %[4]s"

func find(command string) (string, error) {
	words := strings.Fields(command)
	if _, err := exec.LookPath(words[0]); err != nil {
		return "", fmt.Errorf(missing, command)
	}
	process := exec.Command(words[0], append(words[1:], "serve", "--port", "0", "--quiet", "--stop-with-stdin")...)
	return launch(process, "", "")
}

// launchContainer starts the image named, or one's own: a registry's that is called mockwx would be a stranger's.
func launchContainer(named string) (string, error) {
	image, pull := "mockwx", "never"
	if named != "" {
		image, pull = named, "missing"
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	address := free.Addr().String()
	free.Close()
	process := exec.Command("docker", "run", "--rm", "--interactive", "--pull", pull, "--publish", address+":8780",
		"--env", "MOCKWX_TOKEN", image, "serve", "--host", "0.0.0.0", "--quiet", "--stop-with-stdin")
	process.Env = append(os.Environ(), "MOCKWX_TOKEN="+token())
	_, err = launch(process, fmt.Sprintf("; is there an image `%s`? docker build -t mockwx CHECKOUT", image),
		fmt.Sprintf("；有镜像 `%s` 吗？docker build -t mockwx 源码目录", image))
	return "http://" + address, err
}

// launch says where the server says that it listens.
func launch(process *exec.Cmd, advice, adviceInChinese string) (string, error) {
	// It ends when its standard input does, which is when this process does: go test gives no moment for more.
	stdin, err := process.StdinPipe()
	if err != nil {
		return "", err
	}
	stdout, err := process.StdoutPipe()
	if err != nil {
		return "", err
	}
	var complaint strings.Builder
	process.Stderr = &complaint
	if err := process.Start(); err != nil {
		return "", err
	}
	lines := bufio.NewReader(stdout)
	line, _ := lines.ReadString('\n')
	_, url, ok := strings.Cut(strings.TrimSpace(line), "mockwx listening on ")
	if !ok {
		_ = process.Process.Kill()
		_ = process.Wait()
		return "", fmt.Errorf(silent, strings.Join(process.Args, " "), advice, adviceInChinese, line+complaint.String())
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
