//! Asserts how SQLite runs the statements of pages: one search in the one right tree, never a scan.

mod postgres;

use crate::audit::chain;
use crate::store::history;
use crate::{
    apply, client, directory, know, merge, migration, moves, opening, range, session, staff_session, store,
    write,
};

fn plan(sql: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open_in_memory().expect("memory");
    for migration in migration::ALL {
        connection.execute_batch(migration.sqlite).expect("the schema");
    }
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect(sql);
    let mut rows = statement.raw_query();
    let mut plan = Vec::new();
    while let Some(row) = rows.next().expect(sql) {
        plan.push(row.get(3).expect(sql));
    }
    plan
}

fn check(sql: &str, expected: &[&str]) {
    assert_eq!(plan(sql), expected, "{sql}");
}

#[test]
fn pages_use_the_primary_key() {
    const ROW: &str = "SEARCH record USING PRIMARY KEY (patient_key=? AND type=? AND local_id=?)";
    check(range::POINT, &[ROW]);
    for sql in [range::RANGE, range::HEADS, range::CODED] {
        check(
            sql,
            &["SEARCH record USING PRIMARY KEY (patient_key=? AND type=? AND local_id>? AND local_id<?)"],
        );
    }
    check(range::WHOLE, &["SEARCH record USING PRIMARY KEY (patient_key=? AND (type,local_id)>(?,?))"]);
    check(
        range::MOVED,
        &[
            "SEARCH m USING COVERING INDEX record_moved (moved=? AND patient_key=?)",
            "SEARCH r USING PRIMARY KEY (patient_key=? AND type=? AND local_id=?)",
        ],
    );
    check(range::PAST, &["SEARCH record_past USING PRIMARY KEY (patient_key=? AND type=? AND local_id=?)"]);
    check(range::OTHERS, &["SEARCH record USING PRIMARY KEY (patient_key=?)"]);
    check(know::STORED, &[ROW]);
    check(apply::VERSION, &[ROW]);
    check(apply::LINK, &[ROW]);
    const OWNER: &str = "SEARCH reference_open USING COVERING INDEX reference_open_owner (patient_key=? AND owner_type=? AND local_id=?)";
    check(apply::CLOSE, &[OWNER]);
    check(apply::CLOSE_PLACE, &[OWNER]);
    check(
        write::DUE,
        &[
            "SEARCH o USING COVERING INDEX reference_open_owner ((patient_key,owner_type,local_id)>(?,?,?))",
            "SEARCH a USING PRIMARY KEY (alias_hash=?)",
        ],
    );
    check(know::WORKLIST, &["SEARCH case_open USING PRIMARY KEY (organization=?)"]);
    check(apply::UNCASE, &["SEARCH case_open USING INDEX case_open_record (patient_key=? AND local_id=?)"]);
    check(
        range::PAST_TIMES,
        &["SEARCH record_past USING PRIMARY KEY (patient_key=? AND type=? AND local_id=?)"],
    );
    check(chain::PAGE, &["SEARCH audit USING INDEX audit_patient (patient_key=? AND seq<?)"]);
}

#[test]
fn histories_use_the_primary_key() {
    const GONE: &str = "SEARCH record_past USING PRIMARY KEY (patient_key=? AND (type,local_id)>(?,?))";
    check(range::GONE, &[GONE]);
    for (sql, table) in [(history::LIVE, "record"), (history::PAST, "record_past")] {
        check(
            sql,
            &[format!("SEARCH {table} USING PRIMARY KEY (patient_key=? AND type>? AND type<?)").as_str()],
        );
    }
    check(history::ONE_LIVE, &["SEARCH record USING PRIMARY KEY (patient_key=? AND type=? AND local_id=?)"]);
    check(
        history::ONE_PAST,
        &["SEARCH record_past USING PRIMARY KEY (patient_key=? AND type=? AND local_id=? AND version=?)"],
    );
}

