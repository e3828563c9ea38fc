//! For the trainer of the model that finds the content: pages as the finder sees them. No part of what is
//! promised to users of the library; it knows nothing of models.

pub use crate::clean::content::training::{Choice, Sample, names};

use crate::limits::Budget;
use crate::{decode, html};

/// Reads a page up to the point where its content is looked for.
pub fn read(bytes: &[u8]) -> Sample {
    let mut notes = Vec::new();
    let text = decode::decode(bytes, None, &mut notes);
    Sample::of(html::read_page(&text, &Budget::default(), &mut notes))
}
