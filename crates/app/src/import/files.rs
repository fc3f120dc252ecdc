//! Which files there are, and how each is taken apart into pieces.

use std::collections::HashMap;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use helsami_fhir::json;

use super::deliver::{Door, From};
use super::pieces::{Piece, Queue, Text, Within};
use super::skim::skim;
use super::source::{self, told};
use super::waiting::{Places, has_line};
use super::{Limits, Progress, Request};

/// A piece is given to a worker from this size on.
const PIECE_BYTES: u64 = 1 << 20;
/// A piece is given to a worker from this many texts on.
const PIECE_TEXTS: usize = 500;

/// A file to read.
struct Found {
    path: PathBuf,
    /// The path as it is told.
    name: Arc<str>,
    /// Whether it was asked for by name, so that it must be FHIR.
    is_named: bool,
}

impl Found {
    fn new(path: PathBuf, is_named: bool) -> Self {
        let name = path.to_string_lossy().into();
        Self { path, name, is_named }
    }
}

/// Reads all files into the queue, and then again what had to wait for something that came later.
pub(super) fn read(request: &Request, queue: &Queue, door: &Door<'_>) {
    let files = find(&request.paths, door);
    let size = |file: &Found| file.path.metadata().map_or(0, |metadata| metadata.len());
    Progress::add(&door.progress().bytes_total, files.iter().map(size).sum());
    let mut last_rank = 0;
    for file in &files {
        let rank = rank(&file.path);
        if rank != last_rank {
            // Bulk exports have a file for each type: the patients are in before others refer to them.
            queue.drain();
            last_rank = rank;
        }
        if door.has_stopped() {
            return;
        }
        door.file_begins();
        // What comes through a pipe cannot be read twice.
        let may_wait = file.path.is_file();
        let reader = Reader { file, may_wait, only: None, queue, limits: &request.limits };
        reader.read_file(door, door.progress());
    }
    queue.drain();
    wait(request, (queue, door), &files);
}

/// Reads what waits again, as long as something comes that it may have waited for. In the end it is taken as it is.
fn wait(request: &Request, (queue, door): (&Queue, &Door<'_>), files: &[Found]) {
    let by_name: HashMap<&str, &Found> = files.iter().map(|file| (&*file.name, file)).collect();
    let (mut waiting, mut taken) = door.take_waiting();
    door.has_waited(waiting.count());
    let mut may_wait = taken > 0;
    while waiting.count() > 0 && !door.has_stopped() {
        for (name, only) in waiting.into_files() {
            let Some(file) = by_name.get(&*name) else { continue };
            let reader = Reader { file, may_wait, only: Some(only), queue, limits: &request.limits };
            reader.read_file(door, &Arc::default());
        }
        queue.drain();
        let before = taken;
        (waiting, taken) = door.take_waiting();
        may_wait = taken > before;
    }
}

/// The files, in an order that is the same each time.
fn find(paths: &[PathBuf], door: &Door<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
                match entry {
                    Ok(entry) if !entry.file_type().is_file() => {}
                    Ok(entry) if is_fhir_name(entry.path()) => {
                        found.push(Found::new(entry.into_path(), false));
                    }
                    Ok(_) => {}
                    Err(error) => {
                        let name: Arc<str> = error.path().unwrap_or(path).to_string_lossy().into();
                        door.refuse(From::file(&name), format!("the folder cannot be read: {error}"));
                    }
                }
            }
        } else {
            found.push(Found::new(path.clone(), true));
        }
    }
    found.sort_by_key(|file| rank(&file.path));
    found
}

fn rank(path: &Path) -> u8 {
    u8::from(!(is_lines(path) && plain_name(path).contains("patient")))
}

/// The name without the ending of a compression.
fn plain_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    [".gz", ".gzip", ".zst", ".zstd"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .map_or_else(|| name.clone(), str::to_owned)
}

fn is_lines(path: &Path) -> bool {
    let name = plain_name(path);
    name.ends_with(".ndjson") || name.ends_with(".jsonl")
}

fn is_fhir_name(path: &Path) -> bool {
    is_lines(path) || plain_name(path).ends_with(".json")
}

struct Reader<'q> {
    file: &'q Found,
    may_wait: bool,
    only: Option<Places>,
    queue: &'q Queue,
    limits: &'q Limits,
}

