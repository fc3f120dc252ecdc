//! The pages of the record over the public test records: each must say what the records say, for every person.

mod corpora;
mod papers;
mod synthea;
mod traps;
