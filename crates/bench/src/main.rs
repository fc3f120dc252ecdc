//! The benchmarks: each figure is printed beside its floor, measured in the same run.

#![expect(clippy::print_stdout, reason = "a command line tool talks to its terminal")]

mod floors;

use anyhow::Result;

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    println!(
        "floor: durable rows of 152 B, 64 at a time: {:.0}/s",
        floors::durable_rows_per_second(folder.path(), 64, 152)?
    );
    println!("floor: decompress a body: {:?}", floors::decompress_body()?);
    println!("floor: inflate and check nothing: {:?}", floors::inflate_and_check(&[])?);
    Ok(())
}
