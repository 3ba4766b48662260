package send

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// syncFolder: NTFS journals renamings by itself.
func syncFolder(string) error { return nil }

// lock keeps a second sender out of the folder for as long as this process lives.
func lock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	how := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY)
	if err := windows.LockFileEx(windows.Handle(file.Fd()), how, 0, 1, 0, &windows.Overlapped{}); err != nil {
		return nil, errors.Join(errLocked, file.Close())
	}
	return file, nil
}
