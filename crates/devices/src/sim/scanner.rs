//! The virtual scanner: eSCL over HTTP, with a feeder of pictures and a glass.
//!
//! Must never be kinder than a real one: it refuses settings that it did not announce.

use std::{
    collections::VecDeque,
    io::{self, Cursor},
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use image::{DynamicImage, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use tiny_http::Method;

use super::{
    SimError,
    fault::Fault,
    http::{Asked, HttpDevice, Reply},
    lock,
};
use crate::protocol::escl::document;

/// Resolutions it announces; pages are kept at [`PAGE_DPI`].
const RESOLUTIONS: [u32; 3] = [100, 200, 300];
/// Resolution at which pictures are taken to lie in the feeder.
pub(super) const PAGE_DPI: u32 = 200;
/// Jobs that are open at once at most; an older one is forgotten.
const JOBS: usize = 4;

/// How a job wants its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wish {
    from_glass: bool,
    grey: bool,
    dpi: u32,
}

#[derive(Debug, Default)]
struct State {
    feeder: VecDeque<Vec<u8>>,
    glass: Option<Vec<u8>>,
    fault: Fault,
    jobs: VecDeque<(u32, Wish, u32)>,
    numbered: u32,
}

/// A scanner on loopback. Dropping it switches it off.
#[derive(Debug)]
pub struct VirtualScanner {
    state: Arc<Mutex<State>>,
    device: HttpDevice,
}

impl VirtualScanner {
    /// Switches an empty scanner on.
    ///
    /// # Errors
    /// When the system gives no port or thread.
    pub fn start() -> io::Result<Self> {
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let device = HttpDevice::start("sim-scanner", move |asked, address| {
            lock(&shared).answer(&asked, address)
        })?;
        Ok(Self { state, device })
    }

    /// Root of its eSCL service, for the device list.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/eSCL", self.device.address())
    }

    /// Puts pictures (JPEG or PNG, taken as 200 dpi) under what lies in the feeder. A job of both sides takes them as front,
    /// back, front, back.
    ///
    /// # Errors
    /// [`SimError::NotAPicture`]; none is loaded then.
    pub fn load(&self, pictures: impl IntoIterator<Item = Vec<u8>>) -> Result<(), SimError> {
        let pages = pictures
            .into_iter()
            .map(as_jpeg)
            .collect::<Result<Vec<_>, _>>()?;
        lock(&self.state).feeder.extend(pages);
        Ok(())
    }

    /// Puts a picture on the glass, instead of what lay there.
    ///
    /// # Errors
    /// [`SimError::NotAPicture`].
    pub fn lay(&self, picture: Vec<u8>) -> Result<(), SimError> {
        lock(&self.state).glass = Some(as_jpeg(picture)?);
        Ok(())
    }

    /// Takes everything out of the feeder.
    pub fn unload(&self) {
        lock(&self.state).feeder.clear();
    }

    /// Pages in the feeder.
    #[must_use]
    pub fn loaded(&self) -> usize {
        lock(&self.state).feeder.len()
    }

    /// Jobs that have begun and neither ended nor been withdrawn.
    #[must_use]
    pub fn open_jobs(&self) -> usize {
        lock(&self.state).jobs.len()
    }

    /// Sets or clears a fault: cover, jam, hang, off, nonsense.
    ///
    /// # Errors
    /// [`SimError::NoSuchFault`] for what a scanner cannot have.
    pub fn fault(&self, fault: Fault) -> Result<(), SimError> {
        if matches!(fault, Fault::NoInk | Fault::NoPaper) {
            return Err(SimError::NoSuchFault);
        }
        lock(&self.state).fault = fault;
        self.device.power(fault != Fault::Off);
        Ok(())
    }
}

