//! Files of the data folder that hold what systems have asked for in bulk: a folder for each job, sealed with a key of the
//! installation, so that whoever has the disk without the secret can read nothing.
//!
//! A file is a row of frames, each packed and sealed with its job, its file, its place and whether it is the last: a frame that
//! is cut off, swapped or moved does not open.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;

use crate::error::Error;
use crate::lock::Lock;
use crate::prepare::private_folder;
use crate::secret::Keys;
use crate::store::Store;

/// The folder in the data folder.
const FOLDER: &str = "exports";
/// What a job is about, and how far it has come.
const NOTE: &str = "job";
/// Whoever holds its lock works on the job.
const LOCK: &str = "lock";
/// There when the job is to end.
const CANCELLED: &str = "cancelled";
/// Bytes of a frame before it is packed; a longer line makes a longer frame.
const FRAME: usize = 64 << 10;
/// Bytes of a sealed frame at most: more is not read, whatever a file says.
const FRAME_MAX: usize = 1 << 30;
/// Bytes of a job's name.
const NAME: usize = 16;

/// The folder of all jobs.
#[derive(Clone, Debug)]
pub struct Vault {
    folder: PathBuf,
    keys: Arc<Keys>,
}

/// The right to work on a job, of one process and one task at a time.
#[derive(Debug)]
pub struct Claim {
    vault: Vault,
    job: String,
    _lock: Lock,
}

/// Writes one file.
#[derive(Debug)]
pub struct VaultWriter {
    file: File,
    keys: Arc<Keys>,
    name: (String, u32),
    frame: u32,
    waiting: Vec<u8>,
}

/// Reads one file.
#[derive(Debug)]
pub struct VaultReader {
    file: BufReader<File>,
    keys: Arc<Keys>,
    name: (String, u32),
    frame: u32,
    is_done: bool,
}

impl Store {
    /// The files of what systems have asked for in bulk.
    #[must_use]
    pub fn vault(&self) -> Vault {
        Vault { folder: self.dir().join(FOLDER), keys: self.keys() }
    }
}

impl Vault {
    /// Begins a job: a folder that nobody can guess the name of, with its note.
    ///
    /// # Errors
    /// What the file system says.
    pub fn make(&self, note: &[u8]) -> Result<Claim, Error> {
        let mut name = [0; NAME];
        aws_lc_rs::rand::fill(&mut name).map_err(|_| Error::Damaged("the randomness of the system"))?;
        let job = HEXLOWER.encode(&name);
        private_folder(&self.folder.join(&job))?;
        let claim = self.claim(&job)?.ok_or(Error::Busy)?;
        claim.note(note)?;
        Ok(claim)
    }

