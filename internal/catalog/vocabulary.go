package catalog

// Catalog is one vocabulary: the part of a file in the format tatm-catalog/1
// that the program shows. data/schema/tatm-catalog.schema.json is the whole of
// the format; it has no weight, point, score or cut-off.
type Catalog struct {
	ID           string           `yaml:"id"`
	Kind         string           `yaml:"kind"` // catalog, training, directory, registry, notices
	Version      string           `yaml:"version"`
	Edition      string           `yaml:"edition"` // of the source
	Lang         string           `yaml:"lang"`
	Status       string           `yaml:"status"` // draft, active, superseded, withdrawn
	Title        string           `yaml:"title"`
	ShortTitle   string           `yaml:"short_title"`
	Jurisdiction string           `yaml:"jurisdiction"`
	Summary      string           `yaml:"summary"`
	ReviewBy     string           `yaml:"review_by"`
	Sources      []Source         `yaml:"sources"`
	Licence      Licence          `yaml:"licence"`
	Provenance   Provenance       `yaml:"provenance"`
	Safeguards   Safeguards       `yaml:"safeguards"`
	Facets       map[string]Facet `yaml:"facets"`
	Groups       []Group          `yaml:"groups"`
	Defaults     Item             `yaml:"item_defaults"`
	Items        []Item           `yaml:"items"`

	wordings map[string]Wording
}

// Draft reports whether the whole file waits to be reconciled with its source.
func (c *Catalog) Draft() bool { return c.Status == "draft" }

// In returns the file's title, short title, summary and caveat in a language,
// if it was translated.
func (c *Catalog) In(lang string) (Wording, bool) {
	w, ok := c.wordings[lang]
	return w, ok
}

// Source is a document that items were taken from.
type Source struct {
	ID       string   `yaml:"id"`
	Title    string   `yaml:"title"`
	Issuers  []string `yaml:"issuers"`
	Date     string   `yaml:"date"`
	Citation string   `yaml:"citation"` // as the source itself asks to be cited
	URL      string   `yaml:"url"`
	Checked  string   `yaml:"checked"`
}

// Licence says on what terms the items stand here.
type Licence struct {
	SourceCode  string `yaml:"source_code"`
	Attribution string `yaml:"attribution"` // line to print wherever the catalog is shown
	Insignia    string `yaml:"insignia"`    // what may not be used
}

// Provenance says who prepared a file and how it was checked.
type Provenance struct {
	PreparedBy    string   `yaml:"prepared_by"`
	PreparedOn    string   `yaml:"prepared_on"`
	Verification  string   `yaml:"verification"`
	Note          string   `yaml:"note"`
	OpenQuestions []string `yaml:"open_questions"`
}

// Safeguards are what must be shown wherever the items are.
type Safeguards struct {
	Notices        []string `yaml:"notices"` // references of notices
	Caveat         string   `yaml:"caveat"`
	CaveatInSource bool     `yaml:"caveat_in_source"`
	SoleBasis      *bool    `yaml:"sole_basis"` // never true: no single item is the sole basis of an action
	ProhibitedUses []string `yaml:"prohibited_uses"`
	Audience       []string `yaml:"audience"`
}

// Facet is a question by which items are sorted.
type Facet struct {
	Title   string `yaml:"title"`
	Multi   bool   `yaml:"multi"`
	Ordered bool   `yaml:"ordered"` // from least to most; never turned into numbers
	Values  []struct {
		ID    string `yaml:"id"`
		Title string `yaml:"title"`
	} `yaml:"values"`
}

// Group gathers items.
type Group struct {
	ID          string `yaml:"id"`
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
	Parent      string `yaml:"parent"`
	Caveat      string `yaml:"caveat"`
}

