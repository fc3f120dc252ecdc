//! Notes and documents: plain text behind a DocumentReference, or a Composition with sections.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::{Link, To, code};
use crate::json::Json;
use crate::staff::StaffId;
use crate::system;

/// The type of a document, as in the national list 9602.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoteKind {
    /// Note of a visit.
    Note,
    /// Note of an outpatient visit.
    Outpatient,
    /// Discharge summary.
    Discharge,
    /// Referral.
    Referral,
    /// Letter.
    Letter,
    /// Nursing summary.
    Nursing,
    /// Sick note.
    SickNote,
}

impl NoteKind {
    const fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Note => ("B02-2", "Journalnotat"),
            Self::Outpatient => ("B03-2", "Poliklinisk notat"),
            Self::Discharge => ("A03-2", "Epikrise"),
            Self::Referral => ("I01-2", "Henvisning"),
            Self::Letter => ("I02-2", "Brev"),
            Self::Nursing => ("A04-2", "Sykepleiesammenfatning"),
            Self::SickNote => ("J01-2", "Sykmelding"),
        }
    }
}

/// A note or document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note<'a> {
    /// Its type.
    pub(crate) kind: NoteKind,
    /// Its title.
    pub(crate) title: &'a str,
    /// When it was written.
    pub(crate) at: Moment,
    /// Who wrote it.
    pub(crate) by: StaffId,
    /// The visit it is about.
    pub(crate) visit: Option<Link>,
    /// Whether it is marked «hidden from parents».
    pub(crate) is_hidden_from_parents: bool,
}

impl Chart<'_> {
    /// A note in plain text.
    pub(crate) fn note(&mut self, note: &Note<'_>, text: &str) -> Option<Link> {
        if !self.has_happened(note.at) {
            return None;
        }
        let (region, subject) = (self.region, self.subject());
        let member = region.member(note.by);
        let unit = region.unit(member.unit);
        let (kind, words) = note.kind.code();
        Some(self.add("DocumentReference", |json| {
            write_sight(json, note);
            json.text("status", "current");
            json.text("docStatus", "final");
            json.concept("type", &[code(system::DOCUMENT_TYPE, kind, words)], words);
            json.refer("subject", subject);
            json.text("date", &note.at.stamp());
            json.refers("author", [To::Staff(member)]);
            json.refer("custodian", To::Unit(unit));
            json.text("description", note.title);
            json.one("content", |content| {
                content.object("attachment", |attachment| {
                    attachment.text("contentType", "text/plain; charset=utf-8");
                    attachment.text("language", "nb");
                    attachment.text("data", &STANDARD.encode(text));
                    attachment.text("title", note.title);
                    attachment.text("creation", &note.at.stamp());
                });
            });
            if let Some(visit) = note.visit {
                json.object("context", |context| context.refers("encounter", [To::Entry(visit)]));
            }
        }))
    }

    /// A document in sections, each with a heading and paragraphs. The text must hold no markup.
    pub(crate) fn document(&mut self, note: &Note<'_>, sections: &[(&str, &str)]) {
        if !self.has_happened(note.at) {
            return;
        }
        let (region, subject) = (self.region, self.subject());
        let member = region.member(note.by);
        let unit = region.unit(member.unit);
        let (kind, words) = note.kind.code();
        self.add("Composition", |json| {
            write_sight(json, note);
            json.text("status", "final");
            json.concept("type", &[code(system::DOCUMENT_TYPE, kind, words)], words);
            json.refer("subject", subject);
            if let Some(visit) = note.visit {
                json.refer("encounter", To::Entry(visit));
            }
            json.text("date", &note.at.stamp());
            json.refers("author", [To::Staff(member)]);
            json.text("title", note.title);
            json.refer("custodian", To::Unit(unit));
            json.array("section", |array| {
                for (heading, text) in sections {
                    array.item(|section| {
                        section.text("title", heading);
                        section.object("text", |narrative| {
                            narrative.text("status", "generated");
                            narrative.text("div", &narrative_of(text));
                        });
                    });
                }
            });
        });
    }
}

fn write_sight(json: &mut Json, note: &Note<'_>) {
    if note.is_hidden_from_parents {
        json.object("meta", |meta| {
            meta.codings("security", code(system::SIGHT, "NORN_FORANS", "Ikke innsyn for foreldre"));
        });
    }
}

fn narrative_of(text: &str) -> String {
    let mut div = String::from("<div xmlns=\"http://www.w3.org/1999/xhtml\">");
    for paragraph in text.split('\n') {
        div.push_str("<p>");
        div.push_str(paragraph);
        div.push_str("</p>");
    }
    div.push_str("</div>");
    div
}
