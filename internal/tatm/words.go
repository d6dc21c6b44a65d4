package tatm

// The words of a record that a search may find. Views, answers of raters and
// what only the audit needs are not searched.

// standing are the words of what was not withdrawn: a name that never was
// theirs leads nobody to a person.
func standing(withdrawn string, words ...string) []string {
	if withdrawn != "" {
		return nil
	}
	return words
}

func (r Report) words() []string {
	out := []string{r.Narrative, r.Who, r.Where, r.When, r.Knows, r.Details}
	for _, t := range r.Own {
		out = append(out, t.Answer)
	}
	return out
}
func (r Reporter) words() []string     { return []string{r.Name, r.Contact} }
func (r Retaliation) words() []string  { return []string{r.Text, r.Done} }
func (a Addition) words() []string     { return []string{a.Text} }
func (s Screening) words() []string    { return []string{s.Reason, s.RoutedTo} }
func (n Name) words() []string         { return standing(n.Withdrawn, n.Given, n.Middle, n.Family) }
func (d Detail) words() []string       { return standing(d.Withdrawn, d.Value) }
func (k Case) words() []string         { return []string{k.Title, k.Summary, k.Feared} }
func (p Part) words() []string         { return []string{p.Known} }
func (o Observation) words() []string  { return []string{o.Text, o.Where, o.Source, o.Origin} }
func (i Interview) words() []string    { return []string{i.With, i.Summary} }
func (k Factor) words() []string       { return []string{k.Own, k.Note} }
func (a Answer) words() []string       { return []string{a.Text} }
func (r Request) words() []string      { return []string{r.Question, r.Of, r.Got} }
func (a Assessment) words() []string   { return []string{a.Basis, a.Risk, a.Protective, a.Precipitating} }
func (p Plan) words() []string         { return []string{p.Goals, p.Exit} }
func (v Intervention) words() []string { return []string{v.What, v.Sign} }
func (n Need) words() []string         { return []string{n.Words, n.Service} }
func (g Grievance) words() []string    { return []string{g.Words, g.Against} }
func (t Tripwire) words() []string     { return []string{t.Watch, t.Seen} }
func (k Task) words() []string         { return []string{k.What} }
func (m Message) words() []string      { return []string{m.Text} }
func (d Decision) words() []string     { return []string{d.Question, d.Decided, d.Why} }
func (s ShortClose) words() []string   { return []string{s.What, s.WhyNone} }
func (m Minutes) words() []string      { return []string{m.Text} }
