//! What the machine itself costs, measured in the same run: no figure is read without its floor.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

/// CPU time of this thread so far.
pub(crate) fn thread_cpu() -> Result<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(Duration::from_nanos(text.split(' ').next().unwrap_or("0").parse()?))
}

/// Durable sequential rows a second: `batch` rows of `bytes` each, one `fdatasync` a batch, for about a second.
pub(crate) fn durable_rows_per_second(folder: &Path, batch: usize, bytes: usize) -> Result<f64> {
    let mut file = File::create(folder.join("floor"))?;
    let block = vec![0x5a_u8; batch * bytes];
    let start = Instant::now();
    let mut rows = 0;
    while start.elapsed() < Duration::from_secs(1) {
        file.write_all(&block)?;
        file.sync_data()?;
        rows += batch;
    }
    let rate = rows as f64 / start.elapsed().as_secs_f64();
    std::fs::remove_file(folder.join("floor"))?;
    Ok(rate)
}

/// CPU time to inflate and check the JSON syntax of every gzip file in a folder, and the number of lines in them:
/// what any importer of these files must at least do.
pub(crate) fn inflate_and_check(files: &[std::path::PathBuf]) -> Result<Duration> {
    let before = thread_cpu()?;
    for file in files {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(File::open(file)?), &mut text)?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            serde_json::from_str::<serde::de::IgnoredAny>(line)?;
        }
    }
    Ok(thread_cpu()? - before)
}

/// CPU time to decompress one body of about 1.4 kB a thousand times, a time each.
pub(crate) fn decompress_body() -> Result<Duration> {
    let body: String = (0..28)
        .map(|line| format!("{{\"code\":\"{line}\",\"display\":\"value {line}\",\"at\":{line}}},"))
        .collect();
    let packed = zstd::bulk::compress(body.as_bytes(), 3)?;
    let before = thread_cpu()?;
    for _ in 0..1_000 {
        std::hint::black_box(zstd::bulk::decompress(std::hint::black_box(&packed), 4_096)?);
    }
    Ok((thread_cpu()? - before) / 1_000)
}
