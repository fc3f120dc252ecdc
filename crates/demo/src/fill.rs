//! Lets a region into a record, through the same door as any import.

use std::sync::Arc;

use helsami_app::App;
use helsami_app::import::{ImportError, Maker, Progress, Report};
use jiff::Timestamp;

use crate::region::Region;

impl Maker for Region {
    fn first(&self) -> String {
        self.shared_bundle().json
    }

    fn count(&self) -> usize {
        self.citizens()
    }

    fn bundle(&self, number: usize) -> String {
        self.citizen_bundle(number).json
    }
}

/// Writes the whole region; what is there already stays, so that it can be started again.
///
/// # Errors
/// [`ImportError`] when the store stops; a refused bundle is in the report.
pub async fn fill(
    app: &App,
    region: Region,
    now: Timestamp,
    progress: Arc<Progress>,
) -> Result<Report, ImportError> {
    app.import_made(Arc::new(region), now, progress).await
}
