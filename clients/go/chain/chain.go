// Package chain verifies the hash chains of facts and of reference data (fact.proto, reference.proto).
//
//	head, err := chain.VerifyFacts(run, nil)         // of the first fact on
//	head, err = chain.VerifyFacts(next, head)        // of what follows
package chain

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	v1 "lienthong.example/go/gen/lienthong/v1"
)

// The domains of the two chains.
const (
	Facts     = "lienthong.origin.v1"
	Reference = "lienthong.reference.v1"
)

// ErrBroken: the bytes are not those that the origin wrote, or something is missing between them.
var ErrBroken = errors.New("broken chain")

// Head is how far a chain is verified.
type Head struct {
	Node     string
	Epoch    uint64
	Sequence uint64
	Hash     [32]byte
}

// FirstHash is hash(0): SHA-256(domain 0x00 node 0x00 epoch), epoch in 8 bytes big-endian.
func FirstHash(domain, node string, epoch uint64) [32]byte {
	data := append(append(append([]byte(domain), 0), node...), 0)
	return sha256.Sum256(binary.BigEndian.AppendUint64(data, epoch))
}

// NextHash is hash(n) = SHA-256(hash(n-1) bytes(n)).
func NextHash(previous [32]byte, entry []byte) [32]byte {
	return sha256.Sum256(append(previous[:], entry...))
}

// VerifyFacts returns the head behind run, which must begin at 1 (after nil) or follow after.
func VerifyFacts(run *v1.Run, after *Head) (*Head, error) {
	return verify(Facts, run.GetOrigin(), run.GetFirstSequence(), run.GetPreviousHash(), run.GetFacts(), after)
}

// VerifyReference is the same for reference data.
func VerifyReference(run *v1.ReferenceRun, after *Head) (*Head, error) {
	return verify(Reference, run.GetAuthor(), run.GetFirstSequence(), run.GetPreviousHash(), run.GetEntries(), after)
}

func verify(domain string, origin *v1.Origin, first uint64, previous []byte, entries [][]byte, after *Head) (*Head, error) {
	node, epoch := origin.GetNode(), origin.GetEpoch()
	if after == nil {
		after = &Head{Node: node, Epoch: epoch, Hash: FirstHash(domain, node, epoch)}
	}
	switch {
	case node != after.Node || epoch != after.Epoch:
		return nil, fmt.Errorf("%w: another origin", ErrBroken)
	case first != after.Sequence+1:
		return nil, fmt.Errorf("%w: begins at %d, expected %d", ErrBroken, first, after.Sequence+1)
	case !bytes.Equal(previous, after.Hash[:]):
		return nil, fmt.Errorf("%w: differs at or before %d", ErrBroken, after.Sequence)
	}
	head := *after
	for _, entry := range entries {
		head.Hash = NextHash(head.Hash, entry)
		head.Sequence++
	}
	return &head, nil
}
