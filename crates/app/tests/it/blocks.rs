//! Blocks: what is set closes what was meant for whom was meant, at once, and opens again.

use helsami_app::ReadError;
use helsami_app::blocks::{self, BlockError, Blocks, Choice, Extent};
use helsami_app::pass::Pass;
use helsami_domain::access::Denied;
use helsami_domain::access::facts::{Against, Closed};
use helsami_domain::resource_type::ResourceType as T;

use crate::cases::TOWN;
use crate::ground::{Ground, now};

async fn page(ground: &Ground, pass: &Pass, item: Option<&str>) -> Blocks {
    blocks::blocks(&ground.app, pass, item, now()).await.expect("one's own")
}

fn choice<'b>(found: &'b Blocks, name: Option<&str>) -> &'b Choice {
    found.choices.iter().find(|one| one.name.as_deref() == name).expect("offered")
}

async fn close(ground: &Ground, pass: &Pass, (found, name): (&Blocks, Option<&str>), extent: Extent) {
    blocks::close(&ground.app, pass, (found, choice(found, name), extent), now()).await.expect("closed");
}

fn set(found: &Blocks) -> Vec<(Option<&str>, &Closed)> {
    found.set.iter().map(|one| (one.against.1.as_deref(), &one.what)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn blocks_are_set_once_and_lifted() {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let anna = ground.citizen("Anna Lund").await;
    let empty = page(&ground, &anna, None).await;
    let names: Vec<_> = empty.choices.iter().map(|one| one.name.as_deref()).collect();
    assert_eq!(
        names,
        [None, Some("Sykehuset"), Some("Lege")],
        "all staff, then places, then persons of the record"
    );
    assert!(empty.set.is_empty() && empty.item.is_none());

    close(&ground, &anna, (&empty, Some("Lege")), Extent::Record).await;
    let found = page(&ground, &anna, None).await;
    assert_eq!(set(&found), [(Some("Lege"), &Closed::Record)]);
    assert_eq!(found.set[0].against.0, choice(&found, Some("Lege")).against);
    assert!(matches!(found.set[0].against.0, Against::Practitioner(_)));
    close(&ground, &anna, (&found, Some("Lege")), Extent::Record).await;
    assert_eq!(page(&ground, &anna, None).await.set.len(), 1, "the same is not set twice");

    let flu = ground.row(&anna, T::Immunization, "Influensavaksine").await;
    let link = ground.app.link(flu).to_string();
    let with_item = page(&ground, &anna, Some(&link)).await;
    assert_eq!(with_item.item.as_ref().map(|(id, ..)| *id), Some(flu));
    close(&ground, &anna, (&with_item, Some("Sykehuset")), Extent::Item).await;
    close(&ground, &anna, (&with_item, None), Extent::Coming).await;
    let found = page(&ground, &anna, None).await;
    let mut all = set(&found);
    all.sort_by_key(|(name, _)| *name);
    let item = Closed::Items(vec![flu]);
    assert_eq!(all, [(None, &Closed::Coming), (Some("Lege"), &Closed::Record), (Some("Sykehuset"), &item)]);
    // The person sees as before.
    assert_eq!(ground.citizen("Anna Lund").await.lens().hidden(), anna.lens().hidden());

    for one in &found.set {
        blocks::lift(&ground.app, &anna, one.link.as_str(), now()).await.expect("lifted");
    }
    assert!(page(&ground, &anna, None).await.set.is_empty());
    let again = blocks::lift(&ground.app, &anna, found.set[0].link.as_str(), now()).await;
    assert!(matches!(again, Err(BlockError::Read(ReadError::Unknown))), "{again:?}");
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_blocks_for_another() {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let (anna, bo) = (ground.citizen("Anna Lund").await, ground.acting("Anna Lund", "Bo Lund").await);
    let found = page(&ground, &anna, None).await;
    let not_given = blocks::blocks(&ground.app, &bo, None, now()).await;
    assert!(matches!(not_given, Err(ReadError::NotGiven)), "{not_given:?}");
    let refused =
        blocks::close(&ground.app, &bo, (&found, choice(&found, None), Extent::Record), now()).await;
    assert!(matches!(refused, Err(BlockError::Read(ReadError::Denied(Denied::NotYours)))), "{refused:?}");
    close(&ground, &anna, (&found, None), Extent::Record).await;
    let annas = page(&ground, &anna, None).await.set[0].link;
    // Before the id is looked at: the answer does not tell whether there is such a block.
    for id in [annas.as_str(), "nonsense"] {
        let refused = blocks::lift(&ground.app, &bo, id, now()).await;
        assert!(matches!(refused, Err(BlockError::Read(ReadError::Denied(Denied::NotYours)))), "{refused:?}");
    }
    assert_eq!(page(&ground, &anna, None).await.set.len(), 1);
}
