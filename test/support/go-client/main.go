// Command ledger-client reads an exported ledger with public libraries only: Go's note and tlog packages, Tessera's fsck
// and the tlog-proof parser of transparency-dev. It says "ok" for each, or what failed.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: ledger-client DIRECTORY EARLIER-CHECKPOINT TLOG-PROOF")
		os.Exit(64)
	}
	directory, earlier, proofFile := os.Args[1], os.Args[2], os.Args[3]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(filepath.Join(directory, "log.vkey")))))
	exit("log.vkey", err)
	tree := openCheckpoint(verifier, read(filepath.Join(directory, "checkpoint")))
	fmt.Printf("ok note: %d entries\n", tree.N)

	exit("tlog", checkTlog(directory, tree, openCheckpoint(verifier, read(earlier))))
	fmt.Println("ok tlog")

	fetcher := &client.FileFetcher{Root: directory}
	exit("fsck", fsck.New(verifier.Name(), verifier, fetcher, hashBundle, fsck.Opts{N: 2}).Check(context.Background()))
	fmt.Println("ok fsck")

	exit("proof", checkProof(verifier, read(proofFile)))
	fmt.Println("ok proof")
}

// openCheckpoint opens a signed checkpoint. Go's own tlog.ParseTree wants a fixed first line, so the three lines are read here.
func openCheckpoint(verifier note.Verifier, text []byte) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(verifier))
	exit("checkpoint", err)
	var origin, root string
	var size int64
	_, err = fmt.Sscanf(opened.Text, "%s\n%d\n%s\n", &origin, &size, &root)
	exit("checkpoint text", err)
	hash, err := tlog.ParseHash(root)
	exit("checkpoint root", err)
	if origin != verifier.Name() {
		exit("checkpoint", fmt.Errorf("origin %s", origin))
	}
	return tlog.Tree{N: size, Hash: hash}
}

// tiles reads C2SP paths, which lack the height that Go's own paths have.
type tiles struct{ directory string }

func (t tiles) Height() int { return 8 }
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(t.directory, path))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func checkTlog(directory string, tree, earlier tlog.Tree) error {
	reader := tlog.TileHashReader(tree, tiles{directory})
	for index := int64(0); index < tree.N; index++ {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		path, err := tlog.ProveRecord(tree.N, index, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, hashes[0]); err != nil {
			return err
		}
	}
	path, err := tlog.ProveTree(tree.N, earlier.N, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, tree.N, tree.Hash, earlier.N, earlier.Hash)
}

func hashBundle(bundle []byte) ([][]byte, error) {
	entries := &api.EntryBundle{}
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	var hashes [][]byte
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

// checkProof makes the entry anew from payload and salt, as the ledger's README describes it.
func checkProof(verifier note.Verifier, text []byte) error {
	var parsed proof.TLogProof
	if err := parsed.Unmarshal(text); err != nil {
		return err
	}
	var opening struct {
		Payload json.RawMessage
		Salt    []byte
	}
	if err := json.Unmarshal(parsed.ExtraData, &opening); err != nil {
		return err
	}
	var payload struct{ Kind, At string }
	if err := json.Unmarshal(opening.Payload, &payload); err != nil {
		return err
	}
	digest := sha256.Sum256(bytes.Join([][]byte{opening.Salt, opening.Payload}, nil))
	entry := fmt.Sprintf(`{"digest":"%s","hour":"%sZ","kind":"%s","v":1}`,
		base64.StdEncoding.EncodeToString(digest[:]), payload.At[:13], payload.Kind)
	tree := openCheckpoint(verifier, parsed.Checkpoint)
	var path tlog.RecordProof
	for _, hash := range parsed.Hashes {
		path = append(path, tlog.Hash(hash))
	}
	return tlog.CheckRecord(path, tree.N, tree.Hash, int64(parsed.Index), tlog.RecordHash([]byte(entry)))
}

func read(file string) []byte {
	data, err := os.ReadFile(file)
	exit(file, err)
	return data
}

func exit(what string, err error) {
	if err != nil {
		fmt.Printf("failed %s: %v\n", what, err)
		os.Exit(1)
	}
}
