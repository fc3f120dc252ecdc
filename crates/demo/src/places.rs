//! The six municipalities, with post codes and place names that exist, and street names that may.

use crate::chance::Chance;

/// A municipality of the region.
#[derive(Debug)]
pub(crate) struct Municipality {
    /// Number in the national list, four digits.
    pub(crate) number: &'static str,
    /// Name in everyday use.
    pub(crate) name: &'static str,
    /// Of a hundred citizens, how many live here.
    pub(crate) share: usize,
    /// Post codes for street addresses, with their place names.
    pub(crate) posts: &'static [(&'static str, &'static str)],
}

/// All of them. Source of numbers and post codes: Kartverket's list of 2024 and the post's public register.
pub(crate) const MUNICIPALITIES: [Municipality; 6] = [
    Municipality {
        number: "5001",
        name: "Trondheim",
        share: 50,
        posts: &[
            ("7010", "TRONDHEIM"),
            ("7014", "TRONDHEIM"),
            ("7016", "TRONDHEIM"),
            ("7018", "TRONDHEIM"),
            ("7024", "TRONDHEIM"),
            ("7033", "TRONDHEIM"),
            ("7036", "TRONDHEIM"),
            ("7042", "TRONDHEIM"),
            ("7045", "TRONDHEIM"),
            ("7052", "TRONDHEIM"),
            ("7053", "RANHEIM"),
            ("7058", "JAKOBSLI"),
            ("7072", "HEIMDAL"),
            ("7088", "HEIMDAL"),
            ("7091", "TILLER"),
            ("7099", "FLATÅSEN"),
        ],
    },
    Municipality {
        number: "5035",
        name: "Stjørdal",
        share: 13,
        posts: &[("7500", "STJØRDAL"), ("7504", "STJØRDAL"), ("7507", "STJØRDAL"), ("7510", "SKATVAL")],
    },
    Municipality {
        number: "5037",
        name: "Levanger",
        share: 12,
        posts: &[
            ("7600", "LEVANGER"),
            ("7602", "LEVANGER"),
            ("7606", "LEVANGER"),
            ("7620", "SKOGN"),
            ("7631", "ÅSEN"),
        ],
    },
    Municipality { number: "5059", name: "Orkland", share: 11, posts: &[("7300", "ORKANGER")] },
    Municipality {
        number: "5028",
        name: "Melhus",
        share: 9,
        posts: &[("7223", "MELHUS"), ("7224", "MELHUS"), ("7232", "LUNDAMO")],
    },
    Municipality { number: "5025", name: "Røros", share: 5, posts: &[("7374", "RØROS")] },
];

const STREETS: &[&str] = &[
    "Alfheimsvegen",
    "Bakkegata",
    "Bjørkelia",
    "Bregnevegen",
    "Elvevegen",
    "Fjordgata",
    "Fossvegen",
    "Granittvegen",
    "Gruvevegen",
    "Hammervegen",
    "Heggvegen",
    "Industrivegen",
    "Kirkevegen",
    "Kvernvegen",
    "Lyngvegen",
    "Markavegen",
    "Moltemyra",
    "Myrvegen",
    "Nedre Bakklia",
    "Nordlivegen",
    "Parkvegen",
    "Prestegårdsvegen",
    "Rognelia",
    "Rypevegen",
    "Sagvegen",
    "Selsbakklia",
    "Skolegata",
    "Solbakkvegen",
    "Stasjonsgata",
    "Strandvegen",
    "Teglverksvegen",
    "Tyttebærstien",
    "Utsikten",
    "Vestre Åsvegen",
    "Øvre Kvamslia",
    "Åsgårdsvegen",
];

/// Where a household lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Place in [`MUNICIPALITIES`].
    pub(crate) municipality: usize,
    /// Street and number.
    pub(crate) line: String,
    /// Four digits.
    pub(crate) post_code: &'static str,
    /// Place name of the post code, in the register's capitals.
    pub(crate) city: &'static str,
}

/// An address somewhere in the region.
pub(crate) fn somewhere(chance: &mut Chance) -> Address {
    let mut rest = chance.below(100);
    let mut municipality = 0;
    while rest >= MUNICIPALITIES[municipality].share {
        rest -= MUNICIPALITIES[municipality].share;
        municipality += 1;
    }
    within(municipality, chance)
}

/// An address in this municipality.
pub(crate) fn within(municipality: usize, chance: &mut Chance) -> Address {
    let &(post_code, city) = chance.pick(MUNICIPALITIES[municipality].posts);
    let number = chance.between(1, 118);
    let letter = if chance.percent(15) { *chance.pick(&[" A", " B", " C"]) } else { "" };
    Address { municipality, line: format!("{} {number}{letter}", chance.pick(STREETS)), post_code, city }
}

#[cfg(test)]
mod tests {
    use super::MUNICIPALITIES;

    #[test]
    fn the_shares_are_the_whole_region() {
        assert_eq!(MUNICIPALITIES.iter().map(|municipality| municipality.share).sum::<usize>(), 100);
    }
}
