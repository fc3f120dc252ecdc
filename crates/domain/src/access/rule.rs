//! The rules that say yes, each with its name, its words and its source, as the page for lawyers lists them.

/// A rule that says yes. The numbers are stored in the access log: add at the end, never move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum Rule {
    /// A person of 16 or more reads their own record.
    Own = 1,
    /// Somebody whose date of birth is not known reads their own record.
    OwnAgeUnknown = 2,
    /// A young person of 13 to 15 with a parent's consent.
    Youth = 3,
    /// A parent of a child under 12.
    ParentOfChild = 4,
    /// A parent of a child of 12 to 15.
    ParentOfYouth = 5,
    /// A foster parent or the child protection, as far as was delegated.
    Foster = 6,
    /// Somebody whom the person has given access.
    Proxy = 7,
    /// The nearest relative of somebody who cannot consent.
    Representative = 8,
    /// A guardian who is the nearest relative too.
    GuardianAsNearest = 9,
    /// The nearest relative of somebody who is dead.
    NearestOfDead = 10,
    /// Staff of a place of care that treats the patient.
    Treating = 11,
    /// Staff in acute care.
    Emergency = 12,
    /// Staff who override a block.
    Override = 13,
    /// An operator has started a command.
    Operator = 14,
    /// The sign-in finds a person.
    SignIn = 15,
    /// The demo lists its people.
    Demo = 16,
    /// The rules gather their facts.
    Facts = 17,
    /// Somebody who answers an invitation.
    Invited = 18,
    /// Staff who handle a case of their organisation.
    Handling = 19,
    /// Staff find their patient.
    Finding = 20,
    /// Somebody who has, or had, access is told what became of it.
    Told = 21,
    /// A registered system, for what it has sent itself.
    ClientOwn = 22,
    /// A registered system to which the configuration gives the region.
    ClientRegion = 23,
    /// Staff register an application that came on paper.
    Receiving = 24,
    /// A registered system that is named for it makes two records of one person one.
    ClientMerge = 25,
    /// A registered system to which the configuration gives the region, in bulk.
    ClientBulk = 26,
    /// A registered system of the region that is named for it reads the access log of one person.
    ClientLog = 27,
}

/// One line of the page about the rules.
#[derive(Clone, Copy, Debug)]
pub struct RuleText {
    /// Its name.
    pub name: &'static str,
    /// Who is let in, and when.
    pub when: &'static str,
    /// What they see.
    pub sees: &'static str,
    /// The source.
    pub source: &'static str,
}

impl Rule {
    /// The rules about persons, in the order of the page.
    pub const PERSONAL: [Self; 22] = [
        Self::Own,
        Self::OwnAgeUnknown,
        Self::Youth,
        Self::ParentOfChild,
        Self::ParentOfYouth,
        Self::Foster,
        Self::Invited,
        Self::Proxy,
        Self::Representative,
        Self::GuardianAsNearest,
        Self::NearestOfDead,
        Self::Told,
        Self::Treating,
        Self::Emergency,
        Self::Override,
        Self::Handling,
        Self::ClientOwn,
        Self::ClientRegion,
        Self::ClientBulk,
        Self::ClientMerge,
        Self::ClientLog,
        Self::Receiving,
    ];