// Item is one line of a vocabulary.
type Item struct {
	ID           string    `yaml:"id"`
	Code         string    `yaml:"code"` // in the source or an exchange standard
	Group        string    `yaml:"group"`
	Parent       string    `yaml:"parent"`
	Label        string    `yaml:"label"`
	Text         string    `yaml:"text"`
	Type         string    `yaml:"type"`
	Dynamics     string    `yaml:"dynamics"`
	Facets       Facets    `yaml:"facets"`
	Prompts      []string  `yaml:"prompts"` // questions that help to inquire
	Counter      []string  `yaml:"counter"` // innocent explanations to look for
	Rights       []string  `yaml:"rights"`  // protected activity that the item may touch
	RightsNote   string    `yaml:"rights_note"`
	Mappings     []Mapping `yaml:"maps_to"`
	Source       string    `yaml:"source"`
	Verification string    `yaml:"verification"` // verified, corroborated, recalled, editorial
	Note         string    `yaml:"note"`
	Status       string    `yaml:"status"` // deprecated: no longer offered
	ReplacedBy   string    `yaml:"replaced_by"`
	Training     *Training `yaml:"training"`
	Service      *Service  `yaml:"entry"`
	Tool         *Tool     `yaml:"tool"`

	// Ref is "catalog#item", the name entries cite it by.
	Ref string `yaml:"-"`
	// Draft: the file or the line was not reconciled with its source.
	Draft bool `yaml:"-"`

	wordings map[string]Wording
}

// Labelled is the item's label in a language, or in English.
func (i Item) Labelled(lang string) string {
	if w := i.wordings[lang]; w.Label != "" {
		return w.Label
	}
	return i.Label
}

// In returns the item's words in a language, if they were translated.
func (i Item) In(lang string) (Wording, bool) {
	w, ok := i.wordings[lang]
	return w, ok
}

// Touches are the protected activities that the item may touch; none is said
// in the data by the word "none".
func (i Item) Touches() []string {
	if len(i.Rights) == 1 && i.Rights[0] == "none" {
		return nil
	}
	return i.Rights
}

// indicates reports whether the item is an indicator: one that speaks against
// a person and so needs a rights mark and a safeguard.
func (i Item) indicates() bool {
	switch i.Type {
	case "behaviour", "warning", "risk", "precipitant":
		return true
	}
	return false
}

// Mapping says how an item stands to one of another catalog or scheme.
type Mapping struct {
	To       string `yaml:"to"`
	Relation string `yaml:"relation"`
	Scheme   string `yaml:"scheme"` // set where To is no item of ours
}

// Facets are the values of an item, by facet.
type Facets map[string]Values

// Values are one or several values of a facet.
type Values []string

// UnmarshalYAML takes one value or a list.
func (v *Values) UnmarshalYAML(decode func(any) error) error {
	var many []string
	if err := decode(&many); err == nil {
		*v = many
		return nil
	}
	var one string
	err := decode(&one)
	*v = Values{one}
	return err
}

// Training is a course.
type Training struct {
	Provider string   `yaml:"provider"`
	Code     string   `yaml:"code"`
	Audience []string `yaml:"audience"`
	Delivery []string `yaml:"delivery"`
	Duration string   `yaml:"duration"`
	Cost     string   `yaml:"cost"`
	// Months it stays valid by the provider's rule; nil where none is stated.
	Validity     *int     `yaml:"validity_months"`
	Refresh      int      `yaml:"suggested_refresh_months"` // local default, no rule
	Renewal      string   `yaml:"renewal"`
	Eligibility  string   `yaml:"eligibility"`
	Topics       []string `yaml:"topics"`
	URL          string   `yaml:"url"`
	Contact      string   `yaml:"contact"`
	Availability string   `yaml:"availability"`
}

// Service is a line of the resource directory. Listing is no endorsement.
type Service struct {
	Organization string   `yaml:"organization"`
	Parent       string   `yaml:"parent"`
	Services     []string `yaml:"services"`
	Audience     []string `yaml:"audience"`
	HowToRequest string   `yaml:"how_to_request"`
	Contacts     []struct {
		Kind  string `yaml:"kind"`
		Value string `yaml:"value"`
		Note  string `yaml:"note"`
	} `yaml:"contacts"`
	Area         string `yaml:"area"`
	Cost         string `yaml:"cost"`
	Availability string `yaml:"availability"`
	CheckedOn    string `yaml:"checked_on"`
	RecheckDays  int    `yaml:"recheck_days"`
	Emergency    bool   `yaml:"emergency"`
}

// Tool is an instrument that the program does not reproduce.
type Tool struct {
	Owner        string `yaml:"owner"`
	Publisher    string `yaml:"publisher"`
	Approach     string `yaml:"approach"`
	MayReproduce string `yaml:"may_reproduce"`
	Terms        string `yaml:"terms"`
	Requirements string `yaml:"user_requirements"`
	Handling     string `yaml:"handling"`
	URL          string `yaml:"url"`
}
