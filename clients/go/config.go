package lienthong

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// fileBytesMax bounds what is read as configuration, certificate or token.
const fileBytesMax = 1 << 20

// batchRecordsMax is the node's own bound (intake.proto).
const batchRecordsMax = 4096

// Config says how to reach a node. The zero value of a field means its default. In YAML the names are those of the
// command line's variables: node (LIENTHONG_NODE), ca, cert, key, token, token_file.
type Config struct {
	// Node is HOST:PORT; default 127.0.0.1:7001.
	Node string `yaml:"node"`
	// CA is the PEM file of the authority that signed the node's certificate; empty: plaintext, for loopback only.
	CA string `yaml:"ca"`
	// Cert and Key are PEM files of one's own certificate, for mutual TLS.
	Cert string `yaml:"cert"`
	Key  string `yaml:"key"`
	// Token is a bearer token; TokenFile a file that holds one.
	Token     string `yaml:"token"`
	TokenFile string `yaml:"token_file"`
	// Timeout is how long to wait for an answer; default 30 s.
	Timeout time.Duration `yaml:"timeout"`
	// Retry is how long to repeat what is temporary, without any progress; default 30 s, below 0: never.
	Retry time.Duration `yaml:"retry"`
	// Window is how many batches may be under way in a stream; default 8.
	Window int `yaml:"window"`
	// BatchRecords is how many records make a batch; default 512, at most 4,096.
	BatchRecords int `yaml:"batch_records"`
}

// FromEnvironment reads LIENTHONG_NODE, _CA, _CERT, _KEY, _TOKEN and _TOKEN_FILE.
func FromEnvironment() Config {
	return Config{
		Node: os.Getenv("LIENTHONG_NODE"), CA: os.Getenv("LIENTHONG_CA"), Cert: os.Getenv("LIENTHONG_CERT"),
		Key: os.Getenv("LIENTHONG_KEY"), Token: os.Getenv("LIENTHONG_TOKEN"), TokenFile: os.Getenv("LIENTHONG_TOKEN_FILE"),
	}
}

// FromYAML reads a file. An unknown key is an error, not ignored.
func FromYAML(path string) (Config, error) {
	var config Config
	return config, ReadYAML(path, &config)
}

// ReadYAML reads a file into a structure with yaml tags, strictly.
func ReadYAML(path string, into any) error {
	data, err := readBounded(path)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (c Config) withDefaults() Config {
	setDefault(&c.Node, "127.0.0.1:7001")
	setDefault(&c.Timeout, 30*time.Second)
	setDefault(&c.Retry, 30*time.Second)
	setDefault(&c.Window, 8)
	setDefault(&c.BatchRecords, 512)
	return c
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// check says which key cannot be used, and why.
func (c Config) check() error {
	wrong := func(key, why string) error { return fmt.Errorf("config, %s: %s", key, why) }
	switch {
	case !strings.Contains(c.Node, ":"):
		return wrong("node", "must be HOST:PORT")
	case c.Timeout < 0:
		return wrong("timeout", "must be above 0")
	case c.Window < 1:
		return wrong("window", "must be at least 1")
	case c.BatchRecords < 1 || c.BatchRecords > batchRecordsMax:
		return wrong("batch_records", fmt.Sprintf("must be 1 to %d", batchRecordsMax))
	case (c.Cert == "") != (c.Key == ""):
		return wrong("cert, key", "one needs the other")
	case c.Cert != "" && c.CA == "":
		return wrong("ca", "needed with cert")
	case c.Token != "" && c.TokenFile != "":
		return wrong("token, token_file", "give one of them")
	case (c.Token != "" || c.TokenFile != "") && c.CA == "" && !c.onThisMachine():
		return wrong("token", "would travel in the open; set ca, or speak to a node of this machine")
	}
	return nil
}

func (c Config) onThisMachine() bool {
	return strings.HasPrefix(c.Node, "127.") || strings.HasPrefix(c.Node, "localhost:") || strings.HasPrefix(c.Node, "[::1]:")
}

// bearer is the token, read from its file where there is one.
func (c Config) bearer() (string, error) {
	if c.TokenFile == "" {
		return c.Token, nil
	}
	data, err := readBounded(c.TokenFile)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(data))
	if token == "" {
		return "", fmt.Errorf("config, token_file: %s is empty", c.TokenFile)
	}
	return token, nil
}

func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, fileBytesMax+1))
	if err != nil {
		return nil, err
	}
	if len(data) > fileBytesMax {
		return nil, fmt.Errorf("%s: larger than %d bytes", path, fileBytesMax)
	}
	return data, nil
}
