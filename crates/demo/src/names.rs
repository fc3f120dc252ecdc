//! Frequent Norwegian names, as short own lists by generation. Any likeness with a living person is chance.

use jiff::civil::Date;

use crate::chance::Chance;
use crate::identity::Sex;

const WOMEN_OLD: &[&str] = &[
    "Aud", "Berit", "Bjørg", "Eldbjørg", "Gerd", "Gunvor", "Inger", "Ingrid", "Kirsten", "Liv", "Magnhild", "Marit",
    "Oddny", "Randi", "Reidun", "Ruth", "Sigrid", "Solveig", "Torbjørg", "Tordis", "Unni", "Åse",
];
const WOMEN_MIDDLE: &[&str] = &[
    "Ann Kristin", "Anne", "Anita", "Bente", "Cecilie", "Elin", "Elisabeth", "Grete", "Hanne", "Heidi", "Hege",
    "Hilde", "Janne", "Kari", "Kristin", "Lene", "Linda", "Marianne", "Mette", "Mona", "Monica", "Nina", "Ragnhild",
    "Siv", "Siri", "Stine", "Tone", "Trine", "Turid", "Wenche",
];
const WOMEN_YOUNG: &[&str] = &[
    "Amalie", "Andrea", "Emilie", "Emma", "Frida", "Hanna", "Ida", "Ingeborg", "Julie", "Karoline", "Kristine",
    "Leah", "Linnea", "Malin", "Maren", "Maria", "Marte", "Nora", "Oda", "Sara", "Selma", "Silje", "Sofie", "Sunniva",
    "Synne", "Thea", "Tiril", "Tuva", "Vilde", "Ylva",
];
const MEN_OLD: &[&str] = &[
    "Arne", "Arvid", "Asbjørn", "Birger", "Einar", "Egil", "Finn", "Gunnar", "Hans", "Harald", "Håkon", "Ivar",
    "Johan", "Kjell", "Kåre", "Leif", "Magne", "Nils", "Odd", "Olaf", "Ottar", "Per", "Reidar", "Sverre", "Torleif",
];
const MEN_MIDDLE: &[&str] = &[
    "Anders", "Bjørn", "Børge", "Dag", "Erik", "Espen", "Frode", "Geir", "Helge", "Jan Erik", "Jon", "Jørn", "Kenneth",
    "Ketil", "Kjetil", "Knut", "Lars", "Morten", "Ole", "Pål", "Roar", "Rune", "Stein", "Stian", "Svein", "Terje",
    "Tor", "Trond", "Vidar", "Øyvind",
];
const MEN_YOUNG: &[&str] = &[
    "Adrian", "Aksel", "Alexander", "Benjamin", "Elias", "Emil", "Eskil", "Filip", "Fredrik", "Henrik", "Isak",
    "Jakob", "Jonas", "Kasper", "Kristian", "Liam", "Ludvig", "Lukas", "Magnus", "Marius", "Mathias", "Noah",
    "Oliver", "Oskar", "Sander", "Sebastian", "Sigurd", "Simen", "Tobias", "Ulrik",
];
const FAMILIES: &[&str] = &[
    "Aas", "Aune", "Bakken", "Berg", "Bjerkan", "Bjørnstad", "Brekke", "Dahl", "Eide", "Engen", "Eriksen", "Fjeld",
    "Forbord", "Fossum", "Gjervan", "Grande", "Hagen", "Halvorsen", "Hansen", "Haugan", "Haugen", "Hegstad",
    "Hembre", "Hoem", "Holm", "Holten", "Hove", "Iversen", "Jensen", "Johansen", "Karlsen", "Kjelstad", "Kolstad",
    "Kristiansen", "Krogstad", "Kvam", "Larsen", "Lian", "Lie", "Lium", "Lund", "Melhus", "Moe", "Moen", "Morken",
    "Myhr", "Myhre", "Nergård", "Nilsen", "Nordgård", "Næss", "Olsen", "Opdahl", "Overvik", "Pedersen", "Rise",
    "Rognes", "Rønning", "Sakshaug", "Sandvik", "Selnes", "Skjelstad", "Skogstad", "Solberg", "Solem", "Stokke",
    "Storli", "Strand", "Stene", "Sæther", "Sørensen", "Thorsen", "Tiller", "Tømmervåg", "Uthaug", "Vik", "Vikan",
    "Wold", "Ytterhus", "Øfsti", "Øien", "Ås",
];
const FAMILIES_FAR: &[&str] = &[
    "Ahmed", "Ali", "Hassan", "Kowalska", "Kozlov", "Nguyen", "Nowak", "Osman", "Petrauskas", "Shevchenko", "Tesfay",
    "Tran",
];

/// A first name of this sex and generation.
pub(crate) fn given(sex: Sex, birth: Date, chance: &mut Chance) -> &'static str {
    let list = match (sex, birth.year()) {
        (Sex::Female, ..1956) => WOMEN_OLD,
        (Sex::Female, 1956..1988) => WOMEN_MIDDLE,
        (Sex::Female, _) => WOMEN_YOUNG,
        (Sex::Male, ..1956) => MEN_OLD,
        (Sex::Male, 1956..1988) => MEN_MIDDLE,
        (Sex::Male, _) => MEN_YOUNG,
    };
    chance.pick::<&str>(list)
}

/// A family name, in about one of sixteen households from another country.
pub(crate) fn family(chance: &mut Chance) -> &'static str {
    if chance.percent(6) { chance.pick::<&str>(FAMILIES_FAR) } else { chance.pick::<&str>(FAMILIES) }
}