    /// The stored number.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The rule stored under this number.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        let technical = [Self::Operator, Self::SignIn, Self::Demo, Self::Facts, Self::Finding];
        Self::PERSONAL.into_iter().chain(technical).find(|rule| rule.number() == number)
    }

    /// The name in logs and tests.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.text().name
    }

    /// The rule in words.
    #[must_use]
    pub const fn text(self) -> RuleText {
        match self {
            Self::Own => OWN,
            Self::OwnAgeUnknown => OWN_AGE_UNKNOWN,
            Self::Youth => YOUTH,
            Self::ParentOfChild => PARENT_OF_CHILD,
            Self::ParentOfYouth => PARENT_OF_YOUTH,
            Self::Foster => FOSTER,
            Self::Invited => INVITED,
            Self::Told => TOLD,
            Self::Proxy => PROXY,
            Self::Representative => REPRESENTATIVE,
            Self::GuardianAsNearest => GUARDIAN_AS_NEAREST,
            Self::NearestOfDead => NEAREST_OF_DEAD,
            Self::Treating => TREATING,
            Self::Emergency => EMERGENCY,
            Self::Override => OVERRIDE,
            Self::Handling => HANDLING,
            Self::Receiving => RECEIVING,
            Self::Finding => FINDING,
            Self::ClientOwn => CLIENT_OWN,
            Self::ClientRegion => CLIENT_REGION,
            Self::ClientBulk => CLIENT_BULK,
            Self::ClientMerge => CLIENT_MERGE,
            Self::ClientLog => CLIENT_LOG,
            Self::Operator => OPERATOR,
            Self::SignIn => SIGN_IN,
            Self::Demo => DEMO,
            Self::Facts => FACTS,
        }
    }
}

