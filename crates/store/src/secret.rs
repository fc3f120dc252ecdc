//! The secret of an installation, and the keys made of it. Whoever has the database without it can tell neither ids
//! nor identifiers.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::hmac;
use data_encoding::HEXLOWER;

use crate::audit::checkpoint::Signer;
use crate::batch::Named;
use crate::client::Sealer;
use crate::error::{Error, OpenError};
use crate::id_cipher::IdCipher;

/// The file in the data folder.
pub(crate) const SECRET_FILE: &str = "secret.key";
/// Bytes of a stored hash: half of SHA-256 is far beyond chance, and rows stay short.
const HASH_LENGTH: usize = 16;

/// What is made of the secret.
pub(crate) struct Keys {
    pub(crate) ids: IdCipher,
    pub(crate) fingerprint: String,
    pub(crate) sign_in: [u8; 32],
    pub(crate) checkpoints: Signer,
    pub(crate) tokens: Sealer,
    pub(crate) cursors: Sealer,
    hash: hmac::Key,
    seal: RandomizedNonceKey,
    files: RandomizedNonceKey,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

/// A length to derive.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Keys {
    /// Derives all keys.
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        let root = Salt::new(HKDF_SHA256, b"helsami").extract(secret);
        let derive = |name: &[u8], out: &mut [u8]| {
            let info = [name];
            let key = root.expand(&info, Length(out.len())).expect("far below the limit of HKDF");
            key.fill(out).expect("the length is the one asked for");
        };
        let (mut ids, mut fingerprint, mut hash, mut seal) = ([0; 16], [0; 16], [0; 32], [0; 32]);
        let (mut sign_in, mut checkpoints) = ([0; 32], [0; 32]);
        let (mut tokens, mut cursors, mut files) = ([0; 32], [0; 32], [0; 32]);
        derive(b"ids", &mut ids);
        derive(b"fingerprint", &mut fingerprint);
        derive(b"hash", &mut hash);
        derive(b"seal", &mut seal);
        derive(b"sign-in", &mut sign_in);
        derive(b"audit checkpoints", &mut checkpoints);
        derive(b"access tokens", &mut tokens);
        derive(b"search pages", &mut cursors);
        derive(b"files of exports", &mut files);
        Self {
            ids: IdCipher::new(&ids),
            fingerprint: HEXLOWER.encode(&fingerprint),
            sign_in,
            checkpoints: Signer::new(&checkpoints),
            tokens: Sealer::new(&tokens),
            cursors: Sealer::new(&cursors),
            hash: hmac::Key::new(hmac::HMAC_SHA256, &hash),
            seal: RandomizedNonceKey::new(&AES_256_GCM, &seal).expect("the key has the length of AES-256"),
            files: RandomizedNonceKey::new(&AES_256_GCM, &files).expect("the key has the length of AES-256"),
        }
    }

    /// The stored form of an id given by others.
    pub(crate) fn alias_hash(&self, text: &str) -> Vec<u8> {
        self.hash_parts(b"alias", &[text])
    }

    /// The stored form of a condition that has been used so often.
    pub(crate) fn guard_hash(&self, condition: &str, number: u64) -> Vec<u8> {
        self.hash_parts(b"guard", &[condition, &number.to_string()])
    }

    /// The stored form of an identifier.
    pub(crate) fn identifier_hash(&self, system: &str, value: &str) -> Vec<u8> {
        self.hash_parts(b"identifier", &[system, value])
    }

    /// The stored form of somebody who may act for another.
    pub(crate) fn holder_hash(&self, who: &Named) -> Vec<u8> {
        match who {
            Named::Identifier(system, value) => self.hash_parts(b"holder", &[system, value]),
            Named::Person(key) => self.hash_parts(b"holder-person", &[&key.get().to_string()]),
            Named::Practitioner(local) => self.hash_parts(b"holder-staff", &[&local.get().to_string()]),
        }
    }

    fn hash_parts(&self, label: &[u8], parts: &[&str]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.hash);
        context.update(label);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        context.sign().as_ref()[..HASH_LENGTH].to_vec()
    }

    /// Encrypts a piece of a file, which opens under the same name only.
    pub(crate) fn file_seal(&self, name: &[u8], mut bytes: Vec<u8>) -> Vec<u8> {
        let nonce = self.files.seal_in_place_append_tag(Aad::from(name), &mut bytes);
        bytes.extend_from_slice(nonce.expect("short enough for AES-GCM").as_ref());
        bytes
    }

    /// Decrypts what [`Self::file_seal`] made; nothing for what is not whole, or was made under another name.
    pub(crate) fn file_open(&self, name: &[u8], mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        let cut = bytes.len().checked_sub(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(&bytes[cut..]).ok()?;
        bytes.truncate(cut);
        let length = self.files.open_in_place(nonce, Aad::from(name), &mut bytes).ok()?.len();
        bytes.truncate(length);
        Some(bytes)
    }

    /// Encrypts a short text for its row.
    pub(crate) fn seal(&self, text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        let nonce =
            self.seal.seal_in_place_append_tag(Aad::empty(), &mut bytes).expect("short enough for AES-GCM");
        bytes.extend_from_slice(nonce.as_ref());
        bytes
    }

    /// Decrypts what [`Self::seal`] made.
    pub(crate) fn unseal(&self, sealed: &[u8]) -> Result<String, Error> {
        let damaged = || Error::Damaged("an encrypted field");
        let cut = sealed.len().checked_sub(NONCE_LEN).ok_or_else(damaged)?;
        let (bytes, nonce) = sealed.split_at(cut);
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged())?;
        let mut bytes = bytes.to_vec();
        let text = self.seal.open_in_place(nonce, Aad::empty(), &mut bytes).map_err(|_| damaged())?;
        String::from_utf8(text.to_vec()).map_err(|_| damaged())
    }
}