    /// The names of all jobs.
    ///
    /// # Errors
    /// What the file system says.
    pub fn jobs(&self) -> Result<Vec<String>, Error> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let mut jobs = Vec::new();
        for entry in entries {
            jobs.extend(entry?.file_name().into_string().ok().filter(|name| is_job(name)));
        }
        jobs.sort_unstable();
        Ok(jobs)
    }

    /// What is noted of a job; nothing for one that is not there, is to end or cannot be opened.
    ///
    /// # Errors
    /// What the file system says.
    pub fn noted(&self, job: &str) -> Result<Option<Vec<u8>>, Error> {
        if !is_job(job) || self.path(job, CANCELLED).exists() {
            return Ok(None);
        }
        match fs::read(self.path(job, NOTE)) {
            Ok(sealed) => Ok(self.keys.file_open(&name_of(job, u32::MAX), sealed)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The right to work on a job; nothing while somebody else has it, or where there is none.
    ///
    /// # Errors
    /// What the file system says.
    pub fn claim(&self, job: &str) -> Result<Option<Claim>, Error> {
        if !is_job(job) {
            return Ok(None);
        }
        let mut options = private();
        let lock = match options.create(true).truncate(false).open(self.path(job, LOCK)) {
            Ok(lock) => lock,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let claim = |lock| Claim { vault: self.clone(), job: job.to_owned(), _lock: lock };
        Ok(Lock::take(lock)?.map(claim))
    }

    /// Ends a job: its files are removed, at once or by whoever works on it.
    ///
    /// # Errors
    /// What the file system says.
    pub fn cancel(&self, job: &str) -> Result<(), Error> {
        if !is_job(job) || !self.folder.join(job).is_dir() {
            return Ok(());
        }
        private().create(true).truncate(false).open(self.path(job, CANCELLED))?;
        match self.claim(job)? {
            Some(claim) => claim.remove(),
            None => Ok(()),
        }
    }

    /// One file of a job, to be read; nothing where there is none.
    ///
    /// # Errors
    /// What the file system says.
    pub fn reader(&self, job: &str, number: u32) -> Result<Option<VaultReader>, Error> {
        if !is_job(job) {
            return Ok(None);
        }
        match File::open(self.path(job, &number.to_string())) {
            Ok(file) => Ok(Some(VaultReader {
                file: BufReader::new(file),
                keys: self.keys.clone(),
                name: (job.to_owned(), number),
                frame: 0,
                is_done: false,
            })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn path(&self, job: &str, file: &str) -> PathBuf {
        self.folder.join(job).join(file)
    }
}

impl Claim {
    /// The name of the job.
    #[must_use]
    pub fn job(&self) -> &str {
        &self.job
    }

    /// Whether the job is to end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.vault.path(&self.job, CANCELLED).exists()
    }

    /// Notes what the job is about and how far it has come, on disk before this returns.
    ///
    /// # Errors
    /// What the file system says.
    pub fn note(&self, content: &[u8]) -> Result<(), Error> {
        let sealed = self.vault.keys.file_seal(&name_of(&self.job, u32::MAX), content.to_vec());
        let (path, fresh) = (self.vault.path(&self.job, NOTE), self.vault.path(&self.job, "job.new"));
        let mut file = private().create(true).truncate(true).open(&fresh)?;
        file.write_all(&sealed)?;
        file.sync_all()?;
        fs::rename(&fresh, &path)?;
        sync(&self.vault.folder.join(&self.job))?;
        sync(&self.vault.folder)
    }

    /// A new file of the job, in place of what was there under its number.
    ///
    /// # Errors
    /// What the file system says.
    pub fn writer(&self, number: u32) -> Result<VaultWriter, Error> {
        let path = self.vault.path(&self.job, &number.to_string());
        let file = private().create(true).truncate(true).open(path)?;
        let name = (self.job.clone(), number);
        Ok(VaultWriter { file, keys: self.vault.keys.clone(), name, frame: 0, waiting: Vec::new() })
    }

    /// Removes the files of the job that are numbered from here on.
    ///
    /// # Errors
    /// What the file system says.
    pub fn trim(&self, from: u32) -> Result<(), Error> {
        for entry in fs::read_dir(self.vault.folder.join(&self.job))? {
            let entry = entry?;
            let number = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
            if number.is_some_and(|number| number >= from) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Removes the job with its files.
    ///
    /// # Errors
    /// What the file system says.
    pub fn remove(self) -> Result<(), Error> {
        // Without its note it is no job any more, wherever the rest stops.
        match fs::remove_file(self.vault.path(&self.job, NOTE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs::remove_dir_all(self.vault.folder.join(&self.job))?;
        sync(&self.vault.folder)
    }
}

impl VaultWriter {
    /// Adds a line. What stands in it as a break between lines becomes a blank, which JSON does not tell apart.
    ///
    /// # Errors
    /// What the file system says.
    pub fn line(&mut self, text: &str) -> Result<(), Error> {
        let plain = text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte });
        self.waiting.extend(plain);
        self.waiting.push(b'\n');
        if self.waiting.len() < FRAME { Ok(()) } else { self.put(false) }
    }

    /// Ends the file, which is on disk before this returns.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> Result<(), Error> {
        self.put(true)?;
        Ok(self.file.sync_all()?)
    }

    fn put(&mut self, is_last: bool) -> Result<(), Error> {
        let packed = zstd::bulk::compress(&self.waiting, 1)?;
        let name = frame_of(&self.name, self.frame, is_last);
        let sealed = self.keys.file_seal(&name, packed);
        let length = u32::try_from(sealed.len()).map_err(|_| Error::Full)?;
        self.file.write_all(&length.to_be_bytes())?;
        self.file.write_all(&[u8::from(is_last)])?;
        self.file.write_all(&sealed)?;
        self.frame += 1;
        self.waiting.clear();
        Ok(())
    }
}

impl VaultReader {
    /// The next piece of the file; nothing at its end.
    ///
    /// # Errors
    /// [`Error::Damaged`] for a file that is not as it was written; otherwise what the file system says.
    pub fn piece(&mut self) -> Result<Option<Vec<u8>>, Error> {
        if self.is_done {
            return Ok(None);
        }
        let damaged = || Error::Damaged("a file of an export");
        let mut head = [0; 5];
        self.file.read_exact(&mut head)?;
        let (length, is_last) = (u32::from_be_bytes([head[0], head[1], head[2], head[3]]), head[4] == 1);
        let length = usize::try_from(length).ok().filter(|length| *length <= FRAME_MAX);
        let mut sealed = Vec::new();
        let wanted = length.ok_or_else(damaged)?;
        let read = (&mut self.file).take(wanted as u64).read_to_end(&mut sealed)?;
        let name = frame_of(&self.name, self.frame, is_last);
        let packed = self.keys.file_open(&name, sealed).filter(|_| read == wanted).ok_or_else(damaged)?;
        self.frame += 1;
        self.is_done = is_last;
        Ok(Some(zstd::decode_all(&packed[..])?))
    }
}

fn is_job(name: &str) -> bool {
    name.len() == 2 * NAME && name.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
}

/// What a sealed text belongs to.
fn name_of(job: &str, number: u32) -> Vec<u8> {
    [job.as_bytes(), &number.to_be_bytes()].concat()
}

fn frame_of((job, number): &(String, u32), frame: u32, is_last: bool) -> Vec<u8> {
    [&name_of(job, *number)[..], &frame.to_be_bytes(), &[u8::from(is_last)]].concat()
}

/// A file that only its owner can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

fn sync(folder: &Path) -> Result<(), Error> {
    Ok(File::open(folder)?.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::{Vault, VaultReader};
    use crate::error::Error;
    use crate::secret::Keys;
    use std::fs;
    use std::sync::Arc;

    fn read(mut reader: VaultReader) -> Result<String, Error> {
        let mut text = String::new();
        while let Some(piece) = reader.piece()? {
            text.push_str(std::str::from_utf8(&piece).expect("text"));
        }
        Ok(text)
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a folder");
        let vault = Vault { folder: dir.path().join("exports"), keys: Arc::new(Keys::new(&[1; 32])) };
        assert!(vault.jobs().expect("none").is_empty());
        let claim = vault.make(b"begun").expect("made");
        let job = claim.job().to_owned();
        assert!(vault.claim(&job).expect("asked").is_none(), "one works on it at a time");
        let long = "x".repeat(100_000);
        for number in [0, 1] {
            let mut writer = claim.writer(number).expect("a file");
            for line in ["{\"a\":\n 1}", &long, &format!("{{\"b\": {number}}}")] {
                writer.line(line).expect("written");
            }
            writer.finish().expect("on disk");
        }
        let text = |number| read(vault.reader(&job, number).expect("asked").expect("there"));
        assert_eq!(text(1).expect("whole"), format!("{{\"a\":  1}}\n{long}\n{{\"b\": 1}}\n"));
        assert_eq!(vault.noted(&job).expect("asked").as_deref(), Some(&b"begun"[..]));
        // Cut short, put in another's place, or changed in one bit: it does not open.
        let path = |number: u32| dir.path().join("exports").join(&job).join(number.to_string());
        let whole = fs::read(path(0)).expect("bytes");
        fs::write(path(1), &whole).expect("written");
        assert!(matches!(text(1), Err(Error::Damaged(_))));
        let first = 5 + u32::from_be_bytes([whole[0], whole[1], whole[2], whole[3]]) as usize;
        fs::write(path(0), &whole[..first]).expect("written");
        assert!(text(0).is_err(), "its end is missing");
        let mut changed = whole;
        changed[4] ^= 1;
        fs::write(path(0), &changed).expect("written");
        assert!(matches!(text(0), Err(Error::Damaged(_))));
        let other = Vault { keys: Arc::new(Keys::new(&[2; 32])), ..vault.clone() };
        assert_eq!(other.noted(&job).expect("asked"), None);
        // Given up while somebody works on it: it is told as gone at once, and removed by whoever works.
        vault.cancel(&job).expect("told");
        assert!(claim.is_cancelled() && vault.noted(&job).expect("asked").is_none());
        claim.remove().expect("removed");
        assert!(vault.jobs().expect("none").is_empty());
        for name in ["", "..", "../../secret.key", &job.to_uppercase()] {
            assert!(
                vault.noted(name).expect("asked").is_none()
                    && vault.reader(name, 0).expect("asked").is_none()
            );
        }
    }
}
