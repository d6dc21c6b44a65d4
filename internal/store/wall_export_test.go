package store

// UnwalledTables are the tables without a policy, for its test.
var UnwalledTables = unwalledTables
