//! eSCL (Mopria eSCL Technical Specification 2.97): capabilities, status and scan settings as XML.
//!
//! Must never trust an element's presence: devices leave out half of the specification.

use roxmltree::{Document, Node};

use crate::{
    error::DeviceError,
    scanner::{Colour, ScanOrder, ScanSource},
};

const SCAN: &str = "http://schemas.hp.com/imaging/escl/2011/05/03";
const PWG: &str = "http://www.pwg.org/schemas/2010/12/sm";

/// Deepest nesting of elements that is parsed; real answers have about a dozen.
const DEEPEST: u32 = 256;

/// What one source of a scanner can do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SourceCaps {
    /// Resolutions, rising; empty when the device tells none.
    pub(crate) dpi: Vec<u16>,
    /// Whether it offers colour.
    pub(crate) colour: bool,
    /// Largest area, in 1/300 inch.
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// What a scanner can do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Capabilities {
    pub(crate) version: String,
    pub(crate) platen: Option<SourceCaps>,
    pub(crate) feeder: Option<SourceCaps>,
    /// The feeder, where it sees both sides.
    pub(crate) duplex: Option<SourceCaps>,
}

impl Capabilities {
    pub(crate) fn parse(xml: &[u8]) -> Result<Self, DeviceError> {
        let text = text_of(xml)?;
        let document = document(&text)?;
        let caps = |path: &str| find(document.root(), path).map(source_caps);
        let version = find(document.root(), "Version")
            .and_then(|node| node.text())
            .unwrap_or("2.0");
        // The version goes back to the device inside our XML, so only its digits do.
        let version = version
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '.')
            .take(8)
            .collect();
        Ok(Self {
            version,
            platen: caps("PlatenInputCaps"),
            feeder: caps("AdfSimplexInputCaps"),
            duplex: caps("AdfDuplexInputCaps"),
        })
    }

    /// The source of an order.
    pub(crate) fn source(&self, source: ScanSource) -> Result<&SourceCaps, DeviceError> {
        match source {
            ScanSource::Feeder => self.feeder.as_ref().ok_or(DeviceError::Refused {
                what: "this scanner has no feeder",
            }),
            ScanSource::FeederBothSides => self.duplex.as_ref().ok_or(DeviceError::Refused {
                what: "this scanner sees one side only",
            }),
            ScanSource::Platen => self.platen.as_ref().ok_or(DeviceError::Refused {
                what: "this scanner has no glass",
            }),
        }
    }
}

impl SourceCaps {
    /// The wished resolution, or the next finer, or the finest.
    pub(crate) fn nearest_dpi(&self, wished: u16) -> u16 {
        let finer = self.dpi.iter().find(|dpi| **dpi >= wished);
        finer.or(self.dpi.last()).copied().unwrap_or(wished)
    }
}

/// How the scanner feels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Status {
    /// `Idle`, `Processing`, `Testing`, `Stopped` or `Down`.
    pub(crate) state: String,
    /// State of the feeder, when there is one.
    pub(crate) feeder: Option<String>,
}

impl Status {
    pub(crate) fn parse(xml: &[u8]) -> Result<Self, DeviceError> {
        let text = text_of(xml)?;
        let document = document(&text)?;
        let word = |name| {
            find(document.root(), name)
                .and_then(|node| node.text())
                .map(|word| word.trim().to_owned())
        };
        let state = word("State").ok_or(DeviceError::Garbled {
            what: "a scanner status without a state",
        })?;
        Ok(Self {
            state,
            feeder: word("AdfState"),
        })
    }

    /// Whether a scan from this source may begin.
    pub(crate) fn ready_for(&self, source: ScanSource) -> Result<(), DeviceError> {
        if source.is_fed() {
            self.paper_path(0)?;
            if self.feeder.as_deref() == Some("ScannerAdfEmpty") {
                return Err(DeviceError::NoPaper);
            }
        }
        match self.state.as_str() {
            "Idle" => Ok(()),
            "Stopped" | "Down" => Err(DeviceError::Refused {
                what: "the scanner has stopped",
            }),
            _ => Err(DeviceError::Busy),
        }
    }

    /// Trouble of the feeder, after so many whole pages.
    pub(crate) fn paper_path(&self, after_pages: u32) -> Result<(), DeviceError> {
        match self.feeder.as_deref() {
            Some(
                "ScannerAdfJam"
                | "ScannerAdfMispick"
                | "ScannerAdfMultipickDetected"
                | "ScannerAdfInputTrayFailed",
            ) => Err(DeviceError::Jam { after_pages }),
            Some("ScannerAdfHatchOpen" | "ScannerAdfDoorOpen") => Err(DeviceError::CoverOpen),
            _ => Ok(()),
        }
    }
}

/// The body of `POST ScanJobs`.
pub(crate) fn scan_settings(
    order: &ScanOrder,
    caps: &SourceCaps,
    version: &str,
    dpi: u16,
) -> String {
    let source = match order.source {
        ScanSource::Feeder => {
            "<pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>false</scan:Duplex>"
        }
        ScanSource::FeederBothSides => {
            "<pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>true</scan:Duplex>"
        }
        ScanSource::Platen => "<pwg:InputSource>Platen</pwg:InputSource>",
    };
    let colour = match order.colour {
        Colour::Colour if caps.colour => "RGB24",
        Colour::Colour | Colour::Grey => "Grayscale8",
    };
    // A4 in 1/300 inch, or less where the glass is smaller.
    let (width, height) = (caps.width.min(2480), caps.height.min(3508));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="{SCAN}" xmlns:pwg="{PWG}">
<pwg:Version>{version}</pwg:Version><scan:Intent>Document</scan:Intent>
<pwg:ScanRegions><pwg:ScanRegion><pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
<pwg:Height>{height}</pwg:Height><pwg:Width>{width}</pwg:Width>
<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset></pwg:ScanRegion></pwg:ScanRegions>
<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>
{source}<scan:ColorMode>{colour}</scan:ColorMode>
<scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>
</scan:ScanSettings>"#
    )
}

