//! What leads a browser to trust a file: its kind, its name, its disposition.

use super::disposition;
use helsami_app::documents::FileKind;

#[test]
fn a_file_is_kept_under_a_harmless_name() {
    let check = |name: Option<&str>, kind, want: &str| assert_eq!(disposition(name, kind), want);
    check(None, FileKind::Pdf, "attachment; filename=\"dokument.pdf\"; filename*=UTF-8''dokument.pdf");
    check(
        Some("Epikrise Åse.pdf"),
        FileKind::Pdf,
        "attachment; filename=\"Epikrise _se.pdf\"; filename*=UTF-8''Epikrise%20%C3%85se.pdf",
    );
    check(
        Some("..\\..\\a\"\r\nX: y.exe"),
        FileKind::Other,
        "attachment; filename=\"aX yexe.bin\"; filename*=UTF-8''aX%20yexe.bin",
    );
    check(
        Some("/etc/"),
        FileKind::Png,
        "attachment; filename=\"dokument.png\"; filename*=UTF-8''dokument.png",
    );
}
