//! Every component in every state, for the eye and for accessibility checks. Only where the people are made up.

use axum::extract::State;
use maud::{Markup, html};

use crate::Site;
use crate::kit::{COMPONENTS, Document, Frame, Page, Problem};
use crate::text::Text;

/// The page, in the language of the reader.
pub(crate) async fn page(frame: Frame, State(site): State<Site>) -> Result<Document, Problem> {
    if !site.is_demo() {
        return Err(Problem::NotFound);
    }
    Ok(Page::new(&frame, frame.text.site_foot_gallery()).show(body(frame.text)))
}

/// All components with their samples.
pub(crate) fn body(text: Text) -> Markup {
    html! {
        div.stack {
            @for (name, samples) in COMPONENTS {
                section.card lang="en" {
                    h2 { (name) }
                    @for sample in samples(text) {
                        h3 { (sample.name) }
                        div lang=(text.language().tag()) { (sample.markup) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::kit::COMPONENTS;
    use crate::text::{Language, Text};

    #[test]
    fn every_component_renders_every_sample_in_every_language() {
        for language in Language::ALL {
            for (name, samples) in COMPONENTS {
                let samples = samples(Text::new(language));
                assert!(!samples.is_empty(), "{name} has no samples");
                for sample in samples {
                    let html = sample.markup.into_string();
                    assert!(html.contains('<'), "{name}, {} in {}", sample.name, language.tag());
                    assert!(!html.contains(" style="), "{name}, {} in {}", sample.name, language.tag());
                }
            }
        }
    }
}
