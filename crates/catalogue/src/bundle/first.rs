//! Catalogues of the first released version (`valiza.catalogue.v1`): read for ever, written never (I14).

use office::id::{DocumentKey, ServiceId};
use office::label::Label;
use office::service::{Condition, Consent, DocumentRule};
use parcel::{Namespace, Statement};
use serde::{Deserialize, Serialize};

/// The whole of it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalogue {
    version: String,
    services: Vec<Service>,
}

impl Statement for Catalogue {
    const FORMAT: &'static str = "valiza.catalogue.v1";
    const NAMESPACE: Namespace = Namespace::Profile;
}

#[derive(Serialize, Deserialize)]
struct Service {
    id: ServiceId,
    name: Label,
    authority: Label,
    fee: Label,
    term: Label,
    ask_after_days: u32,
    documents: Vec<Document>,
    consent: Consent,
    xform: String,
    unverified: bool,
}

#[derive(Serialize, Deserialize)]
struct Document {
    key: DocumentKey,
    name: Label,
    required: bool,
    #[serde(default)]
    when_path: String,
    #[serde(default)]
    when_value: String,
}

impl From<Catalogue> for super::Catalogue {
    fn from(first: Catalogue) -> Self {
        Self {
            version: first.version,
            services: first.services.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Service> for office::service::Service {
    fn from(first: Service) -> Self {
        Self {
            id: first.id,
            name: first.name,
            authority: first.authority,
            fee: first.fee,
            term: first.term,
            ask_after_days: first.ask_after_days,
            documents: first.documents.into_iter().map(Into::into).collect(),
            consent: first.consent,
            xform: first.xform,
            unverified: first.unverified,
            ..Self::default()
        }
    }
}

impl From<Document> for DocumentRule {
    fn from(first: Document) -> Self {
        let when = Condition {
            path: first.when_path,
            any_of: vec![first.when_value],
            negated: false,
        };
        Self {
            key: first.key,
            name: first.name,
            required: first.required,
            when: if when.path.is_empty() {
                Vec::new()
            } else {
                vec![when]
            },
            ..Self::default()
        }
    }
}
