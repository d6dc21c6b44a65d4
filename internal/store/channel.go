package store

import (
	"database/sql"
	"encoding/json"
	"time"

	"offramp/internal/tatm"
)

// Channel is a way for the public to report, as it is kept.
type Channel struct {
	Org     tatm.OrgID
	ID      tatm.ChannelID
	Version int64
	Form    int64 // the version of its form in force; 0 the standard one
	Made    time.Time
	tatm.PublicChannel
}

// SaveChannel keeps a channel: a new one, or its next version. It reports false
// where somebody else kept one first.
func (t *Tx) SaveChannel(c Channel) (bool, error) {
	doc, err := json.Marshal(c.PublicChannel)
	if err != nil {
		return false, wrap(err, "channel %s", c.ID)
	}
	var n int64
	if c.Version == 1 {
		n, err = t.exec(`INSERT INTO channel (org, id, slug, host, doc, version, form, made) VALUES ($1, $2, $3, $4, $5, 1, $6, $7) ON CONFLICT (org, id) DO NOTHING`,
			c.Org, c.ID, c.Slug, c.Host, string(doc), c.Form, stamp(c.Made))
	} else {
		n, err = t.exec(`UPDATE channel SET slug = $3, host = $4, doc = $5, version = $6, form = $7 WHERE org = $1 AND id = $2 AND version = $6 - 1`,
			c.Org, c.ID, c.Slug, c.Host, string(doc), c.Version, c.Form)
	}
	return n == 1, wrap(err, "channel %s", c.ID)
}

// Channels lists the channels of the organisation that were ever set up, oldest
// first.
func (t *Tx) Channels(org tatm.OrgID) (out []Channel, err error) {
	err = t.each(`SELECT id, version, form, made, doc FROM channel WHERE org = $1 ORDER BY made, id`, []any{org}, func(rows *sql.Rows) error {
		c := Channel{Org: org}
		var made int64
		var doc string
		if err := rows.Scan(&c.ID, &c.Version, &c.Form, &made, &doc); err != nil {
			return err
		}
		c.Made = unstamp(made)
		out = append(out, c)
		return json.Unmarshal([]byte(doc), &out[len(out)-1].PublicChannel)
	})
	return out, wrap(err, "channels")
}

// AddForm keeps a version of a channel's form. It reports false where that
// number is taken.
func (t *Tx) AddForm(org tatm.OrgID, id tatm.ChannelID, f tatm.FormVersion) (bool, error) {
	doc, err := json.Marshal(f.Form)
	if err != nil {
		return false, wrap(err, "form of %s", id)
	}
	n, err := t.exec(`INSERT INTO channel_form (org, channel, n, doc, made, made_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (org, channel, n) DO NOTHING`,
		org, id, f.N, string(doc), stamp(f.Made), f.By)
	return n == 1, wrap(err, "form of %s", id)
}

// Forms lists the versions of a channel's form, newest first; only the one of
// number n if that is not 0.
func (t *Tx) Forms(org tatm.OrgID, id tatm.ChannelID, n int64) (out []tatm.FormVersion, err error) {
	err = t.each(`SELECT doc, made, made_by FROM channel_form WHERE org = $1 AND channel = $2 AND ($3 = 0 OR n = $3) ORDER BY n DESC LIMIT 100`, []any{org, id, n}, func(rows *sql.Rows) error {
		var f tatm.FormVersion
		var doc string
		var made int64
		if err := rows.Scan(&doc, &made, &f.By); err != nil {
			return err
		}
		f.Made = unstamp(made)
		err := json.Unmarshal([]byte(doc), &f.Form)
		out = append(out, f)
		return err
	})
	return out, wrap(err, "forms of %s", id)
}
