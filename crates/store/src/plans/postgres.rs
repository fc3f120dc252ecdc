//! Asserts how PostgreSQL runs the statements of pages, on tables as a town fills them: by the primary key, whether it plans
//! for the values of the moment or once for all.

#[path = "../../tests/it/server.rs"]
#[expect(dead_code, reason = "the suite's own server, of which less is needed here")]
mod server;

use tokio_postgres::SimpleQueryMessage;

use crate::audit::chain;
use crate::{apply, know, migration, range, session};
use server::Server;

/// 3000 persons with 40 resources of each of 4 types, every hundredth moved, a past version of every tenth, 20 lines in
/// the log, 5 open cases, and somebody signed in; and what the server knows of it after its own housekeeping.
const TOWN: &str = "
    INSERT INTO record SELECT p * 7919, t, 1000000 * n, 1, 0, 1000 * n, n % 7, n % 50, 2,
      CASE WHEN (p * 160 + t * 40 + n) % 100 = 0 THEN 1 ELSE 0 END, 0, decode(repeat('5a', 150), 'hex')
      FROM generate_series(1, 3000) p, unnest(ARRAY[1, 32, 96, 120]) t, generate_series(1, 40) n;
    INSERT INTO record_past SELECT patient_key, type, local_id, 1, 0, 0, body FROM record WHERE local_id % 10000000 = 0;
    INSERT INTO id_alias SELECT decode(md5(patient_key::text || type || local_id), 'hex'), type, patient_key, local_id
      FROM record WHERE local_id % 4000000 = 0;
    INSERT INTO identifier SELECT decode(md5(patient_key::text || local_id), 'hex'), 96, patient_key, local_id, NULL, NULL
      FROM record WHERE type = 96 AND local_id <= 2000000;
    INSERT INTO session SELECT decode(md5(p::text) || md5(p::text), 'hex'), p, p * 7919, p, p, NULL, md5(p::text), 'x',
      'Firefox' , 'x' FROM generate_series(1, 3000) p;
    INSERT INTO visit_last SELECT p * 7919, p FROM generate_series(1, 3000) p;
    INSERT INTO audit SELECT n * 3000 + p, 0, 1, p, p, p * 7919, 1, 1, 1, decode(md5(p::text), 'hex')
      FROM generate_series(1, 3000) p, generate_series(0, 19) n;
    INSERT INTO case_open SELECT p % 30, p, p * 7919, n, 1 FROM generate_series(1, 3000) p, generate_series(1, 5) n;
    VACUUM ANALYZE;";

struct Town {
    server: Server,
    database: &'static str,
}

impl Town {
    async fn new() -> Option<Self> {
        let town = Self { server: Server::start().await?, database: "town" };
        town.server.database(town.database).await;
        for migration in migration::ALL {
            town.server.run(town.database, migration.postgres).await;
        }
        for statement in TOWN.split_inclusive(';').filter(|statement| !statement.trim().is_empty()) {
            town.server.run(town.database, statement).await;
        }
        Some(town)
    }

    /// The nodes that read, with the conditions of their indexes.
    async fn plan(&self, mode: &str, sql: &str, values: &str) -> Vec<String> {
        let explain = format!(
            "SET plan_cache_mode = {mode}; PREPARE asked AS {sql}; EXPLAIN (COSTS OFF) EXECUTE asked({values})"
        );
        let found = self.server.run(self.database, &explain).await;
        let lines = found.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        let told = lines.filter(|line| line.contains("Scan") || line.contains("Index Cond"));
        told.map(|line| line.trim().trim_start_matches("->").trim().to_owned()).collect()
    }

    async fn check(&self, sql: &str, values: &str, scans: &[&str]) {
        for mode in ["force_custom_plan", "force_generic_plan", "auto"] {
            let plan = self.plan(mode, sql, values).await;
            let found: Vec<&str> =
                plan.iter().filter(|line| line.contains(" on ")).map(String::as_str).collect();
            assert_eq!(found, scans, "{mode} {sql}: {plan:?}");
            for column in ["patient_key", "type", "local_id"] {
                let is_whole =
                    !scans[0].contains("record_pkey") || plan.iter().any(|line| line.contains(column));
                assert!(is_whole, "{mode} {sql} does not search by {column}: {plan:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_use_the_primary_key() {
    let Some(town) = Town::new().await else {
        println!("skipped: this machine has no PostgreSQL");
        return;
    };
    const ROW: &str = "Index Scan using record_pkey on record";
    const NEWEST: &str = "Index Scan Backward using record_pkey on record";
    let row = "7919, 32::smallint, 5000000";
    town.check(range::POINT, row, &[ROW]).await;
    town.check(know::STORED, row, &[ROW]).await;
    town.check(apply::VERSION, row, &[ROW]).await;
    let long = i64::MAX;
    for limit in [1, 30, 500, 100_000] {
        let whole = format!("7919, 32::smallint, 0, {long}, {}, {long}, -1, 0, 0, 0, {limit}", i64::MIN + 1);
        town.check(range::RANGE, &whole, &[NEWEST]).await;
        let part = format!("7919, 32::smallint, 3000000, 20000000, 0, 30000, 6, 5, 0, 0, {limit}");
        town.check(range::RANGE, &part, &[NEWEST]).await;
        let coded =
            format!("7919, 32::smallint, 0, {long}, 6, -1, {}, {long}, 0, 0, 0, {limit}", i64::MIN + 1);
        town.check(range::CODED, &coded, &[NEWEST]).await;
    }
    town.check(
        range::MOVED,
        "7919",
        &["Index Scan using record_moved on record m", "Index Scan using record_pkey on record r"],
    )
    .await;
    const PAST: &str = "Index Scan Backward using record_past_pkey on record_past";
    town.check(range::PAST, "7919, 32::smallint, 10000000", &[PAST]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_statement_of_a_visit_scans() {
    let Some(town) = Town::new().await else {
        println!("skipped: this machine has no PostgreSQL");
        return;
    };
    let hash = "'\\x00'";
    let statements = [
        (chain::PAGE, "7919, 900000, 50".to_owned()),
        (range::RECORDS, "7919, 500".to_owned()),
        (session::BY_HASH, hash.to_owned()),
        (session::LIST, "7919".to_owned()),
        (know::WORKLIST, "7, 50".to_owned()),
        (apply::UNCASE, "7919, 3".to_owned()),
        (know::FIND, hash.to_owned()),
        (know::ALIAS, format!("{hash}, 32::smallint")),
        (know::STORED_PAST, "7919, 32::smallint, 10000000".to_owned()),
        (apply::VERSION_PAST, "7919, 32::smallint, 10000000".to_owned()),
    ];
    for (sql, values) in &statements {
        for mode in ["force_custom_plan", "force_generic_plan"] {
            let plan = town.plan(mode, sql, values).await;
            assert!(
                !plan.is_empty() && plan.iter().all(|line| !line.contains("Seq Scan")),
                "{sql}: {plan:?}"
            );
        }
    }
}
