//! One suite for both databases: each test runs on SQLite by itself, and all of them on one PostgreSQL server.

#![expect(clippy::cognitive_complexity, reason = "a test tells one story from beginning to end")]

mod cases;
mod chain;
mod changes;
mod checkpoint;
mod clients;
mod gone;
mod kept;
mod late;
mod lens;
mod merge;
mod merge_law;
mod merge_trouble;
mod place;
mod postgres_trouble;

mod record;
mod rows;
mod server;
mod staff;
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
    record::sealed_rows_are_opened_as_wanted,
    record::a_moved_row_is_found_at_its_new_time,
    record::rows_without_the_bits_are_passed_over,
    record::versions_are_kept_and_checked,
    record::a_batch_is_all_or_nothing,
    record::shared_things_are_read_without_log,
    kept::a_write_is_seen_by_the_next_look,
    kept::readers_beside_a_writer_see_one_state,
    rows::sessions_live_and_end,
    rows::a_session_is_renewed_once,
    rows::a_store_that_was_served_for_real_stays_so,
    rows::persons_are_found,
    rows::the_write_door_knows,
    rows::two_writers_of_one_row,
    late::late_targets_become_links,
    late::open_references_follow_their_document,
    late::a_pass_takes_pages,
    late::documents_wait_if_they_may,
    late::a_d_number_and_a_national_number_are_one_person,
    late::a_provisional_record_is_kept_apart,
    late::two_known_persons_are_never_joined,
    lens::hidden_rows_never_leave,
    lens::those_who_may_act_are_found,
    lens::a_change_stays_in_its_record,
    cases::worklists_hold_what_is_open,
    cases::no_case_without_an_owner_a_day_and_a_way_forward,
    cases::what_a_person_writes_names_rows_as_they_are_shown,
    chain::each_look_is_logged,
    chain::going_on_with_a_look_is_the_same_look,
    chain::the_last_look_is_found,
    chain::many_readers_make_one_chain,
    checkpoint::the_log_is_what_was_seen,
    clients::what_is_new_is_shown_as_it_is_read,
    clients::whose_a_document_is_does_not_hang_on_how_it_names_them,
    clients::a_row_belongs_to_who_has_sent_it_first,
    clients::a_system_is_shown_its_own_rows_only,
    clients::assertions_are_used_once_and_names_are_kept,
    changes::a_history_is_read_through_the_lens,
    changes::a_condition_is_used_by_one,
    gone::deletions_are_told_by_how_rows_stood,
    gone::a_system_is_shown_the_lines_that_its_grant_shows,
    clients::a_search_goes_through_the_records_and_logs_what_it_shows,
    merge::two_records_are_one_and_two_again,
    merge::what_comes_meanwhile_finds_its_record,
    merge::whoever_is_late_decides_anew,
    merge::chains_are_parted_from_their_end,
    merge::what_closes_in_the_very_moment_of_a_parting_stops_it,
    merge_law::what_was_merged_is_parted_as_it_was,
    staff::roles_are_found_by_who_has_them,
    staff::patients_are_not_listed_by_the_staffs_sign_in,
    staff::sessions_of_staff_live_and_end,
    staff::a_citizens_session_is_never_one_of_staff,
    rows::a_closed_store_says_so,
}