impl Reader<'_> {
    /// Reads the file; what cannot be read is refused.
    fn read_file(&self, door: &Door<'_>, progress: &Arc<Progress>) {
        let opened = source::open(&self.file.path, self.limits, progress);
        if let Err(error) = opened.and_then(|input| self.read(input, is_lines(&self.file.path))) {
            door.refuse(From::file(&self.file.name), told(&error));
        }
    }

    fn read(&self, mut input: Box<dyn BufRead>, is_lines: bool) -> io::Result<()> {
        if is_lines {
            return self.lines(input, None);
        }
        let mut first = Vec::new();
        input.by_ref().take(self.limits.stream_bytes).read_until(b'\n', &mut first)?;
        let is_whole = first.trim_ascii_end().ends_with(b"}")
            && std::str::from_utf8(&first)
                .is_ok_and(|text| json::check(text.trim_start_matches('\u{feff}')).is_ok());
        if is_whole && has_more(&mut input)? {
            return self.lines(input, Some(first));
        }
        let rest = self.limits.stream_bytes.saturating_sub(first.len() as u64);
        input.by_ref().take(rest + 1).read_to_end(&mut first)?;
        if first.len() as u64 > self.limits.stream_bytes {
            drop((first, input));
            return self.large();
        }
        self.push(vec![Text { line: None, entry: None, bytes: first }], None);
        Ok(())
    }

    /// A document that is not held unless it must be: what has to be written together is held whole.
    fn large(&self) -> io::Result<()> {
        let open = || source::open(&self.file.path, self.limits, &Arc::new(Progress::default()));
        let limit = usize::try_from(self.limits.document_bytes).unwrap_or(usize::MAX);
        let top = skim(open()?, limit, |_, _| {})?;
        let within = match (top.resource_type.as_str(), top.kind.as_str()) {
            ("Bundle", "batch") => Within::Batch,
            ("Bundle", "collection" | "searchset") => Within::Collection,
            _ => {
                let mut bytes = Vec::new();
                open()?.take(self.limits.document_bytes + 1).read_to_end(&mut bytes)?;
                if bytes.len() as u64 > self.limits.document_bytes {
                    return Err(self.too_large());
                }
                self.push(vec![Text { line: None, entry: None, bytes }], None);
                return Ok(());
            }
        };
        let (mut texts, mut size) = (Vec::new(), 0);
        let read = skim(open()?, limit, |number, bytes| {
            if self.only.as_ref().is_some_and(|only| !only.contains(&(0, number))) {
                return;
            }
            size += bytes.len() as u64;
            texts.push(Text { line: None, entry: Some(number), bytes });
            if size >= PIECE_BYTES || texts.len() >= PIECE_TEXTS {
                self.push(std::mem::take(&mut texts), Some(within));
                size = 0;
            }
        });
        self.push(texts, Some(within));
        read.map(drop)
    }

    fn wants_line(&self, line: u64) -> bool {
        self.only.as_ref().is_none_or(|only| has_line(only, line))
    }

    fn push(&self, texts: Vec<Text>, within: Option<Within>) {
        let (file, only) = (Arc::clone(&self.file.name), self.only.clone());
        let (is_named, may_wait) = (self.file.is_named, self.may_wait);
        self.queue.push(Piece { file, is_named, within, may_wait, only, texts });
    }

    fn too_large(&self) -> io::Error {
        io::Error::other(source::Sentence(format!(
            "this document is larger than {} MiB and has to be held whole; split it, or send it as NDJSON",
            self.limits.document_bytes >> 20
        )))
    }

    /// One line with its end. Empty at the end of the file.
    fn line(&self, input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<()> {
        line.clear();
        input.by_ref().take(self.limits.document_bytes + 1).read_until(b'\n', line)?;
        if line.len() as u64 > self.limits.document_bytes { Err(self.too_large()) } else { Ok(()) }
    }

    fn lines(&self, mut input: Box<dyn BufRead>, first: Option<Vec<u8>>) -> io::Result<()> {
        let mut texts: Vec<Text> = Vec::new();
        let (mut number, mut bytes) = (0, 0);
        let mut next = first;
        loop {
            let mut line = next.take().unwrap_or_default();
            if line.is_empty() {
                if let Err(error) = self.line(&mut input, &mut line) {
                    self.push(texts, None);
                    return Err(error);
                }
                if line.is_empty() {
                    break;
                }
            }
            number += 1;
            if line.trim_ascii().is_empty() || !self.wants_line(number) {
                continue;
            }
            bytes += line.len() as u64;
            texts.push(Text { line: Some(number), entry: None, bytes: line });
            if bytes >= PIECE_BYTES || texts.len() >= PIECE_TEXTS {
                self.push(std::mem::take(&mut texts), None);
                bytes = 0;
            }
        }
        self.push(texts, None);
        Ok(())
    }
}

/// Whether something but white space follows.
fn has_more(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        if buffer.iter().any(|byte| !byte.is_ascii_whitespace()) {
            return Ok(true);
        }
        let length = buffer.len();
        input.consume(length);
    }
}
