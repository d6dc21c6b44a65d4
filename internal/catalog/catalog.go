// Package catalog holds the vocabularies and policy packs that ship with the
// program, read from data files that keep where each line comes from and
// whether it was checked against its source.
package catalog

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"time"

	"offramp/internal/tatm"
)

//go:embed data/catalogs/*.yaml data/i18n/*.yaml data/schema/*.json packs/*.yaml bases/*.yaml
var files embed.FS

// Library is every vocabulary and pack. It never changes once loaded.
type Library struct {
	catalogs map[string]*Catalog
	items    map[string]Item
	packs    tatm.Packs
	bases    []tatm.Basis
	notices  []tatm.RegimeNotice
}

// Load reads the embedded files. It reports all that is not as it should be,
// by file and line: a program with a broken vocabulary must not start.
func Load() (*Library, error) {
	l := &Library{catalogs: map[string]*Catalog{}, items: map[string]Item{}, packs: tatm.Packs{}}
	for _, step := range []func(fs.FS) error{l.loadCatalogs, l.loadTranslations, l.loadPacks, l.loadBases} {
		if err := step(files); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// each reads every file of a folder and reports all faults.
func each(from fs.FS, dir string, read func(name string, text []byte) error) error {
	list, err := fs.Glob(from, path.Join(dir, "*.yaml"))
	if err != nil {
		return err
	}
	var faults []error
	for _, name := range list {
		b, err := fs.ReadFile(from, name)
		if err == nil {
			err = read(name, b)
		}
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

func (l *Library) loadCatalogs(from fs.FS) error {
	rules, err := readSchema("tatm-catalog.schema.json")
	if err != nil {
		return err
	}
	sheets := map[string]*sheet{}
	err = each(from, "data/catalogs", func(name string, text []byte) error {
		var c Catalog
		s, err := readSheet(name, text, rules, &c)
		if err != nil {
			return err
		}
		l.add(&c)
		sheets[c.ID] = s
		return nil
	})
	if err != nil {
		return err
	}
	var faults []error
	for _, id := range sorted(sheets) {
		l.checkCatalog(l.catalogs[id], sheets[id])
		faults = append(faults, sheets[id].err())
	}
	return errors.Join(faults...)
}

// add gives each item what it inherits from its file, and its reference.
func (l *Library) add(c *Catalog) {
	inherit := func(own *string, from string) {
		if *own == "" {
			*own = from
		}
	}
	for i := range c.Items {
		it, d := &c.Items[i], c.Defaults
		it.Ref = c.ID + "#" + it.ID
		inherit(&it.Type, d.Type)
		inherit(&it.Dynamics, d.Dynamics)
		inherit(&it.Verification, d.Verification)
		inherit(&it.Source, d.Source)
		if it.Rights == nil {
			it.Rights = d.Rights
		}
		it.Draft = c.Draft() || it.Verification == "recalled"
		l.items[it.Ref] = *it
	}
	l.catalogs[c.ID] = c
}

// Catalog returns a vocabulary, or nil.
func (l *Library) Catalog(id string) *Catalog { return l.catalogs[id] }

// Item returns the line a reference "catalog#item" names.
func (l *Library) Item(ref string) (Item, bool) {
	i, ok := l.items[ref]
	return i, ok
}

// Packs are the policy packs, by id and version.
func (l *Library) Packs() tatm.Packs { return l.packs }

// Pack returns the pack a reference names, or nil.
func (l *Library) Pack(ref tatm.PackRef) *tatm.Pack { return l.packs[ref] }

// PackAt returns the pack id in force at a time: the newest one begun by then.
func (l *Library) PackAt(id string, at time.Time) *tatm.Pack {
	var best *tatm.Pack
	for _, p := range l.packs {
		in := p.ID == id && !p.From.After(at) && (p.Until.IsZero() || at.Before(p.Until))
		if in && (best == nil || p.From.After(best.From)) {
			best = p
		}
	}
	return best
}
