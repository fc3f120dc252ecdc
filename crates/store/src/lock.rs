//! A file that one holder at a time has.

use std::fs::{File, TryLockError};
use std::io;

/// The lock of a file; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Lock(File);

impl Lock {
    /// Takes the file; nothing while somebody else has it.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn take(file: File) -> io::Result<Option<Self>> {
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Lock {
    /// Closing the file is not enough: a child process that is just being started has it open too, until its program begins.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::Lock;

    #[test]
    fn a_lock_ends_with_its_holder_though_a_child_has_the_file_open() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let open = || file.reopen().expect("opened");
        let ours = open();
        let child = ours.try_clone().expect("a copy");
        let lock = Lock::take(ours).expect("locked").expect("free");
        assert!(Lock::take(open()).expect("asked").is_none());
        drop(lock);
        assert!(Lock::take(open()).expect("asked").is_some());
        drop(child);
    }
}
