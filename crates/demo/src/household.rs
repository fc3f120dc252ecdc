//! The population: households drawn in blocks of sixteen citizens, so that any citizen can be made without the others.

use jiff::civil::{Date, date};

use crate::calendar::{after, age, years_after};
use crate::chance::Chance;
use crate::identity::{SLOTS, Series, Sex, Slot, person_number};
use crate::person::{Kin, Kinship, Number, Person, Protection};
use crate::region::Region;
use crate::{names, places, system, topic};

const BLOCK: usize = 16;

/// Somebody of a household, not yet anybody in particular.
#[derive(Clone, Copy)]
struct Draft {
    age: i32,
    sex: Sex,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Single,
    Partner,
    Parent,
    LoneParent,
    Child,
}

/// The citizen with this number in the population (the fixed test people are not counted).
pub(crate) fn person(region: &Region, index: usize) -> Person {
    let mut chance = Chance::new(region.seed, topic::HOUSEHOLD, (index / BLOCK) as u64);
    let first = index / BLOCK * BLOCK;
    let mut at = first;
    loop {
        let mut drafts = household(&mut chance);
        drafts.truncate(first + BLOCK - at);
        let members = settle(region, &drafts, at, &mut chance);
        if index < at + members.len() {
            return members.into_iter().nth(index - at).expect("the index lies in this household");
        }
        at += members.len();
    }
}

fn household(chance: &mut Chance) -> Vec<Draft> {
    let some_sex = |chance: &mut Chance| if chance.percent(50) { Sex::Female } else { Sex::Male };
    let draft = |age, sex, role| Draft { age, sex, role };
    match chance.below(100) {
        0..20 => vec![draft(chance.between(19, 45), some_sex(chance), Role::Single)],
        20..40 => {
            let sex = if chance.percent(65) { Sex::Female } else { Sex::Male };
            vec![draft(chance.between(55, 97), sex, Role::Single)]
        }
        40..64 => {
            let age = if chance.percent(70) { chance.between(50, 88) } else { chance.between(23, 49) };
            let other = (age + chance.between(-6, 4)).max(20);
            vec![draft(age, Sex::Male, Role::Partner), draft(other, Sex::Female, Role::Partner)]
        }
        64..92 => {
            let mother = chance.between(25, 48);
            let father = mother + chance.between(-2, 6);
            let mut drafts =
                vec![draft(mother, Sex::Female, Role::Parent), draft(father, Sex::Male, Role::Parent)];
            children(&mut drafts, mother, chance);
            drafts
        }
        _ => {
            let mother = chance.between(23, 50);
            let sex = if chance.percent(80) { Sex::Female } else { Sex::Male };
            let mut drafts = vec![draft(mother, sex, Role::LoneParent)];
            children(&mut drafts, mother, chance);
            drafts
        }
    }
}

fn children(drafts: &mut Vec<Draft>, mother: i32, chance: &mut Chance) {
    let mut age = (mother - chance.between(22, 34)).clamp(0, 17);
    for _ in 0..chance.between(1, 3) {
        let sex = if chance.percent(51) { Sex::Male } else { Sex::Female };
        drafts.push(Draft { age, sex, role: Role::Child });
        age -= chance.between(2, 4);
        if age < 0 {
            return;
        }
    }
}

/// Gives the members of a household their names, numbers, home and each other.
fn settle(region: &Region, drafts: &[Draft], first: usize, chance: &mut Chance) -> Vec<Person> {
    let address = places::somewhere(chance);
    let shared_family = names::family(chance);
    let gp = region.gp_near(&address, chance);
    let mut members: Vec<Person> = Vec::with_capacity(drafts.len());
    for (offset, draft) in drafts.iter().enumerate() {
        let birth = birth_date(region, draft.age, first + offset);
        let keeps_own = draft.role != Role::Child && offset > 0 && chance.percent(55);
        let family = if keeps_own { names::family(chance) } else { shared_family };
        let value = person_number(birth, draft.sex, Series::National, Slot::Crowd(slot(first + offset)));
        let years = age(birth, region.today);
        members.push(Person {
            numbers: vec![Number { system: system::NATIONAL_NUMBER, value, from: None, to: None }],
            given: Some(names::given(draft.sex, birth, chance).to_owned()),
            middle: None,
            family: family.to_owned(),
            sex: draft.sex,
            birth,
            death: died(region, years, chance),
            address: address.clone(),
            protection: Protection::None,
            phone: (years >= 12).then(|| phone(chance)),
            gp,
            language: None,
            citizenship: "NO",
            marital: marital(draft.role, years),
            kin: Vec::new(),
        });
    }
    relate(region, drafts, &mut members, chance);
    members
}

fn slot(index: usize) -> usize {
    index / 730 % SLOTS
}

