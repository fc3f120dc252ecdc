//! Bodies on disk: zstd with a dictionary for each type.
//!
//! The `codec` of a row says how to read it, for ever: 0 plain, n the dictionaries of version n, −1 zstd alone. A
//! version of dictionaries never changes; a better one gets the next number. Frames go without magic number,
//! checksum and dictionary id: the row says all that.

use std::cell::RefCell;
use std::sync::OnceLock;

use helsami_domain::resource_type::ResourceType;
use zstd::zstd_safe::{CCtx, CDict, CParameter, DCtx, DDict, DParameter, FrameFormat, compress_bound};

use crate::error::Error;

mod v1;

/// Not compressed: short or incompressible bodies.
const PLAIN: i16 = 0;
/// The newest dictionaries; new rows get these.
const NEWEST: i16 = 1;
/// Without dictionary: types that have none.
const ALONE: i16 = -1;
/// Level of compression: 3 is where the time grows faster than the ratio.
const LEVEL: i32 = 3;
/// No stored body is longer, in bytes: what a damaged length may make us allocate.
const BODY_MAX: usize = 1 << 28;
/// One place for each type number.
const TYPES: usize = 192;

static ENCODERS: [OnceLock<Option<CDict<'static>>>; TYPES] = [const { OnceLock::new() }; TYPES];
static DECODERS: [OnceLock<Option<DDict<'static>>>; TYPES] = [const { OnceLock::new() }; TYPES];

thread_local! {
    static PACKER: RefCell<CCtx<'static>> = RefCell::new(packer());
    static UNPACKER: RefCell<DCtx<'static>> = RefCell::new(unpacker());
}

fn packer() -> CCtx<'static> {
    let mut context = CCtx::create();
    let settings = [
        CParameter::CompressionLevel(LEVEL),
        CParameter::Format(FrameFormat::Magicless),
        CParameter::DictIdFlag(false),
        CParameter::ChecksumFlag(false),
        CParameter::ContentSizeFlag(true),
    ];
    for setting in settings {
        context.set_parameter(setting).expect("zstd knows its own settings");
    }
    context
}

fn unpacker() -> DCtx<'static> {
    let mut context = DCtx::create();
    context.set_parameter(DParameter::Format(FrameFormat::Magicless)).expect("zstd knows its own settings");
    context
}

fn place(kind: ResourceType) -> usize {
    usize::try_from(kind.number()).expect("type numbers are positive")
}

fn encoder(kind: ResourceType) -> Option<&'static CDict<'static>> {
    ENCODERS[place(kind)]
        .get_or_init(|| v1::dictionary(kind).map(|bytes| CDict::create(bytes, LEVEL)))
        .as_ref()
}

fn decoder(kind: ResourceType) -> Option<&'static DDict<'static>> {
    DECODERS[place(kind)].get_or_init(|| v1::dictionary(kind).map(DDict::create)).as_ref()
}

/// Makes a body ready for its row: the codec and the bytes.
pub(crate) fn pack(kind: ResourceType, body: &[u8]) -> (i16, Vec<u8>) {
    let (codec, packed) = PACKER.with_borrow_mut(|context| {
        let codec = match encoder(kind) {
            Some(dictionary) => {
                context.ref_cdict(dictionary).expect("the dictionary is whole");
                NEWEST
            }
            None => {
                context.disable_dictionary().expect("no frame is open");
                ALONE
            }
        };
        let mut packed = Vec::with_capacity(compress_bound(body.len()));
        context.compress2(&mut packed, body).expect("there is room for the worst case");
        (codec, packed)
    });
    if packed.len() < body.len() { (codec, packed.as_slice().to_vec()) } else { (PLAIN, body.to_vec()) }
}

/// Reads what [`pack`] made into `out`, which is emptied first.
pub(crate) fn unpack(kind: ResourceType, codec: i16, packed: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    out.clear();
    if codec == PLAIN {
        out.extend_from_slice(packed);
        return Ok(());
    }
    let length = content_length(packed)
        .filter(|length| *length <= BODY_MAX)
        .ok_or(Error::Damaged("length of a body"))?;
    out.reserve(length);
    UNPACKER.with_borrow_mut(|context| {
        match codec {
            NEWEST => {
                let dictionary = decoder(kind).ok_or(Error::Damaged("a body without its dictionary"))?;
                context.ref_ddict(dictionary).map_err(|_| Error::Damaged("a dictionary"))?;
            }
            ALONE => {
                context.disable_dictionary().map_err(|_| Error::Damaged("a dictionary"))?;
            }
            _ => return Err(Error::Damaged("a codec this program does not know")),
        }
        context.decompress(out, packed).map_err(|_| Error::Damaged("a compressed body"))?;
        if out.len() == length { Ok(()) } else { Err(Error::Damaged("length of a body")) }
    })
}

