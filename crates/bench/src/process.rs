//! The server under measurement: started, asked what it has used, stopped.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A running `helsami serve`.
pub(crate) struct Server {
    child: Child,
    /// `HOST:PORT` it answers on.
    pub(crate) address: String,
}

impl Server {
    /// Starts the demo server on a data folder and waits until it answers.
    pub(crate) fn start(program: &Path, data: &Path, citizens: &str) -> Result<Self> {
        Self::start_with(program, data, (citizens, &[]))
    }

    /// The same with more of the command line.
    pub(crate) fn start_with(program: &Path, data: &Path, (citizens, args): (&str, &[&str])) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(args)
            .env("HELSAMI_DEMO_CITIZENS", citizens)
            .env("HELSAMI_SIGN_IN_PER_MINUTE", "10000")
            .env("HELSAMI_SIGN_IN_ANSWERS_PER_MINUTE", "100000")
            .env("HELSAMI_SESSION_PAGES_PER_MINUTE", "1000000")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let output = child.stdout.take().context("the server's output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let Some(line) = lines.next() else { bail!("the server stopped before it gave its address") };
            if let Some(at) = line?.split("http://").nth(1).map(str::to_owned) {
                break at;
            }
        };
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.split(['/', ' ']).next().unwrap_or_default().to_owned();
        Ok(Self { child, address })
    }

    /// CPU time of all its threads so far.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        cpu_of(self.child.id())
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory that is not a mapped file, in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("RssAnon:")).context("RssAnon")?;
        let kib: u64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
        Ok(kib * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// A polite stop, so that the data folder is left checkpointed; a hard one after 20 seconds.
pub(crate) fn stop(child: &mut Child) {
    if matches!(child.try_wait(), Ok(Some(_))) {
        return;
    }
    let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    let deadline = Instant::now() + Duration::from_secs(20);
    while Instant::now() < deadline {
        if matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Memory of a process in bytes, where what several share is divided among them.
pub(crate) fn proportional_memory(process: u32) -> Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = text.lines().find(|line| line.starts_with("Pss:")).context("Pss")?;
    let kib: u64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
    Ok(kib * 1024)
}

/// CPU time of the threads of a process that run.
pub(crate) fn cpu_of(process: u32) -> Result<Duration> {
    let mut total = 0;
    for task in std::fs::read_dir(format!("/proc/{process}/task"))? {
        let path = task?.path().join("schedstat");
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        total += text.split(' ').next().unwrap_or("0").parse::<u64>()?;
    }
    Ok(Duration::from_nanos(total))
}

/// CPU time of a process with its threads that have ended, in ticks of 10 ms: for programs that start and end threads all the time.
pub(crate) fn cpu_with_ended_threads(process: u32) -> Result<Duration> {
    ticks(&format!("/proc/{process}/stat"), [11, 12])
}

/// Runs a command of the program to its end; gives its CPU and wall time.
pub(crate) fn command(program: &Path, args: &[&str], data: &Path) -> Result<(Duration, Duration)> {
    let before = children_cpu()?;
    let start = Instant::now();
    let status = Command::new(program).args(args).arg("--data").arg(data).stdout(Stdio::null()).status()?;
    if !status.success() {
        bail!("{} {args:?} failed ({status})", program.display());
    }
    Ok((children_cpu()? - before, start.elapsed()))
}

/// CPU time of the children that have ended, from this process's own status (ticks of 10 ms).
fn children_cpu() -> Result<Duration> {
    ticks("/proc/self/stat", [13, 14])
}

/// Two counts of ticks of 10 ms behind the name of a process, together.
fn ticks(file: &str, fields: [usize; 2]) -> Result<Duration> {
    let stat = std::fs::read_to_string(file)?;
    let after = stat.rsplit(')').next().context("a process line")?;
    let all: Vec<&str> = after.split_whitespace().collect();
    let mut sum = 0;
    for field in fields {
        sum += all.get(field).context("a field of a process line")?.parse::<u64>()?;
    }
    Ok(Duration::from_millis(sum * 10))
}

/// Bytes of all files below a folder.
pub(crate) fn bytes_below(folder: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        total += if meta.is_dir() { bytes_below(&entry.path())? } else { meta.len() };
    }
    Ok(total)
}