const OWN: RuleText = RuleText {
    name: "self",
    when: "The person, from 00:00 on the 16th birthday, unless they have set the emergency lock.",
    sees: "Everything, except items marked as refused and answers that are not released yet (announced); a padlock for what they have put behind a fresh sign-in, until there is one.",
    source: "pasient- og brukerrettighetsloven §§ 4-3, 5-1; safe mode is HelsaMi's own rule",
};
const OWN_AGE_UNKNOWN: RuleText = RuleText {
    name: "self-age-unknown",
    when: "The person, where no date of birth is registered.",
    sees: "As `self`, and without items hidden from the young.",
    source: "pasient- og brukerrettighetsloven § 5-1; the more private lens, since nobody can say that they are of age",
};
const YOUTH: RuleText = RuleText {
    name: "youth",
    when: "The person from 13 to 15, with a parent's consent in force.",
    sees: "Appointments, medicines, vaccines, own details and log; not items hidden from the young; a padlock as for `self`.",
    source: "Helsenorge, ungdomstilgang",
};
const PARENT_OF_CHILD: RuleText = RuleText {
    name: "parent-under-12",
    when: "A parent with parental responsibility, to the child's 12th birthday, when the child is registered at the address of at least one parent, or custody is documented.",
    sees: "Everything but what is the child's own, items hidden from parents, refused and unreleased items.",
    source: "pasient- og brukerrettighetsloven § 3-4; Helsenorge and HelsaMi, shared-address test",
};
const PARENT_OF_YOUTH: RuleText = RuleText {
    name: "parent-12-15",
    when: "As `parent-under-12`, from the 12th to the 16th birthday.",
    sees: "As `parent-under-12`, and without items labelled as mental health, sexual health, substances, violence or HIV.",
    source: "pasient- og brukerrettighetsloven § 3-4 second paragraph; HelsaMi, parents' access to 16",
};
const FOSTER: RuleText = RuleText {
    name: "foster",
    when: "A foster parent or child protection, as far as child protection has delegated, to the child's 16th birthday.",
    sees: "The parts that were delegated, as `parent-under-12` or `parent-12-15`.",
    source: "pasient- og brukerrettighetsloven §§ 3-4, 4-4; barnevernsloven",
};
const INVITED: RuleText = RuleText {
    name: "invited",
    when: "Somebody of 18 or more who holds the code of an invitation that waits, within 14 days, while neither of the two is protected or dead and the giver has not locked or closed the record.",
    sees: "The name of the giver and what is offered. The one change is to say yes or no; a yes makes the rule `proxy`.",
    source: "Helsenorge and HelsaMi, powers of attorney; HelsaMi's own choice of the 14 days",
};
const PROXY: RuleText = RuleText {
    name: "proxy",
    when: "Somebody of 18 or more to whom a person of 16 or more has given access, from its beginning to its end.",
    sees: "The parts that were given, without the topics and items that were kept back, and without what the giver has put behind a fresh sign-in; never more than the giver.",
    source: "Helsenorge and HelsaMi, powers of attorney",
};
const REPRESENTATIVE: RuleText = RuleText {
    name: "representative",
    when: "The nearest relative of 18 or more of somebody of 12 or more who cannot consent, on a doctor's statement of at most five years' age.",
    sees: "The parts that the need covers, without what the person has put behind a fresh sign-in.",
    source: "pasient- og brukerrettighetsloven §§ 3-3, 4-6; Helsenorge, access for those who cannot consent",
};
const GUARDIAN_AS_NEAREST: RuleText = RuleText {
    name: "guardian-as-nearest",
    when: "A guardian who is the nearest relative too, of somebody who cannot consent. Guardianship alone gives no access.",
    sees: "As `representative`.",
    source: "pasient- og brukerrettighetsloven § 1-3 b; Statsforvalteren on guardianship and health",
};
const NEAREST_OF_DEAD: RuleText = RuleText {
    name: "nearest-of-dead",
    when: "The nearest relative of 18 or more of somebody who is dead, approved on application.",
    sees: "The parts that were approved, without what the person had put behind a fresh sign-in.",
    source: "pasient- og brukerrettighetsloven § 5-1 fifth paragraph; helsepersonelloven § 24",
};
const TOLD: RuleText = RuleText {
    name: "told",
    when: "Somebody who has, or had, one of the accesses above, for 90 days after it was given, changed or ended, while neither of the two is protected and the record is not locked or closed to them. Likewise whoever would be let in had the record not become a part of another, for 90 days after that.",
    sees: "Whose record it is, and what became of the access.",
    source: "HelsaMi's own rule (features.md K1: both are told)",
};
const TREATING: RuleText = RuleText {
    name: "treating",
    when: "Authorised staff who have stated a ground, of a place of care that has a relation to the patient now: the patient's own office; a visit or an appointment, from 30 days before to 30 days after; a referral in force, for a year; a course of care or a care team in force.",
    sees: "Everything but what is the citizen's own; closed items as a padlock.",
    source: "helsepersonelloven §§ 21 a, 25, 45; pasientjournalloven § 19; the days are HelsaMi's own rule",
};
const EMERGENCY: RuleText = RuleText {
    name: "emergency",
    when: "Authorised staff in acute care, with a reason in words, without a relation from before. For an hour; reviewed, and told to the citizen at once.",
    sees: "As `treating`.",
    source: "trust framework, purpose ETREAT; helsepersonelloven § 45",
};
const OVERRIDE: RuleText = RuleText {
    name: "override",
    when: "Authorised staff who override a block, with a reason in words. Blocks against named staff hold. For an hour; reviewed, and told to the citizen at once.",
    sees: "As `treating`, and closed items.",
    source: "pasient- og brukerrettighetsloven § 5-3; trust framework, purpose BTG",
};
const HANDLING: RuleText = RuleText {
    name: "handling",
    when: "Authorised staff of the organisation that has a case of the person, unless the person has closed the record to them by name. What somebody has opened in an emergency or past a block is reviewed by somebody else.",
    sees: "The case and the line it points at, and nothing else.",
    source: "pasient- og brukerrettighetsloven §§ 5-1, 5-2; helsepersonelloven §§ 42–44; HelsaMi's own rule about the reviewer",
};
const RECEIVING: RuleText = RuleText {
    name: "receiving",
    when: "Authorised staff to whom somebody of 18 or more hands an application on paper to act for somebody who cannot consent, unless the applicant has closed the record to them by name.",
    sees: "Nothing of the applicant's record but the name they were found by. The one change is the case that the application makes.",
    source: "Helsenorge, the same on paper for those without electronic ID; HelsaMi's own rule about who registers it",
};
const FINDING: RuleText = RuleText {
    name: "finding",
    when: "Authorised staff, by identity number or by whole name and birth date.",
    sees: "Name, birth date and whether the person is dead; never an address. That they were found is in the log of each.",
    source: "HelsaMi's own rule",
};
const CLIENT_OWN: RuleText = RuleText {
    name: "client-own",
    when: "A system that is registered in the configuration and has signed in with its own key, as far as its scopes go.",
    sees: "What it has sent itself, and what is about nobody: organisations, places, staff. It may send more about anybody, and changes nothing but its own, and an AuditEvent not at all. AuditEvents of others it never sees, nor does anybody but their sender.",
    source: "pasientjournalloven §§ 7, 22; personvernforordningen art. 5, 32; SMART App Launch 2, Backend Services; HelsaMi's own rule about ownership",
};
const CLIENT_REGION: RuleText = RuleText {
    name: "client-region",
    when: "As `client-own`, where the configuration says that the system reads the region, unless the person's address is protected, or the person has closed the record to its organisation or to staff: then as `client-own`.",
    sees: "Everything but what is the citizen's own, what is closed, and AuditEvents that others have sent. It changes nothing but its own.",
    source: "pasientjournalloven §§ 9, 19; pasient- og brukerrettighetsloven § 5-3; HelsaMi's own rule about protected addresses",
};
const CLIENT_BULK: RuleText = RuleText {
    name: "client-bulk",
    when: "As `client-region`, for what leaves in bulk (`$export`), unless the person has reserved against sharing outside the region, use for learning and quality, or use for tools that support decisions: then as `client-own`. Which of them an export is for cannot be seen here, so that each holds.",
    sees: "As `client-region`.",
    source: "pasientjournalloven §§ 13, 19; pasient- og brukerrettighetsloven § 5-3; helsepersonelloven §§ 29, 29 c; personvernforordningen article 21; HelsaMi's own rule about which reservations close a bulk export",
};
const CLIENT_MERGE: RuleText = RuleText {
    name: "client-merge",
    when: "A system whose registration names the scope `system/Patient.$merge`, which no scope for all types covers, for two records of which it sees both Patients; not where one is registered as dead and the other is not, nor where two national numbers are in force.",
    sees: "Nothing more. Two records become one, or are parted again; what lets others in stays behind and must be given anew, what is closed in either is closed in both.",
    source: "personvernforordningen art. 5 no. 1 d; pasientjournalloven § 22; Persontjenesten, merge and split of persons; the operation of FHIR R6; what stays behind is HelsaMi's own rule",
};
const CLIENT_LOG: RuleText = RuleText {
    name: "client-log",
    when: "A system that reads the region and whose registration names the scope `system/AuditEvent.rs`, which no scope for all types covers, for the log of one person at a time; unless the person's address is protected, or the person has closed the record to its organisation or to staff: then, as for a system that does not read the region, by `client-own`, the lines of what it has done itself.",
    sees: "What staff by `treating`, `emergency` and `finding`, registered systems and the installation have seen and written, each single thing only where `client-region` shows it. Never what the person or those who act for them have done, what was about what is the citizen's own, seen or written, what staff did with a case of theirs (`handling`, `receiving`), past a block (`override`: it tells that there is one), nor the tries of others that were refused. By which rule somebody was let in is told of the system itself alone: of another it would tell what is closed to it. That it has read the log is a line in it.",
    source: "pasientjournalloven §§ 9, 22; helsepersonelloven § 45; personvernforordningen article 32; Normen, logging and control of access; HelsaMi's own rule about which lines are kept back",
};
const OPERATOR: RuleText =
    RuleText {
        name: "operator", when: "A command that an operator has started.", sees: "–", source: "–"
    };
const SIGN_IN: RuleText =
    RuleText {
        name: "sign-in", when: "The sign-in, for the person it has proved.", sees: "–", source: "–"
    };
const DEMO: RuleText =
    RuleText {
        name: "demo", when: "The demo's own provider, for made-up people.", sees: "–", source: "–"
    };
const FACTS: RuleText =
    RuleText { name: "facts", when: "The rules, for what they decide from.", sees: "–", source: "–" };

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn numbers_and_names_are_one_to_one() {
        let all: Vec<Rule> = (0..=28).filter_map(Rule::from_number).collect();
        assert_eq!(all.len(), 27);
        for (place, rule) in all.iter().enumerate() {
            assert_eq!(usize::try_from(rule.number()), Ok(place + 1));
            assert!(all[place + 1..].iter().all(|other| other.name() != rule.name()));
        }
    }
}