impl State {
    fn answer(&mut self, asked: &Asked, address: SocketAddr) -> Reply {
        let next = asked
            .url
            .strip_prefix("/eSCL/ScanJobs/")
            .map(|rest| rest.split_once('/').unwrap_or((rest, "")));
        match (&asked.method, asked.url.as_str(), next) {
            (Method::Get, _, Some((_, "NextDocument"))) if self.fault == Fault::Hang => Reply::Hang,
            _ if self.fault == Fault::Nonsense => {
                Reply::body(200, "text/xml", b"<a><b>&boom;</a>\xff".to_vec())
            }
            (Method::Get, "/eSCL/ScannerCapabilities", _) => {
                Reply::body(200, "text/xml", capabilities().into_bytes())
            }
            (Method::Get, "/eSCL/ScannerStatus", _) => {
                Reply::body(200, "text/xml", self.status().into_bytes())
            }
            (Method::Post, "/eSCL/ScanJobs", _) => self.begin(&asked.body, address),
            (Method::Get, _, Some((job, "NextDocument"))) => self.next_page(job),
            (Method::Delete, _, Some((job, ""))) => {
                let before = self.jobs.len();
                self.jobs.retain(|(number, ..)| job.parse() != Ok(*number));
                Reply::status(if self.jobs.len() < before { 200 } else { 404 })
            }
            _ => Reply::status(404),
        }
    }

    fn begin(&mut self, settings: &[u8], address: SocketAddr) -> Reply {
        let Some(wish) = wish(settings) else {
            return Reply::status(400);
        };
        let ready = self.fault != Fault::CoverOpen && (wish.from_glass || !self.feeder.is_empty());
        if !ready || self.jammed(0) {
            return Reply::status(409);
        }
        self.numbered += 1;
        self.jobs.push_back((self.numbered, wish, 0));
        if self.jobs.len() > JOBS {
            self.jobs.pop_front();
        }
        let location = Some(format!("http://{address}/eSCL/ScanJobs/{}", self.numbered));
        Reply::Answer {
            status: 201,
            kind: "text/plain",
            location,
            body: Vec::new(),
        }
    }

    fn next_page(&mut self, job: &str) -> Reply {
        let Some(at) = self
            .jobs
            .iter()
            .position(|(number, ..)| job.parse() == Ok(*number))
        else {
            return Reply::status(404);
        };
        let (_, wish, drawn) = self.jobs[at];
        if self.fault == Fault::CoverOpen || (!wish.from_glass && self.jammed(drawn)) {
            return Reply::status(503);
        }
        let page = match wish.from_glass {
            true => (drawn == 0).then(|| self.glass.clone().unwrap_or_else(blank)),
            false => self.feeder.pop_front(),
        };
        let Some(page) = page else {
            self.jobs.remove(at);
            return Reply::status(404);
        };
        self.jobs[at].2 += 1;
        match rendered(page, wish) {
            Ok(page) => Reply::body(200, "image/jpeg", page),
            Err(_) => Reply::status(500),
        }
    }

    fn jammed(&self, drawn: u32) -> bool {
        matches!(self.fault, Fault::JamAfter(after) if drawn >= after)
    }

    fn status(&self) -> String {
        let jammed = match self.jobs.back() {
            Some((_, _, drawn)) => self.jammed(*drawn),
            None => self.jammed(0),
        };
        let feeder = if self.fault == Fault::CoverOpen {
            "ScannerAdfHatchOpen"
        } else if jammed {
            "ScannerAdfJam"
        } else if self.feeder.is_empty() {
            "ScannerAdfEmpty"
        } else {
            "ScannerAdfLoaded"
        };
        let state = if self.jobs.is_empty() {
            "Idle"
        } else {
            "Processing"
        };
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus {NAMESPACES}><pwg:Version>2.63</pwg:Version><pwg:State>{state}</pwg:State><scan:AdfState>{feeder}</scan:AdfState></scan:ScannerStatus>"#
        )
    }
}

const NAMESPACES: &str = r#"xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm""#;

fn capabilities() -> String {
    let resolutions: String = RESOLUTIONS
        .iter()
        .map(|dpi| {
            format!("<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution></scan:DiscreteResolution>")
        })
        .collect();
    let source = format!(
        "<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth><scan:MinHeight>16</scan:MinHeight>\
         <scan:MaxHeight>3508</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles>\
         <scan:SettingProfile><scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode><scan:ColorMode>Grayscale8</scan:ColorMode>\
         </scan:ColorModes><scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>\
         <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats><scan:SupportedResolutions>\
         <scan:DiscreteResolutions>{resolutions}</scan:DiscreteResolutions></scan:SupportedResolutions></scan:SettingProfile>\
         </scan:SettingProfiles><scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>\
         <scan:MaxOpticalXResolution>300</scan:MaxOpticalXResolution><scan:MaxOpticalYResolution>300</scan:MaxOpticalYResolution>"
    );
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities {NAMESPACES}><pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>Valiza virtual scanner</pwg:MakeAndModel>
<pwg:SerialNumber>V1</pwg:SerialNumber><scan:UUID>5d0c3b9e-7a42-4c0e-9f55-76616c697a61</scan:UUID>
<scan:Platen><scan:PlatenInputCaps>{source}</scan:PlatenInputCaps></scan:Platen>
<scan:Adf><scan:AdfSimplexInputCaps>{source}</scan:AdfSimplexInputCaps>
<scan:AdfDuplexInputCaps>{source}</scan:AdfDuplexInputCaps><scan:FeederCapacity>50</scan:FeederCapacity>
<scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions></scan:Adf></scan:ScannerCapabilities>"#
    )
}

