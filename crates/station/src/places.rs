//! Finds places for the screens: the codifier that the program carries, and the communities of the profile.
//!
//! The codifier is read on a thread of its own, so that nobody waits for it; until then nothing is found, and what is typed
//! stays as it is.

use crate::reactor::spawn;
use catalogue::codifier::{Code, Codifier, Found, Scope};
use office::address::{FoundPlace, Places};
use office::id::CommunityId;
use parcel::Profile;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The codifier, and where the communities of the profile lie.
#[derive(Debug)]
pub(crate) struct PlaceFinder {
    codifier: OnceLock<Codifier>,
    communities: BTreeMap<CommunityId, Code>,
}

impl PlaceFinder {
    /// Begins to read the codifier.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(crate) fn open(profile: &Profile) -> std::io::Result<Arc<Self>> {
        let communities = profile.communities.iter();
        let finder = Arc::new(Self {
            codifier: OnceLock::new(),
            communities: communities
                .filter_map(|one| Some((CommunityId(one.id.clone()), one.katottg.parse().ok()?)))
                .collect(),
        });
        let reading = finder.clone();
        spawn("places", move || reading.read())?;
        Ok(finder)
    }

    fn read(&self) {
        match Codifier::shipped() {
            Ok(codifier) => {
                let _read_before = self.codifier.set(codifier);
            }
            Err(error) => tracing::error!(%error, "places are not searched"),
        }
    }
}

impl Places for PlaceFinder {
    fn find(&self, typed: &str, community: &CommunityId, most: usize) -> Vec<FoundPlace> {
        let Some(codifier) = self.codifier.get() else {
            return Vec::new();
        };
        let home: Vec<Code> = self
            .communities
            .get(community)
            .copied()
            .into_iter()
            .collect();
        let found = codifier.find(typed, &home, Scope::Settlements, most);
        found
            .into_iter()
            .map(|one| offered(codifier, one))
            .collect()
    }
}

fn offered(codifier: &Codifier, found: Found) -> FoundPlace {
    let (name, within) = (found.place.written(), found.place.written_within());
    let whole = [name.as_str(), within.as_str()];
    let whole = whole
        .map(str::to_owned)
        .into_iter()
        .filter(|part| !part.is_empty());
    let line = whole.collect::<Vec<_>>().join(", ");
    FoundPlace {
        place: codifier.reference(&found.place, &line),
        name,
        within,
        formerly: found.formerly,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    /// A kit of one community, its codifier read.
    fn finder() -> PlaceFinder {
        let community = "pasichna".into();
        let finder = PlaceFinder {
            codifier: OnceLock::new(),
            communities: BTreeMap::from([(community, "UA26120090000072057".parse().unwrap())]),
        };
        finder.read();
        finder
    }

    #[test]
    fn a_place_is_found_with_what_tells_it_from_its_namesakes_and_kept_with_code_and_edition() {
        let found = finder().find("гвіздець", &"nowhere".into(), 7);
        let gvizdets = &found[0];
        assert_eq!(gvizdets.name, "с-ще Гвіздець");
        assert_eq!(
            gvizdets.within,
            "Гвіздецька громада, Коломийський район, Івано-Франківська область"
        );
        assert_eq!(gvizdets.place.code, "UA26080010010051392");
        assert_eq!(
            gvizdets.place.name_as_written,
            format!("{}, {}", gvizdets.name, gvizdets.within)
        );
        assert_eq!(gvizdets.place.edition.len(), "2026-07-07".len());
        assert!(gvizdets.formerly.is_none());
    }

    #[test]
    fn the_places_of_the_visits_community_come_first() {
        let finder = finder();
        let first = |community: &str| finder.find("п", &community.into(), 1)[0].within.clone();
        assert!(first("pasichna").starts_with("Пасічнянська громада"));
        assert!(!first("nowhere").starts_with("Пасічнянська громада"));
    }

    #[test]
    fn an_old_name_is_told() {
        let found = finder().find("Новоград-Волинський", &"nowhere".into(), 7);
        assert_eq!(found[0].name, "м. Звягель");
        assert_eq!(found[0].formerly.as_deref(), Some("Новоград-Волинський"));
    }

    #[test]
    fn nothing_is_found_before_the_codifier_is_read_and_nobody_waits_for_it() {
        let blank = PlaceFinder {
            codifier: OnceLock::new(),
            communities: BTreeMap::new(),
        };
        assert_eq!(blank.find("Рівне", &"nowhere".into(), 7), []);
    }
}