fn text_of(xml: &[u8]) -> Result<String, DeviceError> {
    String::from_utf8(xml.to_vec()).map_err(|_cause| DeviceError::Garbled {
        what: "XML that is not UTF-8",
    })
}

/// Parses a device's XML within limits.
pub(crate) fn document(text: &str) -> Result<Document<'_>, DeviceError> {
    if !is_shallow(text) {
        return Err(DeviceError::Garbled {
            what: "XML that is nested too deep",
        });
    }
    // A device's answer has at most some thousand nodes.
    let options = roxmltree::ParsingOptions {
        nodes_limit: 20_000,
        ..Default::default()
    };
    Document::parse_with_options(text, options).map_err(|_cause| DeviceError::Garbled {
        what: "XML that does not parse",
    })
}

/// Whether elements are nested no deeper than [`DEEPEST`]: the parser goes down by recursion, so a bottomless document
/// would overflow the stack. Elements that close themselves count as open, so this errs on the safe side; declarations
/// and character data, in which a closing tag could be faked, are refused.
fn is_shallow(text: &str) -> bool {
    let (mut rest, mut depth) = (text, 0_u32);
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(instruction) = tag.strip_prefix('?') {
            rest = instruction.split_once("?>").map_or("", |(_, after)| after);
        } else {
            depth += 1;
            if tag.starts_with('!') || depth > DEEPEST {
                return false;
            }
        }
    }
    true
}

fn find<'a, 'input>(within: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    within
        .descendants()
        .find(|node| node.is_element() && node.tag_name().name() == name)
}

fn source_caps(node: Node<'_, '_>) -> SourceCaps {
    let number = |name: &str| find(node, name).and_then(|found| found.text()?.trim().parse().ok());
    let discrete = node
        .descendants()
        .filter(|found| found.tag_name().name() == "DiscreteResolution");
    let mut dpi: Vec<u16> = discrete
        .filter_map(|found| find(found, "XResolution")?.text()?.trim().parse().ok())
        .filter(|dpi| *dpi > 0)
        .collect();
    dpi.sort_unstable();
    dpi.dedup();
    SourceCaps {
        dpi,
        colour: node
            .descendants()
            .any(|found| found.text().is_some_and(|text| text.trim() == "RGB24")),
        width: number("MaxWidth").unwrap_or(2550),
        height: number("MaxHeight").unwrap_or(3508),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_next_finer_resolution_is_taken_and_else_the_finest() {
        let caps = SourceCaps {
            dpi: vec![100, 300, 600],
            ..Default::default()
        };
        assert_eq!(
            [50, 100, 200, 900].map(|wished| caps.nearest_dpi(wished)),
            [100, 100, 300, 600]
        );
        assert_eq!(SourceCaps::default().nearest_dpi(200), 200);
    }

    #[test]
    fn feeder_states_become_situations() {
        let status = |feeder: &str| {
            Status::parse(
                format!("<s><State>Idle</State><AdfState>{feeder}</AdfState></s>").as_bytes(),
            )
            .unwrap()
        };
        let ready = |feeder| status(feeder).ready_for(ScanSource::Feeder);
        assert_eq!(ready("ScannerAdfLoaded"), Ok(()));
        assert_eq!(ready("ScannerAdfEmpty"), Err(DeviceError::NoPaper));
        assert_eq!(ready("ScannerAdfHatchOpen"), Err(DeviceError::CoverOpen));
        assert_eq!(
            status("ScannerAdfJam").paper_path(3),
            Err(DeviceError::Jam { after_pages: 3 })
        );
        assert_eq!(
            status("ScannerAdfEmpty").ready_for(ScanSource::Platen),
            Ok(())
        );
    }

    #[test]
    fn bottomless_and_exploding_xml_is_refused() {
        let entity =
            "<!DOCTYPE a [<!ENTITY x 'xx'><!ENTITY y '&x;&x;&x;&x;'>]><a><State>&y;&y;</State></a>";
        for xml in [
            "<a>".repeat(300_000),
            format!("<a {}/>", "b='' ".repeat(10)),
            entity.to_owned(),
        ] {
            assert!(matches!(
                Status::parse(xml.as_bytes()),
                Err(DeviceError::Garbled { .. })
            ));
        }
    }

    proptest! {
        #[test]
        fn hostile_xml_never_panics(xml in "(<[a-zA-Z/:!\\[\\]?]{0,12}>?|&[a-z]{1,4};|[ -~]{0,6}|\\PC{0,3}){0,40}") {
            drop(Capabilities::parse(xml.as_bytes()));
            drop(Status::parse(xml.as_bytes()));
        }

        #[test]
        fn hostile_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            drop(Capabilities::parse(&bytes));
            drop(Status::parse(&bytes));
        }
    }
}
