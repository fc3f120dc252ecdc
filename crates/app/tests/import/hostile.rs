//! Hostile files: each is refused with a sentence, and nothing is harmed.
