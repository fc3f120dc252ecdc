//! The tags of a PDF file: which pieces of which pages are one heading, one paragraph, one list.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, Node, Tag, TagGroup, TagKind, TagTree};

use super::Part;
use super::face::clean;

/// The tree over all pieces. Entries that follow each other are one list.
pub(super) fn tree(parts: &[Part], pieces: Vec<(usize, Identifier)>) -> TagTree {
    let mut tree = TagTree::new();
    let mut list: Vec<Node> = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    for (number, part) in parts.iter().enumerate() {
        let mut own: Vec<Node> = Vec::new();
        while let Some((_, id)) = pieces.next_if(|(part, _)| *part == number) {
            own.push(id.into());
        }
        // What has no words was not set.
        if own.is_empty() {
            continue;
        }
        if !matches!(part, Part::Item(_)) {
            close(&mut tree, &mut list);
        }
        let heading = |level: u16| -> TagKind {
            Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(clean(part.words()))).into()
        };
        let kind: TagKind = match part {
            Part::Title(_) => heading(1),
            Part::Heading(_) => heading(2),
            Part::Subheading(_) => heading(3),
            Part::Line(_) => Tag::P.into(),
            Part::Item(_) => {
                let body = TagGroup::with_children(Tag::LBody, own);
                list.push(TagGroup::with_children(Tag::LI, vec![body.into()]).into());
                continue;
            }
        };
        tree.push(TagGroup::with_children(kind, own));
    }
    close(&mut tree, &mut list);
    tree
}

/// Ends the list that is open.
fn close(tree: &mut TagTree, list: &mut Vec<Node>) {
    if !list.is_empty() {
        tree.push(TagGroup::with_children(Tag::L(ListNumbering::Disc), std::mem::take(list)));
    }
}
