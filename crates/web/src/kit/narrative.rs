//! Words that somebody sent as HTML, written as they are. Takes only what the cleaner made: a `String` cannot come here.

use helsami_app::documents::CleanHtml;
use maud::{Markup, PreEscaped};

/// A cleaned narrative as a part of the page.
pub(crate) fn clean_html(page: &CleanHtml) -> Markup {
    PreEscaped(page.as_str().to_owned())
}
