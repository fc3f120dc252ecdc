//! What a look into a record was about, in words.

use helsami_domain::matter::Matter;

use crate::text::Text;

/// What a look was about; `None` for what was written.
pub(crate) const fn matter_name(text: Text, matter: Option<Matter>) -> &'static str {
    let Some(matter) = matter else { return text.log_written() };
    match matter {
        Matter::Home => text.site_nav_home(),
        Matter::Appointments => text.site_nav_appointments(),
        Matter::Results => text.site_nav_results(),
        Matter::Medicines => text.site_nav_medicines(),
        Matter::Allergies => text.record_allergies(),
        Matter::Diagnoses => text.record_diagnoses(),
        Matter::Vaccines => text.record_vaccines(),
        Matter::Documents => text.record_documents(),
        Matter::CareTeam => text.record_team(),
        Matter::Details => text.site_nav_details(),
        Matter::Search => text.log_search(),
        Matter::AccessLog => text.site_nav_access_log(),
        Matter::Cases => text.cases_title(),
        Matter::Report => text.report_title(),
        Matter::Blocks => text.blocks_title(),
        Matter::EmergencyCard => text.record_card(),
        Matter::Settings => text.site_nav_settings(),
        Matter::Name => text.log_name(),
        Matter::Access => text.access_title(),
        Matter::Opening => text.log_opening(),
        Matter::Finding => text.log_finding(),
        Matter::Exchange => text.log_exchange(),
        Matter::Marks => text.log_marks(),
        Matter::Merge => text.log_merge(),
        Matter::Unmerge => text.log_unmerge(),
    }
}
