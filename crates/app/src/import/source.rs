//! A file as a stream of plain bytes: decompressed by what it is, not by its name, and never beyond the limits.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Limits, Progress};

/// What a file's first bytes say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    Gzip,
    Zstd,
    /// Something that is told to the person instead of “not JSON”.
    Other(&'static str),
}

fn form(head: &[u8]) -> Form {
    match head {
        [0x1F, 0x8B, ..] => Form::Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Form::Zstd,
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            Form::Other("this is a zip archive; unpack it first and import the folder")
        }
        [b'B', b'Z', b'h', ..] => {
            Form::Other("this is compressed with bzip2; use gzip or zstd, or unpack it first")
        }
        [0xFD, b'7', b'z', b'X', b'Z', ..] => {
            Form::Other("this is compressed with xz; use gzip or zstd, or unpack it first")
        }
        [b'<', ..] | [0xEF, 0xBB, 0xBF, b'<', ..] => {
            Form::Other("this is XML; only the JSON form of FHIR is read, convert it first")
        }
        [b'%', b'P', b'D', b'F', ..] => Form::Other("this is a PDF, not FHIR"),
        _ => Form::Plain,
    }
}

/// A sentence for the report that travels as an I/O error.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Sentence(pub(super) String);

fn sentence(text: impl Into<String>) -> io::Error {
    io::Error::other(Sentence(text.into()))
}

/// What the report says of an I/O error.
pub(super) fn told(error: &io::Error) -> String {
    if error.get_ref().is_some_and(|inner| inner.is::<Sentence>()) {
        return error.to_string();
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            "the compressed data ends too early; is the file complete?".to_owned()
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            "the compressed data is damaged; fetch the file again".to_owned()
        }
        _ => format!("the file cannot be read: {error}"),
    }
}

/// Opens a file.
pub(super) fn open(path: &Path, limits: &Limits, progress: &Arc<Progress>) -> io::Result<Box<dyn BufRead>> {
    let read = Arc::new(AtomicU64::new(0));
    let counted =
        Counted { inner: File::open(path)?, read: Arc::clone(&read), progress: Arc::clone(progress) };
    let mut packed = BufReader::with_capacity(256 << 10, counted);
    let guard = |inner: Box<dyn Read>| -> Box<dyn BufRead> {
        let guarded = Guarded { inner, given: 0, read, ratio: limits.ratio, from: limits.ratio_from_bytes };
        Box::new(BufReader::with_capacity(256 << 10, guarded))
    };
    let mut plain: Box<dyn BufRead> = match form(packed.fill_buf()?) {
        Form::Plain => return Ok(Box::new(packed)),
        Form::Other(told) => return Err(sentence(told)),
        Form::Gzip => guard(Box::new(flate2::bufread::MultiGzDecoder::new(packed))),
        Form::Zstd => guard(Box::new(zstd::stream::read::Decoder::with_buffer(packed)?)),
    };
    match form(plain.fill_buf()?) {
        Form::Plain => Ok(plain),
        Form::Gzip | Form::Zstd => Err(sentence("this is compressed twice; unpack it once and import that")),
        Form::Other(told) => Err(sentence(told)),
    }
}

/// Counts the bytes of the file.
struct Counted {
    inner: File,
    read: Arc<AtomicU64>,
    progress: Arc<Progress>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Progress::add(&self.progress.bytes_read, count as u64);
        Ok(count)
    }
}

/// Stops a file that becomes out of all proportion larger than it is.
struct Guarded {
    inner: Box<dyn Read>,
    given: u64,
    read: Arc<AtomicU64>,
    ratio: u64,
    from: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.given += count as u64;
        let read = self.read.load(Ordering::Relaxed).max(1);
        if self.given > self.from && self.given / read > self.ratio {
            return Err(sentence(format!(
                "the compressed data becomes more than {} times larger than itself; that is no record but a trap. If \
                 it is real, unpack it first",
                self.ratio
            )));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, form};

    #[test]
    fn first_bytes() {
        assert_eq!(form(b"{\"a\""), Form::Plain);
        assert_eq!(form(b""), Form::Plain);
        assert_eq!(form(&[0x1F, 0x8B, 8]), Form::Gzip);
        assert_eq!(form(&[0x28, 0xB5, 0x2F, 0xFD]), Form::Zstd);
        assert!(matches!(form(b"PK\x03\x04"), Form::Other(told) if told.contains("zip")));
        assert!(matches!(form(b"<Bundle"), Form::Other(told) if told.contains("XML")));
    }
}
