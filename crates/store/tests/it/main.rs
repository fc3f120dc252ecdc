//! One suite for both databases: each test runs on SQLite by itself, and all of them on one PostgreSQL server.

#![expect(clippy::cognitive_complexity, reason = "a test tells one story from beginning to end")]

mod chain;
mod place;
mod postgres_trouble;

mod record;
mod rows;
mod server;
mod tls;
mod trouble;

/// Makes a test on SQLite of each function, and one test of all of them on PostgreSQL.
macro_rules! suite {
    ($($topic:ident :: $name:ident,)*) => {
        mod on_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    crate::$topic::$name(&crate::place::sqlite().await).await;
                }
            )*
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn on_postgres() {
            let Some(server) = server::Server::start().await else {
                println!("skipped: this machine has no PostgreSQL");
                return;
            };
            $(
                println!("{}", stringify!($name));
                let fresh = place::postgres(&server, stringify!($name)).await;
                $topic::$name(&fresh).await;
                fresh.store.close().await;
            )*
        }
    };
}

suite! {
    record::ranges_come_newest_first,
    record::a_moved_row_is_found_at_its_new_time,
    record::versions_are_kept_and_checked,
    record::a_batch_is_all_or_nothing,
    record::shared_things_are_read_without_log,
    rows::sessions_live_and_end,
    rows::a_store_that_was_served_for_real_stays_so,
    rows::persons_are_found,
    rows::the_write_door_knows,
    rows::two_writers_of_one_row,
    chain::each_look_is_logged,
    chain::many_readers_make_one_chain,
    rows::a_closed_store_says_so,
}
