package portal_test

import (
	"net/url"
	"strings"
	"testing"

	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// naughty are texts that have broken programs: our own list, by what each tries.
var naughty = map[string]string{
	"quote":               `O'Brien "the" boss`,
	"sql":                 `'; DROP TABLE file; --`,
	"sql, numbered":       `$1 $2 ?1 :name @p1`,
	"like":                `100% _under_ \% [a-z]`,
	"html":                `<b>bold</b><img src=x onerror=alert(1)>`,
	"end of a script":     `</script><script>alert(1)</script>`,
	"end of a text area":  `</textarea><input name="who" value="x">`,
	"attribute":           `" autofocus onfocus="alert(1)`,
	"entity":              `&lt;b&gt; &amp;amp; &#39; &nosuch;`,
	"templates":           `{{7*7}} ${7*7} #{7*7} <%= 7*7 %> {0} {1} %s %d %n %[1]s`,
	"json":                `{"narrative": "x", "a": [1, null]} \u0041 \x41`,
	"shell":               "$(rm -rf /) `id` && echo; | cat /etc/passwd",
	"path":                `../../etc/passwd C:\Windows\system32 \\host\share`,
	"address":             `javascript:alert(1) data:text/html,x mailto:a@b?bcc=c`,
	"a head of mail":      "line\nBcc: other@example.org\nSubject: x",
	"formula":             `=HYPERLINK("http://x","y") +1+1 -2 @SUM(A1)`,
	"words of code":       `null undefined NaN true false nil None (null)`,
	"numbers":             `0 -1 1e309 0x7f 9223372036854775808 1,000.00 ١٢٣ ⅓ ²`,
	"a sign alone":        `.`,
	"signs":               "!@#$%^&*()_+-=[]{}|;':,./<>?~`",
	"accents":             "Ñandú, pingüino, señor Peñalosa, Ångström",
	"combining":           "a\u0301 e\u0308 n\u0303 ; z\u0351\u036b\u0343\u036a\u0302",
	"composed otherwise":  "\u00e9 and e\u0301 are not made one",
	"right to left":       "مرحبا بالعالم (abc) שלום",
	"turned over":         "\u202egnp.exe\u202c and \u2066isolated\u2069",
	"zero width":          "a\u200bb\u200cc\u200dd\u2060e\ufefff",
	"soft hyphen":         "co\u00adoperate",
	"wide":                "ＦＵＬＬ　ｗｉｄｔｈ 漢字 かな カナ 한글",
	"beyond the plane":    "𝔗𝔥𝔢 𠜎 𐐷 🂡",
	"family":              "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇺🇸 ❤️",
	"musical":             "𝄞 \U000e0001 tags",
	"long word":           strings.Repeat("a", 280),
	"looks like letters":  "раypal аdmin ℌello",
	"turkish":             "İstanbul ıI iİ ẞ ß ﬃ",
	"lines":               "one\ntwo\n\n\nthree",
	"tab":                 "a\tb",
	"separators":          "a\u2028b\u2029c\u0085d",
	"no break":            "a\u00a0b\u202fc",
	"controls":            "a\x01b\x1bc\x7fd",
	"bell and back":       "a\x07\x08b",
	"noncharacter":        "\ufdd0 \uffff",
	"replacement":         "\ufffd",
	"private use":         "\ue000 \U0010ffff",
	"nul":                 "a\x00b",
	"half of a pair":      "a\xed\xa0\x80b",
	"not text":            "a\xff\xfe\xc0\xafb",
	"cut off":             "ends in \xe2\x82",
	"latin one":           "caf\xe9",
	"too long for a line": strings.Repeat("word ", 80) + "end",
	"too long":            strings.Repeat("word ", 5000) + "end",
}

// TestNaughty: each text in every field of the portal comes back as it was
// typed, or is refused with the field named and nothing else lost. None breaks a
// page.
func TestNaughty(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			if _, err := d.admin().KeepForm(t.Context(), tatm.DefaultChannel, 0, tatm.Form{Asks: tatm.FormTopics(), Own: []tatm.OwnQuestion{{Kind: tatm.AskText, Words: tatm.Texts{"en": "Own?", "es": "¿Propia?"}}}}); err != nil {
				t.Fatal(err)
			}
			taken := 0
			for what, text := range naughty {
				for _, field := range []string{"narrative", "who", "where", "when", "knows", "details", "own1", "name", "contact", "safe_way", "weapon", "target", "imminent"} {
					f := url.Values{"once": {what + field}, "narrative": {"Plain words " + what + field}}
					f.Set(field, text)
					status, page, words := d.tell(t, f)
					switch {
					case status == 200 && words != "":
						taken++
						if got := d.said(t, field); got != strings.TrimSpace(text) {
							t.Errorf("%s in %s came back as %q", what, field, got)
						}
					case status == 422 && strings.Contains(page, `id="e-`+field+`"`):
					default:
						t.Errorf("%s in %s: status %d, and the field is not named", what, field, status)
					}
				}
			}
			if taken < 400 {
				t.Errorf("%d were taken: the test shows little", taken)
			}
			d.naughtyThread(t)
			if strings.Contains(d.log.String(), "level=ERROR") {
				t.Errorf("the log says %s", d.log)
			}
		})
	}
}

// said is what the newest report says in a field, to who took it.
func (d door) said(t *testing.T, field string) string {
	t.Helper()
	on := d.only(t)
	if _, err := d.intake().AcknowledgeReport(t.Context(), on); err != nil {
		t.Fatal(err)
	}
	v, err := d.intake().SeeReport(t.Context(), on)
	if err != nil {
		t.Fatal(err)
	}
	r, _ := tatm.Last[tatm.Report](v.File)
	w, _ := tatm.Last[tatm.Reporter](v.File)
	own := ""
	if len(r.Rec.Own) > 0 {
		own = r.Rec.Own[0].Answer
	}
	return map[string]string{"narrative": r.Rec.Narrative, "who": r.Rec.Who, "where": r.Rec.Where, "when": r.Rec.When, "knows": r.Rec.Knows, "details": r.Rec.Details, "own1": own,
		"name": w.Rec.Name, "contact": w.Rec.Contact, "safe_way": w.Rec.SafeWay, "weapon": string(r.Rec.Weapon), "target": string(r.Rec.Target), "imminent": string(r.Rec.Imminent)}[field]
}

// naughtyThread does the same with what a thread takes.
func (d door) naughtyThread(t *testing.T) {
	t.Helper()
	_, _, words := d.tell(t, url.Values{"once": {"thread"}, "narrative": {"For the thread."}})
	report := d.only(t)
	for _, field := range []string{"text", "name", "contact", "safe_way", "words"} {
		for what, text := range naughty {
			f := url.Values{"words": {words}, "once": {"t" + what + field}, "do": {"add"}, "text": {"plain"}}
			if field != "text" {
				f.Set("do", "reveal")
			}
			f.Set(field, text)
			status, page := d.post(t, "/thread", f)
			if status == 429 {
				continue // wrong words were typed often enough to wait
			}
			if status != 200 && (status != 422 || !strings.Contains(page, `id="e-`+field+`"`)) {
				t.Errorf("%s in %s of the thread: status %d", what, field, status)
			}
		}
	}
	v, err := d.intake().SeeReport(t.Context(), report)
	if err != nil {
		t.Fatal(err)
	}
	added := map[string]bool{}
	for _, a := range tatm.All[tatm.Addition](v.File) {
		added[a.Rec.Text] = true
	}
	if len(added) < 20 {
		t.Errorf("%d additions", len(added))
	}
}
