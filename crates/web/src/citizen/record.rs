//! The list of everything in one's record: where the navigation's last entry leads.

use helsami_domain::access::area::Area;
use maud::{Markup, html};

use crate::kit::list::tile;
use crate::kit::{Document, Frame, Icon, Me, Page, Place};

/// The page.
pub(crate) async fn page(me: Me) -> Document {
    let text = me.frame.text;
    Page::new(&me.frame, text.record_title())
        .lead(text.record_lead())
        .current(Place::Record)
        .show(tiles(&me.frame))
}

/// One tile per part of the record.
pub(crate) fn tiles(frame: &Frame) -> Markup {
    let (text, opens) = (frame.text, |areas: &[Area]| areas.iter().all(|area| frame.opens(*area)));
    html! {
        div.stack {
            section {
                h2.above { (text.record_health()) }
                ul.tiles {
                    @if opens(&[Area::Allergies]) { li { (tile("/me/allergies", Icon::Allergens, text.record_allergies(), Some(text.record_allergies_what()))) } }
                    @if opens(&[Area::Diagnoses]) { li { (tile("/me/diagnoses", Icon::Stethoscope, text.record_diagnoses(), Some(text.record_diagnoses_what()))) } }
                    @if opens(&[Area::Vaccines]) { li { (tile("/me/vaccines", Icon::Bandage, text.record_vaccines(), Some(text.record_vaccines_what()))) } }
                    @if opens(&[Area::Documents]) { li { (tile("/me/documents", Icon::FileText, text.record_documents(), Some(text.record_documents_what()))) } }
                    @if opens(&[Area::Results]) { li { (tile("/me/results", Icon::TestFlask, text.site_nav_results(), Some(text.record_results_what()))) } }
                    @if opens(&[Area::Medicines]) { li { (tile("/me/medicines", Icon::MedicineBottle, text.site_nav_medicines(), Some(text.record_medicines_what()))) } }
                    @if opens(&[Area::Appointments]) { li { (tile("/me/appointments", Icon::Calendar, text.site_nav_appointments(), Some(text.record_appointments_what()))) } }
                    @if opens(&[Area::Medicines, Area::Allergies, Area::Diagnoses]) { li { (tile("/me/emergency-card", Icon::StarOfLife, text.record_card(), Some(text.record_card_what()))) } }
                }
            }
            section {
                @if frame.acting.is_none() { h2.above { (text.record_about_you()) } }
                ul.tiles {
                    @if opens(&[Area::CareTeam]) { li { (tile("/me/care-team", Icon::PersonGroup, text.record_team(), Some(text.record_team_what()))) } }
                    @if opens(&[Area::Details]) { li { (tile("/me/details", Icon::Person, text.site_nav_details(), Some(text.record_details_what()))) } }
                    @if opens(&[Area::Private]) { li { (tile("/me/access-log", Icon::Eye, text.site_nav_access_log(), Some(text.record_access_log_what()))) } }
                    @if opens(&[Area::Private]) { li { (tile("/me/cases", Icon::Chat, text.cases_title(), Some(text.cases_what()))) } }
                    @if opens(&[Area::Private]) { li { (tile("/me/blocks", Icon::ShieldLock, text.blocks_title(), Some(text.blocks_what()))) } }
                    @if opens(&[Area::Private]) { li { (tile("/me/settings", Icon::Cog, text.site_nav_settings(), Some(text.record_settings_what()))) } }
                }
            }
        }
    }
}
