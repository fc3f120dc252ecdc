//! The list of everything in one's record: where the navigation's last entry leads.

use helsami_app::pass::name_shown;
use helsami_domain::matter::Matter;
use maud::{Markup, html};

use crate::kit::list::tile;
use crate::kit::{Document, Frame, Icon, Me, Page, Place, Problem};

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    name_shown(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.record_title())
        .lead(text.record_lead())
        .current(Place::Record)
        .show(tiles(&me.frame)))
}

/// One tile per part of the record.
pub(crate) fn tiles(frame: &Frame) -> Markup {
    let text = frame.text;
    html! {
        div.stack {
            section {
                h2.above { (text.record_health()) }
                ul.tiles {
                    @if frame.opens(Matter::Allergies) { li { (tile("/me/allergies", Icon::Allergens, text.record_allergies(), Some(text.record_allergies_what()))) } }
                    @if frame.opens(Matter::Diagnoses) { li { (tile("/me/diagnoses", Icon::Stethoscope, text.record_diagnoses(), Some(text.record_diagnoses_what()))) } }
                    @if frame.opens(Matter::Vaccines) { li { (tile("/me/vaccines", Icon::Bandage, text.record_vaccines(), Some(text.record_vaccines_what()))) } }
                    @if frame.opens(Matter::Documents) { li { (tile("/me/documents", Icon::FileText, text.record_documents(), Some(text.record_documents_what()))) } }
                    @if frame.opens(Matter::Results) { li { (tile("/me/results", Icon::TestFlask, text.site_nav_results(), Some(text.record_results_what()))) } }
                    @if frame.opens(Matter::Medicines) { li { (tile("/me/medicines", Icon::MedicineBottle, text.site_nav_medicines(), Some(text.record_medicines_what()))) } }
                    @if frame.opens(Matter::Appointments) { li { (tile("/me/appointments", Icon::Calendar, text.site_nav_appointments(), Some(text.record_appointments_what()))) } }
                    @if frame.opens(Matter::EmergencyCard) { li { (tile("/me/emergency-card", Icon::StarOfLife, text.record_card(), Some(text.record_card_what()))) } }
                }
            }
            section {
                @if frame.acting.is_none() { h2.above { (text.record_about_you()) } }
                ul.tiles {
                    @if frame.opens(Matter::CareTeam) { li { (tile("/me/care-team", Icon::PersonGroup, text.record_team(), Some(text.record_team_what()))) } }
                    @if frame.opens(Matter::Details) { li { (tile("/me/details", Icon::Person, text.site_nav_details(), Some(text.record_details_what()))) } }
                    @if frame.opens(Matter::Access) { li { (tile("/me/access", Icon::ShieldLock, text.access_title(), Some(text.access_what()))) } }
                    @if frame.opens(Matter::AccessLog) { li { (tile("/me/access-log", Icon::Eye, text.site_nav_access_log(), Some(text.record_access_log_what()))) } }
                    @if frame.opens(Matter::Cases) { li { (tile("/me/cases", Icon::Chat, text.cases_title(), Some(text.cases_what()))) } }
                    @if frame.opens(Matter::Blocks) { li { (tile("/me/blocks", Icon::ShieldLock, text.blocks_title(), Some(text.blocks_what()))) } }
                    @if frame.opens(Matter::Access) { li { (tile("/me/consents", Icon::FileText, text.consents_title(), Some(text.consents_tile()))) } }
                    @if frame.opens(Matter::Settings) { li { (tile("/me/settings", Icon::Cog, text.site_nav_settings(), Some(text.record_settings_what()))) } }
                }
            }
        }
    }
}
