// Package send is lienthong-send: a watched folder on a plain PC, an outbox on disk, receipts.
//
// The folder of the settings belongs to the one-stop software, which puts files of dossier updates there. Below it, in .lienthong:
//
//	taken/    files that were taken, under a number: NUMBER-NAME
//	outbox/   NUMBER.entry: what of it goes to the node, without personal data; NUMBER.progress: what the node has
//	sent/     NUMBER-NAME when the node has all of it, with NUMBER-NAME.receipt.json and NUMBER-NAME.rejects.csv
//	refused/  files that are neither JSON nor CSV of the national form, with a receipt that says why
//
// Every step is a rename of something written and synced before, so a crash between any two of them is repaired by doing the
// step again: a record is never lost, and a repeat has no effect at the node.
package send

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	lienthong "lienthong.example/go"
)

// Settings are one YAML file: how to reach the node (lienthong.Config), and what to send.
type Settings struct {
	lienthong.Config `yaml:",inline"`
	// Source is the name of the one-stop system; Unit the code or name of the unit whose desk reports.
	Source string `yaml:"source"`
	Unit   string `yaml:"unit"`
	// Folder is watched for *.json and *.csv.
	Folder string `yaml:"folder"`
	// Poll is how often to look; a file is taken when two looks find it unchanged. Default 5 s.
	Poll time.Duration `yaml:"poll"`
	// Complete: each file is all that the source knew of the unit when it arrived.
	Complete bool `yaml:"complete"`
	// DeleteSent: what was sent is deleted, not kept in sent/; receipts stay.
	DeleteSent bool `yaml:"delete_sent"`
	// Language of messages, vi or en; default vi.
	Language string `yaml:"language"`
}

// ReadSettings reads and checks a file.
func ReadSettings(path string) (Settings, error) {
	var s Settings
	if err := lienthong.ReadYAML(path, &s); err != nil {
		return s, err
	}
	if s.Poll == 0 {
		s.Poll = 5 * time.Second
	}
	if s.Language == "" {
		s.Language = "vi"
	}
	if s.Retry == 0 {
		// The outbox is tried again at each look anyway.
		s.Retry = 5 * time.Second
	}
	for key, missing := range map[string]bool{
		"source": s.Source == "", "folder": s.Folder == "", "poll": s.Poll < 0,
		"language": s.Language != "vi" && s.Language != "en", "unit": s.Complete && s.Unit == "",
	} {
		if missing {
			return s, fmt.Errorf("%s, %s: missing or out of range", path, key)
		}
	}
	return s, nil
}

// place is a path below .lienthong.
func (s Settings) place(parts ...string) string {
	return filepath.Join(append([]string{s.Folder, ".lienthong"}, parts...)...)
}

func (s Settings) makePlaces() error {
	for _, name := range []string{"taken", "outbox", "sent", "refused"} {
		if err := os.MkdirAll(s.place(name), 0o700); err != nil {
			return err
		}
	}
	return nil
}
