package portal

// Patterns are the addresses of the portal, from the table its mux is made of.
func Patterns() (out []string) {
	for _, r := range (&Server{}).routes() {
		out = append(out, r.pattern)
	}
	return out
}