/// Reads the secret of a data folder.
pub(crate) fn read(dir: &Path) -> Result<Option<[u8; 32]>, OpenError> {
    let path = dir.join(SECRET_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(OpenError::File { path, source }),
    };
    let bytes = HEXLOWER.decode(text.trim().as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(Some).ok_or(OpenError::SecretFormat { path })
}

/// Makes a new secret, on disk before it is used.
pub(crate) fn make(dir: &Path) -> Result<[u8; 32], OpenError> {
    let mut secret = [0; 32];
    aws_lc_rs::rand::fill(&mut secret).expect("the operating system has randomness");
    let path = dir.join(SECRET_FILE);
    write(&path, &secret).map_err(|source| OpenError::File { path, source })?;
    Ok(secret)
}

fn write(path: &PathBuf, secret: &[u8; 32]) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    file.write_all(HEXLOWER.encode(secret).as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    let dir = path.parent().unwrap_or(Path::new("."));
    fs::File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::{Keys, make, read};

    #[test]
    fn a_secret_is_kept() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(read(dir.path()).expect("nothing there"), None);
        let made = make(dir.path()).expect("made");
        assert_eq!(read(dir.path()).expect("read"), Some(made));
        std::fs::write(dir.path().join("secret.key"), "abc").expect("written");
        assert!(read(dir.path()).is_err());
    }

    #[test]
    fn hashes_and_seals() {
        let keys = Keys::new(&[1; 32]);
        let other = Keys::new(&[2; 32]);
        let hash = keys.identifier_hash("s", "1");
        assert_eq!(hash.len(), 16);
        assert_eq!(hash, keys.identifier_hash("s", "1"));
        assert_ne!(hash, other.identifier_hash("s", "1"));
        assert_ne!(hash, keys.identifier_hash("s1", ""));
        let sealed = keys.seal("urn|1");
        assert_eq!(keys.unseal(&sealed).expect("whole"), "urn|1");
        assert!(other.unseal(&sealed).is_err());
        assert!(keys.unseal(&sealed[1..]).is_err());
        assert_ne!(keys.fingerprint, other.fingerprint);
    }
}
