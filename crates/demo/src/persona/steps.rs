//! The part of the guide that says, step by step, who signs in, what they see and what they do not.

/// One walk: who signs in, and what follows.
const WALKS: &[(&str, &[&str])] = &[
    (
        "A child under 12 with parents apart",
        &[
            "Sign in as Silje Sandnes, choose «Handle for andre»: Liam Sandnes Holm is there, as his parent, and the access changes when he turns 12.",
            "Open him: the bar on every page says that you act for Liam. His results, documents, vaccines and appointments are there. «Hvem har sett i journalen», next of kin and settings are not.",
            "Sign in as Martin Holm: the same, though he lives at another address. Liam lives with one of the two, and that is enough for both.",
            "Sign in as Ingrid Solbakken and try an address that Silje used: the page is not found.",
        ],
    ),
    (
        "A newborn without a name",
        &[
            "Sign in as Thea Brekken: «Handle for andre» has a child without a name, with the date of birth.",
            "Open the child: every page works without a name.",
        ],
    ),
    (
        "Between 12 and 16",
        &[
            "Sign in as Jonas Rognes: he sees appointments, medicines, vaccines, his details and his log. Results, documents and diagnoses are not given. The meeting between his parents and the school doctor is hidden from him; the appointment about contraception he sees.",
            "Sign in as Hege or Rune Rognes and act for Jonas: documents lack his talk with the school nurse, appointments lack the one about contraception and have the meeting. Nothing says that something is missing.",
            "Sign in as Frida Rognes: her pages are closed until a parent has consented to her log-in. «Handle for andre» and signing out stand open.",
        ],
    ),
    (
        "Soon sixteen",
        &[
            "Sign in as Monica or Stian Bakklund: the card of Emilie says on which day the access ends. From 00:00 that day her pages say that she has turned 16.",
            "Sign in as Emilie Bakklund: closed until her birthday, because nobody has consented; open from then.",
            "Start the demo anew with `HELSAMI_DEMO_DAYS_AHEAD=7`, so that its clock runs a week ahead: Emilie signs in, sees everything about herself, and is asked about her parents. Monica's and Stian's «Handle for andre» has her no longer.",
        ],
    ),
    (
        "Where a parent cannot act",
        &[
            "Sign in as Kristin Dragsten: Mikkel is not on the list, because he is registered at neither parent's address.",
            "Sign in as Anders Lian: Sander is on the list in spite of different addresses, because custody by judgment was shown to staff.",
            "Sign in as Geir Hauge: Tiril is not on the list and no reason is told; her mother Line acts for her.",
            "Sign in as Siv Aas: Noah is not on the list, child protection has taken over. Sign in as Bodil Vinje: appointments, vaccines, medicines and allergies of Noah, nothing else.",
        ],
    ),
    (
        "Given access",
        &[
            "Sign in as Bente Aunemo Lund: Solveig's results and appointments. The answer and the appointment of old-age psychiatry are not there. Medicines and documents answer that they are not given.",
            "Sign in as Håkon Lund: Solveig's medicines, for another month. Sign in as Tove Strand: nobody on the list, and the overview says that the access has run out; Solveig's says so too.",
            "Sign in as Solveig Aunemo and open «Hvem har sett i journalen min»: each of their looks is there, also those that were refused.",
        ],
    ),
    (
        "Somebody who cannot consent",
        &[
            "Sign in as Inger Tømmervåg: she acts for Olav by the doctor's statement of a year ago.",
            "Sign in as Pål Krogstad: Olav is not on the list. Guardianship does not reach the health record.",
            "Olav's own page «De som følger deg opp» names his doctor and the office, and the test provider's list his number. Apply as Pål under «Handle for andre» to that office. Sign in for staff as the doctor, open the case and «Gi tilgang etter søknad»: Olav's record must be open first. With the doctor's statement, the parts and a last day one sees what Pål will see, and confirms.",
            "In the open record choose «Registrer på papir»: the statement and Pål's access are there, with the way to end them. End his access: Olav is no longer on his list. A power of attorney on paper from Olav himself is refused, because he cannot consent.",
            "Choose «Registrer søknad på papir» at work, find Håkon Lund, born 29.11.1996, and type in that he applies to act for Olav: it is the same case as Pål's, with owner and day, and Håkon reads the answer in «Det du har spurt om».",
        ],
    ),
    (
        "What staff hide",
        &[
            "Sign in as Hege Rognes and act for Jonas: «De som følger deg opp» names his doctor and the office. Sign in for staff as that doctor, find Jonas by name and birth date, and choose «Skjult og utsatt»: his talk with the school nurse is hidden from the parents, the meeting from him.",
            "Choose the part «Vaksiner» and one of them. Hide it from the parents, with a reason: what the mark does, and what still tells of the line, comes before it is set. Hege sees the vaccine no longer, Jonas does, and his log says that it was hidden. Lift the mark again.",
        ],
    ),
    (
        "A protected address",
        &[
            "Sign in as Maria Elvestad: her own record is open, without address or telephone. Her daughter Selma is not on the list.",
            "Sign in as Heidi Norum: Maria has given her access, and she sees nothing of her.",
        ],
    ),
    (
        "After death",
        &["Sign in as Åse Fossum: Odd Henrik's documents, diagnoses and medicines, and nothing else."],
    ),
    (
        "What is closed and what waits",
        &[
            "Sign in as Helle Krogh: the emergency lock is set, every page of the record is closed and says so.",
            "Sign in as Vidar Sletten: he sees everything, also the note that is blocked against staff.",
            "Sign in as Sigrid Moe: the results announce two answers that are not shown yet. The two refused notes are in no list, count or search.",
        ],
    ),
    (
        "Staff, and what they find closed",
        &[
            "Sign in as Vidar Sletten and open «De som følger deg opp»: it names his doctor and the office. Sign out.",
            "Sign in for staff («For ansatte») as that doctor, choose «Finn pasient» and search for Vidar Sletten, born 31.5.1969. Choose «Helsehjelp»: the bar says whose record is open, and his results are there.",
            "Open «Notater og dokumenter»: one item is closed, and nothing says what it is. «Åpne det som er sperret» asks for a reason; then «Samtale om en vanskelig tid» is there, for an hour.",
            "Sign in as Vidar Sletten: the overview says that something he has closed was opened, and the log has it first, with the name of the doctor.",
            "Open «Saker» as the doctor: the review is there and is not the doctor's own to do. Sign in for staff as another doctor of the office: the reason stands in the case. Answer it; Vidar finds the answer in «Det du har spurt om».",
            "Sign in for staff as a doctor of a department that Vidar has never met: «Helsehjelp» is refused, because nothing in the record ties the department to him. An emergency opens with a reason, and is reviewed too.",
            "Find Helle Krogh, born 7.6.1994, as a doctor of her office: her emergency lock is told, and is lifted when one has made sure who asks.",
        ],
    ),
];

/// The walks as Markdown.
pub(super) fn text() -> String {
    let mut text = String::from("\n## Who may see what, step by step\n");
    for (title, steps) in WALKS {
        text.push_str(&format!("\n### {title}\n\n"));
        for (number, step) in steps.iter().enumerate() {
            text.push_str(&format!("{}. {step}\n", number + 1));
        }
    }
    text
}