/// The length that a frame header without magic number tells. Source: RFC 8878, 3.1.1.1.
fn content_length(frame: &[u8]) -> Option<usize> {
    let (&descriptor, rest) = frame.split_first()?;
    let is_single = descriptor & 0b0010_0000 != 0;
    if descriptor & 0b0000_0011 != 0 {
        return None;
    }
    let rest = if is_single { rest } else { rest.get(1..)? };
    match descriptor >> 6 {
        0 if is_single => rest.first().map(|&byte| usize::from(byte)),
        0 => None,
        1 => rest.get(..2).map(|b| usize::from(u16::from_le_bytes([b[0], b[1]])) + 256),
        2 => rest.get(..4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize),
        _ => None,
    }
}

/// Trains a dictionary on bodies as `body` folds them. Only ever on synthetic data: a dictionary holds pieces of
/// what it was trained on.
///
/// # Errors
/// [`Error::Damaged`] for too few samples.
pub fn train(samples: &[Vec<u8>], bytes_max: usize) -> Result<Vec<u8>, Error> {
    zstd::dict::from_samples(samples, bytes_max)
        .map_err(|_| Error::Damaged("too few samples for a dictionary"))
}

/// What bodies cost on disk with a dictionary (an empty one: without), for choosing its size.
#[must_use]
pub fn packed_lengths(dictionary: &[u8], bodies: &[Vec<u8>]) -> Vec<usize> {
    let mut context = packer();
    let prepared = CDict::create(dictionary, LEVEL);
    if !dictionary.is_empty() {
        context.ref_cdict(&prepared).expect("the dictionary is whole");
    }
    let mut length = |body: &Vec<u8>| {
        let mut packed = Vec::with_capacity(compress_bound(body.len()));
        context.compress2(&mut packed, body).expect("there is room for the worst case").min(body.len())
    };
    bodies.iter().map(&mut length).collect()
}

#[cfg(test)]
mod tests {
    use super::{NEWEST, PLAIN, pack, unpack, v1};
    use crate::error::Error;
    use helsami_domain::resource_type::ResourceType;
    use proptest::prelude::*;

    fn back(kind: ResourceType, codec: i16, packed: &[u8]) -> Result<Vec<u8>, Error> {
        let mut out = vec![1, 2, 3];
        unpack(kind, codec, packed, &mut out).map(|()| out)
    }

    #[test]
    fn short_bodies_stay_plain() {
        assert_eq!(pack(ResourceType::Basic, b"{}"), (PLAIN, b"{}".to_vec()));
        let (codec, packed) = pack(ResourceType::Basic, &[b'a'; 70_000]);
        assert_eq!(codec, NEWEST);
        assert!(packed.len() < 100, "{}", packed.len());
        assert_eq!(back(ResourceType::Basic, codec, &packed).expect("it is whole"), vec![b'a'; 70_000]);
    }

    #[test]
    fn dictionaries_never_change() {
        let mut kinds: Vec<_> = (1..148).filter_map(ResourceType::from_number).collect();
        kinds.sort_by_key(|kind| kind.name());
        let mut all: Vec<&[u8]> = kinds.iter().filter_map(|kind| v1::dictionary(*kind)).collect();
        let other = v1::dictionary(ResourceType::Basic).expect("every type has one");
        all.retain(|dictionary| !std::ptr::eq(dictionary.as_ptr(), other.as_ptr()));
        all.push(other);
        let hash = all
            .iter()
            .flat_map(|dictionary| dictionary.iter())
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
            });
        assert_eq!(
            hash,
            v1::FINGERPRINT,
            "a dictionary that rows were written with is never changed: add a version"
        );
    }

    #[test]
    fn damaged_bodies_are_errors() {
        let (codec, packed) = pack(ResourceType::Basic, &[b'a'; 1000]);
        for end in 0..packed.len() {
            assert!(back(ResourceType::Basic, codec, &packed[..end]).is_err(), "cut at {end}");
        }
        assert!(back(ResourceType::Basic, 99, &packed).is_err());
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(body in proptest::collection::vec(any::<u8>(), 0..3000), times in 1..40_usize, number in 1_i16..148) {
            let body = body.repeat(times);
            let kind = ResourceType::from_number(number).expect("a type");
            let (codec, packed) = pack(kind, &body);
            prop_assert_eq!(back(kind, codec, &packed).expect("it is whole"), body);
        }
    }
}