#[test]
fn records_are_one_search_each() {
    let plan = plan(range::RECORDS);
    let of_rows: Vec<&String> = plan.iter().filter(|line| line.contains(" record")).collect();
    assert_eq!(of_rows, ["SEARCH record USING PRIMARY KEY (patient_key>?)"; 2], "{plan:?}");
    let past = self::plan(range::RECORDS_PAST);
    let of_rows: Vec<&String> = past.iter().filter(|line| line.contains(" record_past")).collect();
    assert_eq!(of_rows, ["SEARCH record_past USING PRIMARY KEY (patient_key>?)"; 2], "{past:?}");
}

#[test]
fn the_last_look_is_one_search_of_the_log() {
    const LOOK: &str = "SEARCH audit USING INDEX audit_look (patient_key=? AND actor_key=? AND matter=?";
    check(chain::LAST_SEEN, &[&format!("{LOOK})")]);
    check(
        chain::LAST_BEFORE,
        &[&format!("{LOOK} AND at_us<?)").replace("INDEX audit", "COVERING INDEX audit")],
    );
    check(
        chain::FIRST_SINCE,
        &[&format!("{LOOK} AND at_us>?)").replace("INDEX audit", "COVERING INDEX audit")],
    );
}

#[test]
fn no_statement_of_a_visit_scans() {
    let statements = [
        apply::VERSION_PAST,
        apply::MARK_KNOWN,
        know::FIND,
        know::ALIAS,
        know::STORED_PAST,
        know::STORED_BEFORE,
    ];
    let of_merges = merge::statements();
    let of_visits = session::STATEMENTS.iter().chain(staff_session::STATEMENTS).chain(opening::STATEMENTS);
    for sql in statements.iter().chain(of_visits).chain(&of_merges).chain(store::MERGES) {
        let plan = plan(sql);
        let sweep = sql.contains("seen_us < $1");
        assert!(sweep || plan.iter().all(|step| !step.starts_with("SCAN")), "{sql}: {plan:?}");
    }
    // One look at the end of the table for each group of writes, however many were ever merged.
    assert_eq!(plan(moves::NEWEST), ["SCAN person_merge"], "the end of the tree, by its order");
    let found = plan(directory::SEARCH);
    assert_eq!(found, ["SEARCH directory USING INDEX directory_search (type=?)"]);
    let born = plan(directory::BORN);
    assert_eq!(born[0], "SEARCH directory USING INDEX directory_birth (type=? AND birth_date=?)");
}

/// Both databases number values by their first appearance, so that must be their order.
#[test]
fn values_appear_in_their_order() {
    let statements = [
        range::POINT,
        range::RANGE,
        range::HEADS,
        range::CODED,
        range::MOVED,
        range::PAST,
        directory::SEARCH,
    ];
    let more = [
        chain::PAGE,
        chain::LAST_SEEN,
        chain::LAST_BEFORE,
        chain::FIRST_SINCE,
        range::PAST_TIMES,
        apply::LINK,
        apply::CLOSE_PLACE,
        write::DUE,
        apply::UNCASE,
        know::WORKLIST,
        know::FIND,
        know::ALIAS,
        know::STORED,
        know::STORED_BEFORE,
        apply::VERSION,
        migration::NOTE,
        migration::META_SET,
        migration::META_ADD,
        session::END_EVERY,
        staff_session::END_EVERY,
        directory::BORN,
    ];
    let of_merges = merge::statements();
    let sessions =
        session::STATEMENTS.iter().chain(&of_merges).chain(store::MERGES).chain(staff_session::STATEMENTS);
    for sql in
        statements.iter().chain(&more).chain(sessions).chain(opening::STATEMENTS).chain(client::STATEMENTS)
    {
        let mut newest = 0;
        for piece in sql.split('$').skip(1) {
            let digits = piece.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(piece.len());
            let number: usize = piece[..digits].parse().expect(sql);
            assert!(number <= newest + 1, "{sql}");
            newest = newest.max(number);
        }
    }
}