/// A birth date that together with [`slot`] belongs to nobody else among the first 138 000 citizens: the day of the
/// year and whether the year is odd follow from the index.
fn birth_date(region: &Region, years: i32, index: usize) -> Date {
    let day = (index % 365 * 131 + usize::try_from(region.seed % 365).expect("below 365")) % 365;
    let odd = i16::try_from(index / 365 % 2).expect("0 or 1");
    let mut year = region.today.year() - i16::try_from(years).expect("an age");
    if year.rem_euclid(2) != odd {
        year -= 1;
    }
    let on = |year| after(date(year, 1, 1), i32::try_from(day).expect("a day of the year"));
    if on(year) > region.today { on(year - 2) } else { on(year) }
}

fn died(region: &Region, years: i32, chance: &mut Chance) -> Option<Date> {
    let share = match years {
        ..60 => 10,
        60..75 => 100,
        75..85 => 350,
        _ => 900,
    };
    chance.of_ten_thousand(share).then(|| after(region.today, -chance.between(20, 900)))
}

/// A phone number that cannot ring: no Norwegian number begins with 00.
pub(crate) fn phone(chance: &mut Chance) -> String {
    let mut two = || chance.below(100);
    let (a, b, c) = (two(), two(), two());
    format!("+47 00 {a:02} {b:02} {c:02}")
}

fn marital(role: Role, years: i32) -> &'static str {
    match role {
        Role::Child => "ugift",
        Role::Parent | Role::Partner => "gift",
        Role::LoneParent => "skilt",
        Role::Single if years > 72 => "enkeEllerEnkemann",
        Role::Single => "ugift",
    }
}

fn relate(region: &Region, drafts: &[Draft], members: &mut [Person], chance: &mut Chance) {
    let people: Vec<_> = members
        .iter()
        .map(|member| {
            let number = member.numbers[0].value.clone();
            let name = (member.given.clone().unwrap_or_default(), member.family.clone());
            (name, member.phone.clone(), number)
        })
        .collect();
    for (at, member) in members.iter_mut().enumerate() {
        for (other, (name, phone, number)) in people.iter().enumerate().filter(|(other, _)| *other != at) {
            let Some(kinship) = kinship(drafts[at], drafts[other]) else { continue };
            let confirmed = chance.percent(60).then(|| after(region.today, -chance.between(10, 900)));
            let parental = matches!(kinship, Kinship::Mother | Kinship::Father);
            let mut kin = Kin::near(kinship, name.clone(), region.today);
            (kin.confirmed, kin.phone, kin.parental) = (confirmed, phone.clone(), parental);
            if parental {
                (kin.number, kin.address) = (Some(number.clone()), Some(member.address.clone()));
            }
            member.kin.push(kin);
        }
        if drafts.len() == 1 {
            member.kin.extend(distant_kin(region, member.birth, chance));
        }
    }
}

fn distant_kin(region: &Region, birth: Date, chance: &mut Chance) -> Option<Kin> {
    let old = age(birth, region.today) > 55;
    let sex = if chance.percent(50) { Sex::Female } else { Sex::Male };
    let kin_birth = years_after(birth, if old { chance.between(24, 36) } else { -chance.between(24, 36) });
    let kinship = match (old, sex) {
        (true, _) => Kinship::Child,
        (false, Sex::Female) => Kinship::Mother,
        (false, Sex::Male) => Kinship::Father,
    };
    let name = (names::given(sex, kin_birth, chance).to_owned(), names::family(chance).to_owned());
    let mut kin = Kin::near(kinship, name, after(region.today, -chance.between(10, 1500)));
    kin.phone = Some(phone(chance));
    if chance.percent(35) {
        kin.confirmed = None;
    }
    chance.percent(80).then_some(kin)
}

fn kinship(own: Draft, other: Draft) -> Option<Kinship> {
    match (own.role, other.role, other.sex) {
        (Role::Child, Role::Child, _) => Some(Kinship::Sibling),
        (Role::Child, _, Sex::Female) => Some(Kinship::Mother),
        (Role::Child, _, Sex::Male) => Some(Kinship::Father),
        (_, Role::Child, _) => None,
        _ => Some(Kinship::Partner),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;

    use super::person;
    use crate::region::Region;

    #[test]
    fn every_citizen_has_a_number_of_their_own() {
        let region = Region::new(1, 0, date(2026, 11, 22));
        let mut numbers = HashSet::new();
        for index in (0..8_000).chain(72_990..73_100).chain(99_000..100_000) {
            let citizen = person(&region, index);
            assert!(citizen.birth <= region.today);
            assert!(numbers.insert(citizen.numbers[0].value.clone()), "citizen {index}");
        }
    }

    #[test]
    fn the_ages_are_like_a_population() {
        let region = Region::new(5, 0, date(2026, 11, 22));
        let people: Vec<_> = (0..4_000).map(|index| person(&region, index)).collect();
        let share = |from: i16, to: i16| {
            let within = |birth: i16| (from..to).contains(&(2026 - birth));
            people.iter().filter(|citizen| within(citizen.birth.year())).count() * 100 / people.len()
        };
        assert!((15..30).contains(&share(0, 18)), "{}", share(0, 18));
        assert!((10..30).contains(&share(67, 120)), "{}", share(67, 120));
    }
}
