//! What goes to the typesetter: which template, its fields, its codes.
//! Never lays anything out; `common.typ` describes the same inputs for those who edit templates.

use serde::Serialize;
use typst::foundations::{Array, Dict, IntoValue};

use crate::{Language, Model, ModelValues, Options, Paper, PrintSize, TypesetError, pay_code, qr};

/// What a paper is set on.
#[derive(Clone, Copy)]
pub(crate) enum Stock {
    /// A4 sheets.
    Sheet,
    /// A roll this many dots wide, at 8 dots a millimetre.
    Roll { dots: u32 },
}

/// A paper or a model document in the typesetter's terms.
pub(crate) struct Manuscript {
    /// The stem of its template file.
    pub(crate) template: &'static str,
    fields: Dict,
    codes: Vec<String>,
    is_for_resident: bool,
}

impl Manuscript {
    pub(crate) fn of_paper(paper: &Paper) -> Result<Self, TypesetError> {
        let codes = match paper {
            Paper::Slip(slip) => slip
                .numbers
                .iter()
                .map(|number| qr::svg(&number.split_whitespace().collect::<String>()))
                .collect::<Result<_, _>>()?,
            Paper::Payment(payment) => pay_code::address(payment)
                .map(|address| qr::svg(&address))
                .transpose()?
                .into_iter()
                .collect(),
            // A key for many communities is too long for a code; its lines are printed all the same.
            Paper::RecoverySheet(sheet) => qr::svg(&sheet.file.join("\n"))
                .into_iter()
                .filter(|_| !sheet.file.is_empty())
                .collect(),
            Paper::KitSheet(sheet) if !sheet.pointer.is_empty() => vec![qr::svg(&sheet.pointer)?],
            Paper::Application(_)
            | Paper::Consent(_)
            | Paper::Inventory(_)
            | Paper::RouteSheet(_)
            | Paper::Supplement(_)
            | Paper::Withdrawal(_)
            | Paper::Refusal(_)
            | Paper::Handover(_)
            | Paper::TripSheet(_)
            | Paper::Journal(_)
            | Paper::Rekeying(_)
            | Paper::KitSheet(_)
            | Paper::LostKit(_)
            | Paper::TestPage(_) => Vec::new(),
        };
        Ok(Self {
            template: paper.template(),
            fields: fields(paper, paper.template())?,
            codes,
            is_for_resident: paper.is_for_resident(),
        })
    }

    pub(crate) fn of_model(model: Model, values: &ModelValues) -> Result<Self, TypesetError> {
        Ok(Self {
            template: model.stem(),
            fields: fields(values, model.stem())?,
            codes: Vec::new(),
            is_for_resident: false,
        })
    }

    /// What a template finds in `sys.inputs`.
    pub(crate) fn inputs(&self, options: &Options, stock: Stock) -> Dict {
        let language = match options.language {
            Language::Uk => "uk",
            Language::En => "en",
        };
        let large = self.is_for_resident && options.print_size == PrintSize::Large;
        let roll = match stock {
            Stock::Sheet => ().into_value(),
            Stock::Roll { dots } => i64::from(dots).into_value(),
        };
        let codes: Array = self
            .codes
            .iter()
            .map(|code| code.as_str().into_value())
            .collect();
        [
            ("paper".into(), self.fields.clone().into_value()),
            ("codes".into(), codes.into_value()),
            ("lang".into(), language.into_value()),
            ("large".into(), large.into_value()),
            ("roll".into(), roll),
        ]
        .into_iter()
        .collect()
    }
}

fn fields(of: &impl Serialize, template: &'static str) -> Result<Dict, TypesetError> {
    serde_json::to_value(of)
        .and_then(serde_json::from_value)
        .or(Err(TypesetError::Unset { paper: template }))
}