fn wish(settings: &[u8]) -> Option<Wish> {
    let text = str::from_utf8(settings).ok()?;
    let document = document(text).ok()?;
    let word = |name: &str| {
        document
            .descendants()
            .find(|node| node.tag_name().name() == name)?
            .text()
            .map(str::trim)
    };
    let dpi = word("XResolution").unwrap_or("200").parse().ok()?;
    let known = RESOLUTIONS.contains(&dpi)
        && word("DocumentFormat").is_none_or(|format| format == "image/jpeg");
    let grey = match word("ColorMode").unwrap_or("RGB24") {
        "RGB24" => false,
        "Grayscale8" => true,
        _ => return None,
    };
    let from_glass = match word("InputSource").unwrap_or("Platen") {
        "Platen" => true,
        "Feeder" => false,
        _ => return None,
    };
    known.then_some(Wish {
        from_glass,
        grey,
        dpi,
    })
}

fn as_jpeg(picture: Vec<u8>) -> Result<Vec<u8>, SimError> {
    if picture.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(picture);
    }
    let picture = image::load_from_memory(&picture).map_err(|_cause| SimError::NotAPicture)?;
    encode(&picture).map_err(|_cause| SimError::NotAPicture)
}

fn rendered(page: Vec<u8>, wish: Wish) -> image::ImageResult<Vec<u8>> {
    if wish.dpi == PAGE_DPI && !wish.grey {
        return Ok(page);
    }
    let mut picture = image::load_from_memory(&page)?;
    if wish.dpi != PAGE_DPI {
        picture = DynamicImage::ImageRgb8(resampled(&picture.to_rgb8(), wish.dpi));
    }
    encode(&if wish.grey {
        picture.grayscale()
    } else {
        picture
    })
}

/// The page as the lamp would have seen it at `dpi`: bilinear, in 256ths of a pixel, as cheap as a scanner's own chip.
fn resampled(page: &RgbImage, dpi: u32) -> RgbImage {
    let side = |pixels: u32| (pixels * dpi / PAGE_DPI).max(1);
    let place = |at: u32, last: u32| {
        let from = (at * PAGE_DPI * 256 / dpi).min(last * 256);
        (from / 256, (from / 256 + 1).min(last), from % 256)
    };
    RgbImage::from_fn(side(page.width()), side(page.height()), |x, y| {
        let (left, right, across) = place(x, page.width() - 1);
        let (above, below, down) = place(y, page.height() - 1);
        let mix = |one: u8, other: u8, part: u32| {
            (u32::from(one) * (256 - part) + u32::from(other) * part) >> 8
        };
        let row = |y| [page.get_pixel(left, y), page.get_pixel(right, y)];
        let ([a, b], [c, d]) = (row(above), row(below));
        Rgb([0, 1, 2].map(|channel| {
            let upper = mix(a.0[channel], b.0[channel], across);
            let lower = mix(c.0[channel], d.0[channel], across);
            ((upper * (256 - down) + lower * down) >> 8) as u8
        }))
    })
}

fn encode(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 85);
    if let DynamicImage::ImageLuma8(grey) = picture {
        grey.write_with_encoder(encoder)?;
    } else {
        picture.to_rgb8().write_with_encoder(encoder)?;
    }
    Ok(bytes.into_inner())
}

/// A bare glass under a closed lid: an A4 page of white.
fn blank() -> Vec<u8> {
    let white = RgbImage::from_pixel(1654, 2339, Rgb([246, 246, 244]));
    encode(&DynamicImage::ImageRgb8(white)).unwrap_or_default()
}
