// Package testbed starts real nodes for tests: clients/testing/testbed.py as a child process.
package testbed

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// Bed is one process of it.
type Bed struct {
	t     testing.TB
	in    io.WriteCloser
	out   *bufio.Reader
	mutex sync.Mutex
}

// Answer is what it says, field by field.
type Answer map[string]any

// Root is the repository.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..", "..")
}

// New starts one that ends with the test.
func New(t testing.TB) *Bed {
	t.Helper()
	command := exec.Command("/usr/bin/python3", filepath.Join(Root(), "clients", "testing", "testbed.py"))
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		command.Wait()
	})
	return &Bed{t: t, in: in, out: bufio.NewReader(out)}
}

// Do sends a command and returns its answer; an error fails the test.
func (b *Bed) Do(do string, arguments map[string]any) Answer {
	b.t.Helper()
	b.mutex.Lock()
	defer b.mutex.Unlock()
	command := map[string]any{"do": do}
	for key, value := range arguments {
		command[key] = value
	}
	text, err := json.Marshal(command)
	if err == nil {
		_, err = b.in.Write(append(text, '\n'))
	}
	var line []byte
	if err == nil {
		line, err = b.out.ReadBytes('\n')
	}
	var answer Answer
	if err == nil {
		err = json.Unmarshal(line, &answer)
	}
	if err != nil || answer["error"] != nil {
		b.t.Fatalf("testbed, %s: %v %v", do, err, answer["error"])
	}
	return answer
}

// Node starts a node and returns its address.
func (b *Bed) Node(name string) string {
	b.t.Helper()
	return b.Do("node", map[string]any{"name": name})["address"].(string)
}

// Named does something to a node.
func (b *Bed) Named(do, name string) { b.t.Helper(); b.Do(do, map[string]any{"name": name}) }

// Run runs the command line.
func (b *Bed) Run(arguments ...string) (status int, out, errors string) {
	b.t.Helper()
	answer := b.Do("lienthong", map[string]any{"arguments": arguments})
	return int(answer["status"].(float64)), answer["out"].(string), answer["err"].(string)
}

// Vectors reads a file of tests/vectors.
func Vectors[T any](t testing.TB, name string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Root(), "tests", "vectors", name+".json"))
	var vectors []T
	if err == nil {
		err = json.Unmarshal(data, &vectors)
	}
	if err != nil || len(vectors) == 0 {
		t.Fatal(name, err)
	}
	return vectors
}
